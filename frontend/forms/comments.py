"""Something to say of an entry, and where on its pictures. A script fills in the place; without one, it is typed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.comment_rules import LONGEST, Anchor, CommentDraft
from contests.selectors.cards import VersionCard
from frontend.showing.comments import file_choices

PERCENT = {"inputmode": "decimal", "min": "0", "max": "100", "step": "0.1"}


def percent_field(label: Any) -> forms.DecimalField:
    """A measure in per cent of the picture's size, with one decimal."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=1,
        widget=forms.NumberInput(attrs=PERCENT),
    )


class CommentForm(forms.Form):
    """A comment on one version of an entry."""

    body = forms.CharField(
        label=_("Your comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})
    )
    version = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    file = forms.ChoiceField(label=_("About"), required=False)
    x = percent_field(_("From the left, in %"))
    y = percent_field(_("From the top, in %"))
    width = percent_field(_("Width of an area, in %"))
    height = percent_field(_("Height of an area, in %"))

    def __init__(self, *args: Any, shown: VersionCard, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": shown.number}, auto_id="comment_%s", **kwargs)
        choice = self.fields["file"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = file_choices(shown)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(name in self.errors for name in ("x", "y", "width", "height")):
            return data
        x, y, width, height = (data.get(name) for name in ("x", "y", "width", "height"))
        if x is None and y is None and width is None and height is None:
            return data
        for name in ("x", "y"):
            if data.get(name) is None:
                self.add_error(name, _("A place needs both; leave all four empty to speak of the whole picture."))
                return data
        if bool(width) != bool(height):
            self.add_error("width", _("An area needs a width and a height; leave both empty for a point."))
        if not data.get("file"):
            self.add_error("file", _("Say on which picture this place is."))
        return data

    def draft(self) -> CommentDraft:
        """What was filled in, for the service."""
        data = self.cleaned_data
        anchor = None
        if data["x"] is not None:
            anchor = Anchor(*(int((data[name] or 0) * 10) for name in ("x", "y", "width", "height")))
        return CommentDraft(body=data["body"], version=data["version"], file=data["file"] or None, anchor=anchor)


class ReplyForm(forms.Form):
    """An answer within a thread."""

    body = forms.CharField(
        label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    )
