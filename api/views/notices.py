"""What the caller was told, and how they want to be told. A program reads; only a person marks and chooses."""

from typing import Any

from rest_framework.response import Response

from accounts.selectors.notices import arrivals_of, notices_of
from accounts.services.notices.choosing import choose_arrivals
from accounts.services.notices.marking import mark_all_read, mark_read
from accounts.topics import Topic
from api import notice_shapes as shapes
from api.base import Resource
from api.idempotency import idempotent
from api.operations import Listing, operation
from api.pagination import page_of


class MyNotices(Resource):
    """What the caller was told, the newest first."""

    read_scope = "money:read"

    @operation(gives=Listing[shapes.NoticeDoc], query=shapes.NoticeQuery)
    def get(self, request: Any) -> Response:
        """Notices tell of money as well, so a program needs the scope for it."""
        rows = notices_of(self.actor, topic=self.given.get("topic", ""), unread=self.given.get("unread", False))
        return page_of(self, rows, ("-pk",), shapes.notice)


class ReadNotices(Resource):
    """Marks notices as read."""

    write_scope = ""

    @operation(gives=shapes.MarkedDoc, takes=shapes.MarkInput)
    @idempotent
    def post(self, request: Any) -> Response:
        """Those named; or all until now, or all of one topic."""
        given = self.read()
        if "ids" in given:
            return Response({"marked": mark_read(self.actor, given["ids"], now=self.now)})
        topic = Topic(given["topic"]) if "topic" in given else None
        return Response({"marked": mark_all_read(self.actor, now=self.now, topic=topic)})


class NoticeChoices(Resource):
    """How each topic arrives for the caller."""

    read_scope = "money:read"
    write_scope = ""

    @operation(gives=Listing[shapes.NoticeChoiceDoc])
    def get(self, request: Any) -> Response:
        return self._present()

    @operation(gives=Listing[shapes.NoticeChoiceDoc], takes=shapes.NoticeChoiceInput)
    def patch(self, request: Any) -> Response:
        """Choose for some topics; account and money always arrive at once."""
        choose_arrivals(self.actor, self.read()["choices"], now=self.now)
        return self._present()

    def _present(self) -> Response:
        present = arrivals_of(self.actor.pk)
        return Response({"results": [shapes.choice(topic, how) for topic, how in present.items()], "next": None})
