"""The words of trust and safety: what is reported, decided and appealed, as pages say it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend.showing.states import Shown
from moderation.selectors.figures import Transparency
from moderation.selectors.likenesses import LikeWork
from moderation.selectors.naming import Thing

REASON: dict[str, Promise] = {
    "illegal": _("It breaks the law"),
    "copied": _("It is copied from another work"),
    "offensive": _("It insults or hurts people"),
    "spam": _("It is advertising or spam"),
    "unfair_terms": _("Its terms are unfair to those who work"),
    "other": _("Something else"),
}
MEASURE: dict[str, Promise] = {
    "none": _("Nothing: it may stay as it is"),
    "warn": _("A warning"),
    "hide": _("Hidden from the public"),
    "disqualify": _("Ruled out of the contest"),
    "suspend": _("The brief stands still"),
    "strike": _("A strike, which counts for a year"),
    "block": _("The account is blocked: nothing new, but everything that was earned"),
    "reversal": _("An earlier decision is taken back"),
}
GROUND: dict[str, Promise] = {"law": _("The law"), "terms": _("The site’s terms")}
DETECTION: dict[str, Promise] = {
    "notice": _("Somebody reported it."),
    "own": _("Somebody of the platform noticed it."),
    "automated": _("A program found it."),
}
KIND: dict[str, Promise] = {
    "entry": _("Entry"),
    "contest": _("Brief"),
    "question": _("Question"),
    "comment": _("Comment"),
    "message": _("Message"),
    "person": _("Person"),
}
ORIGIN: dict[str, Promise] = {
    "report": _("reported"),
    "likeness": _("found to be like another work"),
    "strikes": _("three strikes within a year"),
}
APPEAL = {
    "": Shown(_("Appeal under way"), "note"),
    "upheld": Shown(_("Appealed: it stands"), "calm"),
    "reversed": Shown(_("Appealed: taken back"), "good"),
}
LIKENESS = {
    "": Shown(_("To be looked at"), "warn"),
    "dismissed": Shown(_("No copy"), "calm"),
    "case": Shown(_("A case"), "note"),
}
CASE_OPEN, CASE_CLOSED = Shown(_("Open"), "warn"), Shown(_("Decided"), "calm")


def title_of(thing: Thing) -> str:
    """What a case is about, on one line."""
    if thing.kind == "entry":
        return gettext("Entry %(code)s for “%(title)s”") % {"code": thing.code, "title": thing.contest_title}
    if thing.kind in ("comment", "message"):
        about = gettext("Comment on entry %(code)s for “%(title)s”")
        if thing.kind == "message":
            about = gettext("Message about entry %(code)s for “%(title)s”")
        return about % {"code": thing.code, "title": thing.contest_title}
    if thing.kind == "question":
        words = thing.words if len(thing.words) <= 60 else f"{thing.words[:59]}…"
        return gettext("Question: “%(words)s”") % {"words": words}
    return thing.words


def alike(work: LikeWork) -> str:
    """What a brand is told of a work that is like an entry."""
    differing = ngettext(
        "They differ in %(n)d of 64 features.", "They differ in %(n)d of 64 features.", work.distance
    ) % {"n": work.distance}
    if work.of_same_contest:
        said = gettext("An earlier entry for this brief looks nearly the same.")
    elif work.entry_id is None:
        said = gettext("An earlier work on this site looks nearly the same. You are not shown it: it is not public.")
    else:
        said = gettext("An earlier work on this site looks nearly the same.")
    return f"{said} {differing}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the public figures."""

    label: str
    count: int


def figures_of(found: dict[str, int], words: dict[str, Promise]) -> list[Figure]:
    """All lines, also those with nothing."""
    return [Figure(str(label), found.get(key, 0)) for key, label in words.items()]


def hours(seconds: int | None) -> str:
    """A median in words; a dash where there is nothing yet."""
    if seconds is None:
        return "–"
    whole = round(seconds / 3600)
    if whole < 1:
        return gettext("less than an hour")
    if whole < 72:
        return ngettext("%(n)d hour", "%(n)d hours", whole) % {"n": whole}
    days = round(whole / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def appeals_of(figures: Transparency) -> list[Figure]:
    """Appeals by how they ended."""
    return [Figure(str(shown.label), figures.appeals.get(key or "open", 0)) for key, shown in APPEAL.items()]
