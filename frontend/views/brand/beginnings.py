"""What a new brief starts from, as it would be typed: the form's own defaults, its category's, its kind's."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contests.guides import guide_of
from contests.kinds import FAST_PRESET, SKETCH_MINUTES, Kind
from contests.selectors.kits import kit_versions
from frontend.forms.brief import BriefForm
from frontend.views.brand.notes import Notes
from frontend.views.brand.quoting import categories

Kits = tuple[tuple[int, str], ...]
DAY = timedelta(days=1)


def known_of(notes: Notes, *, suggested: bool = True) -> dict[str, Any]:
    """All fields of a brief in the making: answered, or as good as can be guessed from what was. What is only suggested
    by the kind of work is left out where a brief is saved: nobody has looked at it yet.
    """
    answered = notes.read()
    initial = _of_form()
    kind = answered.get("kind") or Kind.STANDARD.value
    if suggested:
        initial |= _of_category(answered.get("category") or initial["category"])
    initial |= _of_kind(kind)
    return {**initial, **answered, "kind": kind if kind in set(Kind) else Kind.STANDARD.value}


def kit_choices(brand_id: UUID, chosen: int | None = None) -> Kits:
    """The newest version of the brand's kit, and the one that the brief shows already."""
    versions = kit_versions(brand_id)
    newest = versions[:1]
    kept = [one for one in versions[1:] if one[0] == chosen]
    words = _("Version %(number)d")
    return tuple((key, words % {"number": number}) for key, number in [*newest, *kept])


def _of_form() -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for name, field in BriefForm.base_fields.items():
        initial[name] = "" if field.initial is None else str(field.initial)
    language = (get_language() or "en").split("-")[0]
    return initial | {"category": next((slug for slug, _name in categories()), ""), "language": language}


def _of_category(category: str) -> dict[str, Any]:
    """Words that fit this kind of work; what it pays is the brand's own affair."""
    guide = guide_of(category)
    if guide is None:
        return {}
    return {
        "deliverables": "\n".join(guide.words.deliverables),
        "formats": ",".join(guide.figures.formats),
        "sizes": guide.words.sizes,
        "rights_scope": guide.words.rights_scope,
    }


def _of_kind(kind: str) -> dict[str, Any]:
    if kind == Kind.FAST:
        return {name: f"{period / DAY:g}" for name, period in FAST_PRESET.items()}
    if kind == Kind.ZERO_SPEC:
        return {"unpaid_effort_minutes": "0"}
    if kind == Kind.TWO_STAGE:
        return {"unpaid_effort_minutes": str(SKETCH_MINUTES)}
    if kind in (Kind.INVITED, Kind.NDA):
        return {"visibility": "private"}
    return {}
