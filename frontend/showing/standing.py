"""A brand's standing in words, as on each of its briefs: `decides in time: 11 of 12`. Pure but for the language."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.standing import Standing
from frontend.formatting import format_duration
from frontend.showing.reviews import in_stars


@dataclass(frozen=True, slots=True)
class Said:
    """One fact: what it is about, and what is known."""

    label: str
    words: str


def in_short(standing: Standing) -> str:
    """The one line of a card."""
    if standing.is_new or standing.ended is None:
        return _("new here")
    if standing.ended == 0:
        return _("never came to a decision")
    return _("decides in time: %(n)d of %(all)d") % {"n": standing.decided_in_time, "all": standing.ended}


def facts(standing: Standing) -> list[Said]:
    """All that is known, for the brief's and the brand's page; nothing of a brand that is new."""
    if standing.is_new:
        return []
    found = [*_deciding(standing), *_cancelling(standing), *_answering(standing), *_accepting(standing)]
    if standing.reviews and standing.review_hundredths:
        words = ngettext("%(mark)s of 5, from %(n)d review", "%(mark)s of 5, from %(n)d reviews", standing.reviews)
        found.append(
            Said(_("Reviews by makers"), words % {"mark": in_stars(standing.review_hundredths), "n": standing.reviews})
        )
    return found


def _deciding(known: Standing) -> list[Said]:
    words = _("%(n)d of %(all)d") % {"n": known.decided_in_time, "all": known.ended}
    lapsed = known.lapsed or 0
    return [
        Said(_("Decides in time"), words),
        Said(
            _("Stayed silent"),
            ngettext("%(n)d contest", "%(n)d contests", lapsed) % {"n": lapsed} if lapsed else _("never"),
        ),
    ]


def _cancelling(known: Standing) -> list[Said]:
    stages = (
        (known.cancelled_open, _("while entries were taken: %(n)d")),
        (known.cancelled_shortlisting, _("before the shortlist: %(n)d")),
        (known.cancelled_final, _("after the shortlist: %(n)d")),
    )
    words = ", ".join(sentence % {"n": count} for count, sentence in stages if count)
    return [Said(_("Cancelled"), words or _("never"))]


def _answering(known: Standing) -> list[Said]:
    if known.questions_asked is None:
        return []
    words = _("%(n)d of %(all)d") % {"n": known.questions_answered, "all": known.questions_asked}
    if known.answer_minutes is not None:
        length = format_duration(timedelta(minutes=max(1, known.answer_minutes)))
        words = _("%(count)s, half of them within %(time)s") % {"count": words, "time": length}
    return [Said(_("Questions answered"), words)]


def _accepting(known: Standing) -> list[Said]:
    if known.handovers is None or known.accept_hours is None:
        return []
    length = format_duration(timedelta(hours=max(1, known.accept_hours)))
    words = _("half of them within %(time)s") % {"time": length}
    if known.accepted_by_silence:
        silent = _("%(n)d of %(all)d by silence") % {"n": known.accepted_by_silence, "all": known.handovers}
        words = f"{words}; {silent}"
    return [Said(_("Handovers accepted"), words)]
