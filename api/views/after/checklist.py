"""The items of a handover: marked as delivered by the winner, ticked off or called incomplete by the brand."""

from typing import Any
from uuid import UUID

from rest_framework.response import Response

from api.after_inputs import ItemDeliveredInput, ItemMissingInput
from api.base import Resource
from api.idempotency import idempotent
from api.operations import operation
from contests.errors import NotVisible
from contests.selectors.checklist import ItemCard
from contests.selectors.deliveries import deliveries_of
from contests.services.after import checklist


class ItemAct(Resource):
    """Something said of one item, which is then shown again. It neither accepts the handover nor stops its clock."""

    @operation(gives=ItemCard)
    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int, item_id: int) -> Response:
        self._item(contest_id, award_id, item_id)
        self.act(item_id)
        return Response(self._item(contest_id, award_id, item_id))

    def act(self, item_id: int) -> None:
        """Call the one service."""
        raise NotImplementedError

    def _item(self, contest_id: UUID, award_id: int, item_id: int) -> ItemCard:
        for delivery in deliveries_of(self.actor, contest_id):
            for item in delivery.items:
                if (delivery.award_id, item.id) == (award_id, item_id):
                    return item
        raise NotVisible


class MarkDelivered(ItemAct):
    """The winner says that an item is delivered, and by which files; again, if something of it was missing."""

    write_scope = "entries:write"
    takes = ItemDeliveredInput

    def act(self, item_id: int) -> None:
        said = self.read()
        checklist.mark_delivered(self.actor, item_id, said.get("files", ()), said.get("words", ""), now=self.now)


class Tick(ItemAct):
    """The brand ticks an item off."""

    def act(self, item_id: int) -> None:
        checklist.tick(self.actor, item_id, now=self.now)


class SayMissing(ItemAct):
    """The brand says what is missing of an item; its maker is told, and may add it until the handover is accepted."""

    takes = ItemMissingInput

    def act(self, item_id: int) -> None:
        checklist.say_missing(self.actor, item_id, self.read()["words"], now=self.now)
