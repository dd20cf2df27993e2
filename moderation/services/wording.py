"""Checks of what people write: a sentence that says what to do, beside its field."""

from django.utils.translation import gettext as _

from contests.errors import Problem

REASONED = (10, 4000)
"""What a report, the facts of a decision, an appeal and its answer need, in characters."""

DETAIL = (5, 400)


def problem_with(field: str, text: str, bounds: tuple[int, int] = REASONED) -> Problem | None:
    """What is wrong with it, if anything."""
    least, most = bounds
    length = len(text.strip())
    if "\0" in text:
        return Problem(field, _("This holds a character that cannot be kept."))
    if length < least:
        return Problem(field, _("Write at least %(least)d characters.") % {"least": least})
    if length > most:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        return Problem(field, sentence % {"most": most, "length": length})
    return None
