"""What is sent to an address of the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import Brand
from contests.models import (
    Criterion,
)
from contests.selectors.admission import nda_page
from contests.selectors.rights import rights_of
from payouts.models import (
    PayoutRun,
)
from payouts.selectors.payout_runs import Choice, preview_run
from tests.api.matrix_bodies import BODIES, WITH_FILES
from tests.fixtures.calls import brief, image
from tests.fixtures.worlds import (
    DAY,
)

if TYPE_CHECKING:
    from tests.api.matrix_world import World

CLOSES = {"api:polls": "Z", "pages:polls": "", "pages:selection": ""}
"""A program names the zone; on a page the moment is in the reader's."""


def sent_to(world: World, name: str) -> dict[str, Any]:
    """What is sent to the address of this name, as good as it can be."""
    if name in WITH_FILES:
        return WITH_FILES[name] | {"files": [image()]}
    if name in ("api:shortlist", "pages:choose"):
        entry = str(world.keys["entry_id"])
        return {"entries": [entry]} if name == "api:shortlist" else {"entry": [entry]}
    if name in ("api:collection-entries", "pages:pick"):
        return {"entry": str(world.keys["entry_id"])}
    if name in ("api:polls", "pages:polls", "pages:selection"):
        chosen = [str(key) for key in world.keys["entries"]]
        field = "entries" if name == "api:polls" else "entry"
        return BODIES[name] | {field: chosen, "closes_at": (timezone.now() + DAY).isoformat()[:19] + CLOSES[name]}
    if name in ("api:ballot", "pages:ballot"):
        criteria = list(Criterion.objects.filter(jury__contest=world.judged).values_list("pk", flat=True))
        if name == "api:ballot":
            return {"points": [{"criterion": key, "points": 6} for key in criteria], "send": True}
        return {f"points_{key}": "6" for key in criteria} | {"send": "1"}
    if name == "api:award":
        return {"ranks": [{"entry": str(world.keys["entry_id"]), "rank": 1}]}
    if name in ("api:rights", "pages:rights"):
        shown = rights_of(world.people["author"], world.award)
        return {"text_sha256": shown.sha256, "signed_name": "Ana Example", "agreed": "on"}
    if name == "api:hold":
        return {"reason": "The account is being checked.", "until": (timezone.now() + DAY).isoformat()}
    if name in ("api:open-dispute", "pages:dispute_open"):
        return {"claim_minor": 500, "claim": "5.00", "reason": "Too little was counted."}
    if name in ("api:payout-runs", "pages:audit_propose_run"):
        return {"digest": preview_run(Choice()).digest, "confirmed": "on"}
    if name in ("api:approve-run", "pages:audit_approve_run"):
        return {"digest": PayoutRun.objects.get().digest, "confirmed": "on"}
    if name in ("api:assign-transfer", "pages:audit_transfer_assign"):
        return {"contest": str(world.waiting)}
    if name in ("api:nda", "pages:nda"):
        sha = nda_page(world.people["author"], world.confidential).sha256
        return {"text_sha256": sha, "signed_name": "Ana Example", "agreed": "on"}
    if name in ("api:guests", "pages:brief_guests"):
        handle = world.people["other"].handle
        return {"handles": [handle]} if name == "api:guests" else {"handles": handle}
    if name in ("api:contest-splits", "pages:split_offer"):
        handle = world.keys["partner"]
        parts = [{"handle": handle, "weight": 2}]
        return {"own_weight": 3, "others": parts if name == "api:contest-splits" else f"{handle} 2"}
    if name in ("api:community-ballot", "pages:vote"):
        return {"entries": [str(world.voted.pk)]}
    if name == "api:reports":
        return BODIES[name] | {"target": str(world.keys["contest_id"])}
    if name == "api:following":
        return {"contest": str(world.keys["contest_id"])}
    if name == "api:contests":
        return brief(Brand.objects.get(pk=world.keys["brand_id"]))
    return BODIES.get(name, {})
