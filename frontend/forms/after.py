"""What is said after the decision: of the items of a handover, and of one another."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.brief import MoneyField


class ItemDeliveredForm(forms.Form):
    """An item of the checklist is delivered, by these of the handover's files."""

    files = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("The files that hold it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Where to find it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it is not plain from the files."),
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[UUID, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"].choices = [(str(ref), name) for ref, name in choices]  # type: ignore[attr-defined]


class ItemMissingForm(forms.Form):
    """What the brand misses of an item."""

    words = forms.CharField(
        label=_("What is missing"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its maker reads this beside the item, and can add it."),
    )


MARKS = [(number, str(number)) for number in range(1, 6)]


class _Marked(forms.Form):
    """Marks from one to five, and words."""

    ASPECTS: tuple[str, ...] = ()
    words = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody can read it once it is shown."),
    )

    def marks(self) -> dict[str, int | None]:
        """What was chosen, for the service."""
        return {name: self.cleaned_data[name] for name in self.ASPECTS}


def _mark(label: object) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("From 1, poor, to 5, excellent."),
    )


class BrandReviewForm(_Marked):
    """What a maker says of a brand."""

    ASPECTS = ("clear_brief", "answered", "in_time", "feedback")
    clear_brief = _mark(_("The brief was clear"))
    answered = _mark(_("Questions were answered"))
    in_time = _mark(_("It decided in time"))
    feedback = _mark(_("Its feedback helped"))
    field_order = (*ASPECTS, "words")


class MakerReviewForm(_Marked):
    """What a brand says of a winner."""

    ASPECTS = ("stars",)
    stars = _mark(_("Working together"))
    field_order = ("stars", "words")


class ThanksForm(_Marked):
    """What a brand says to somebody whom it had shortlisted."""

    words = forms.CharField(
        label=_("Your thanks"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you liked about the work. Everybody can read it on their page once it is shown."),
    )


class ReplyForm(forms.Form):
    """The one reply to a review."""

    words = forms.CharField(label=_("Your reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class PurchaseForm(forms.Form):
    """What a brand offers for the rights in a work."""

    prize_minor = MoneyField(label=_("What you offer for the rights"))


class JobForm(forms.Form):
    """What a brand pays a maker for the next job, once its work is accepted."""

    prize_minor = MoneyField(label=_("What the job pays, beside its floor"))
