"""Which thing of the matrix's world an address is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls.converters import IntConverter

from tests.api.matrix_addresses import Address
from tests.api.matrix_closed import BY_INVITATION, CONFIDENTIAL, OF_A_DRAFT

if TYPE_CHECKING:
    from tests.api.matrix_world import World

IN_VOTES = frozenset(
    {"api:community-vote", "api:community-ballot", "api:community-picture", "pages:vote", "pages:vote_picture"}
)
RELEASES = {"api:release-comments", "pages:release_comments"}
AFTER_AWARD = frozenset({"api:handovers", "api:accept-handover", "pages:review", "pages:handover", *RELEASES})
AT_JURY = frozenset(
    {"api:jury-ballots", "api:jury-conflicts", "api:leave-jury", "pages:judge", "pages:judge_conflict"}
    | {"pages:judge_leave"}
)
AFTER_JURY = frozenset({"api:jury-standings", "api:jury-result", "pages:jury_standings", "pages:jury_result"})
AFTER_END = frozenset(
    {"api:contest-reviews", "api:review-reply", "pages:contest_reviews", "pages:review_write", "pages:review_reply"}
)
TO_SHOW = frozenset(
    {"api:show-work", "api:agree-showing", "pages:show_work", "pages:take_away_work", "pages:agree_showing"}
)
TO_BEGIN = frozenset({"api:begin-follow-up", "pages:buy", "pages:hire"})
OFFERS = frozenset(
    {"api:follow-up", "api:accept-purchase", "api:decline-follow-up"}
    | {"pages:offer", "pages:offer_accept", "pages:offer_decline"}
)
AFTER_DECISION = frozenset({"pages:handover_item", "pages:handover_answer"})


def keys_at(world: World, address: Address) -> dict[str, Any]:
    """The keys with which this address's places are filled: of the thing that it is about."""
    parts = dict(world.keys)
    if isinstance(address.converters.get("entry_id"), IntConverter):
        parts["entry_id"] = world.keys["journal_entry_id"]
    if "award_id" in address.converters or address.name in AFTER_AWARD | AFTER_DECISION:
        parts |= {"contest_id": world.awarded, "award_id": world.award, "entry_id": world.final_entry}
    if address.name in ("pages:poll_sheet", "pages:poll_picture"):
        parts["token"] = world.keys["poll_token"]
    if address.name in AT_JURY:
        parts["contest_id"] = world.judged
    if address.name in AFTER_JURY:
        parts |= {"contest_id": world.told.contest_id, "entry_id": world.told.pk}
    if address.name == "pages:report":
        parts["key"] = world.keys["contest_id"]
    if address.name in IN_VOTES:
        parts |= {"contest_id": world.voted.contest_id, "entry_id": world.voted.pk}
    if address.name in AFTER_END:
        parts["contest_id"] = world.over
    if address.name in TO_SHOW:
        parts["entry_id"] = world.final_entry if address.name.endswith("showing") else world.shown.entry_id
    if address.name == "pages:shown_picture":
        parts |= {"handle": world.people["other"].handle, "ref": world.keys["shown_ref"]}
    if address.name in TO_BEGIN:
        parts["entry_id"] = world.beaten
    if address.name in OFFERS:
        parts["contest_id"] = world.offered
    if "brands/<slug:" in address.pattern:
        parts["slug"] = world.keys["brand_slug"]
    if address.name == "api:bank-transfer":
        parts["contest_id"] = world.waiting
    if address.name in BY_INVITATION:
        parts["contest_id"] = world.invited
    if address.name in CONFIDENTIAL:
        parts["contest_id"] = world.confidential
    if address.name in OF_A_DRAFT:
        parts["contest_id"] = world.drafted
    if address.name in ("api:attachment", "pages:brief_file_remove"):
        parts["ref"] = world.keys["attachment_ref"]
    if address.name in ("api:join", "pages:join"):
        parts["token"] = world.keys["link_token"]
    return parts
