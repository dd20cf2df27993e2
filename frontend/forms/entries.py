"""Submitting, improving and handing over work, and asking about a brief."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.entry_rules import EntryDraft, VersionDraft
from contests.services.rights import RightsConsent
from frontend.forms.brief import LinesField
from frontend.forms.declaring import DeclaringForm
from frontend.forms.files import SourcesField, UploadsField

LIMITS_HELP = _(
    "PNG, JPEG, WebP, AVIF or GIF to be seen; PDF, SVG or ZIP as private attachments. "
    "Up to 12 files. Metadata is removed from what is shown."
)
SOURCES_HELP = _(
    "PNG, JPEG, WebP, AVIF or GIF to be seen; PDF, SVG, ZIP, PSD, AI, EPS, INDD, FIG or TIFF as private attachments. "
    "Up to 12 files. Large ones are sent in pieces, and go on where they were if the connection breaks. "
    "Metadata is removed from what is shown."
)
SIGNED_ONLY = _("You have signed without accepting the transfer of rights: tick that you do, or take your name away.")
ALONE = "alone"
"""Chosen in words of its own: nobody enters alone because they overlooked a choice."""


def new_token() -> str:
    return uuid4().hex


class WordsForm(forms.Form):
    """What every entry says of itself. `token` lets one form be sent once."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)
    split = forms.ChoiceField(
        label=_("Who made it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("You have offered others a part: say whether this entry is theirs too.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("A few words by which you and the brand will find it again."),
    )
    statement = forms.CharField(
        label=_("Note to the brand"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why it looks the way it does. Only the brand reads it."),
    )
    minutes_spent = forms.IntegerField(
        label=_("Time you spent"),
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Counted in no competition; it keeps the platform’s standard efforts honest."),
    )
    declared = forms.BooleanField(
        label=_("I made this, or may use everything in it, and I have said above what is not mine."),
    )

    def __init__(self, *args: Any, splits: Sequence[tuple[str, str, bool]] = (), **kwargs: Any) -> None:
        """`splits`: those that are offered, each with the others' names, and whether everybody has signed.

        One that waits can be chosen too, and is then refused with the names of who has not signed: whoever hoped to
        enter with others must not find afterwards that they have entered alone.
        """
        super().__init__(*args, **kwargs)
        if splits:
            words = {
                True: _("With %(names)s, by the split you all signed"),
                False: _("With %(names)s, once everybody has signed"),
            }
            others = [(ref, str(words[is_signed]) % {"names": names}) for ref, names, is_signed in splits]
            self.fields["split"].choices = [(ALONE, _("I alone")), *others]  # type: ignore[attr-defined]
        else:
            del self.fields["split"]

    def _draft(self, *names: str, **more: Any) -> EntryDraft:
        data = self.cleaned_data
        split = UUID(data["split"]) if data.get("split", ALONE) != ALONE else None
        return EntryDraft(split=split, **{name: data[name] for name in names}, **more)


class EntryForm(DeclaringForm, WordsForm):
    """An entry with its work, and what in it is not its maker's own."""

    files = SourcesField(label=_("Your work"))  # type: ignore[assignment]
    uploads = UploadsField()
    sources = forms.CharField(
        label=_("Anything else that is not yours"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What does not fit into the rows above."),
    )
    field_order = ("token", "split", "files", "title", "statement", "ai_use", "ai_tool", "ai_purpose")

    def draft(self) -> EntryDraft:
        """What was filled in, for the service."""
        names = ("title", "files", "uploads", "statement", "sources", "minutes_spent")
        return self._draft(*names, declaration=self.declaration())


class PortfolioForm(WordsForm):
    """An entry without new work: links to what exists, and a few sentences."""

    portfolio = LinesField(
        label=_("Your existing work"),
        help_text=_("Links to pieces that show how you work, one a line. No new work is taken before the shortlist."),
    )
    statement = forms.CharField(
        label=_("How you would go about it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences. Only the brand reads it."),
    )
    sources = forms.CharField(
        label=_("Sources, fonts and use of AI"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name what is not yours, and any tool that generated a part of it. “None” is an answer."),
    )
    field_order = ("token", "split", "title", "portfolio", "statement", "sources", "minutes_spent", "declared")

    def draft(self) -> EntryDraft:
        """What was filled in, for the service."""
        return self._draft("title", "portfolio", "statement", "sources", "minutes_spent")


class VersionForm(DeclaringForm):
    """A new version, which replaces what the entry shows."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)
    files = SourcesField(label=_("The new version"))  # type: ignore[assignment]
    uploads = UploadsField()
    note = forms.CharField(label=_("What changed"), max_length=400, required=False)
    minutes_spent = forms.IntegerField(
        label=_("Time you spent in all"),
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def draft(self) -> VersionDraft:
        """What was filled in, for the service."""
        data = self.cleaned_data
        return VersionDraft(
            files=data["files"],
            uploads=data["uploads"],
            note=data["note"],
            minutes_spent=data["minutes_spent"],
            declaration=self.declaration(),
        )


class DeliveryFilesForm(forms.Form):
    """Final files of a winning entry."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)
    files = SourcesField(label=_("Final files"))  # type: ignore[assignment]
    uploads = UploadsField()


class DeliverForm(forms.Form):
    """The word that says: this is all of it."""

    note = forms.CharField(
        label=_("Note to the brand"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rights_sha256 = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    accepts_rights = forms.BooleanField(label=_("I accept the transfer of rights above"), required=False)
    signed_name = forms.CharField(
        label=_("Your name, as a signature"),
        max_length=120,
        required=False,
        help_text=_(
            "Only if you accept. Without it you hand over all the same, are paid all the same, and keep every right."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("signed_name", "").strip() and not said.get("accepts_rights"):
            self.add_error("accepts_rights", SIGNED_ONLY)
        return said

    def consent(self, award_id: int, accepted_from: str) -> RightsConsent | None:
        """What was accepted, for the service; nothing, if it was not."""
        said = self.cleaned_data
        if not said["accepts_rights"]:
            return None
        return RightsConsent({award_id: said["rights_sha256"]}, said["signed_name"], accepted_from)


class QuestionForm(forms.Form):
    """A public question, asked without one's name."""

    body = forms.CharField(
        label=_("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it together with the answer. Nobody sees who asked."),
    )
