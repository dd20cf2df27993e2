"""What is written around a brief: kit, files, guests, links, and the signature under its confidentiality."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from contests.errors import Problem
from contests.kit_rules import KitDraft
from contests.selectors.cards import KitCard
from contests.services.briefing.links import MAX_DAYS, MAX_USES
from frontend.forms.brief import LinesField
from frontend.forms.files import FilesField, FilesInput, UploadsField


class KitForm(forms.Form):
    """A brand's kit, each list one item a line."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("As an image; a new one takes the place of the old one."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif"}),
    )
    uploads = UploadsField()
    colours = LinesField(
        label=_("Colours"), required=False, help_text=_("One a line, its name and its value: Quay green #1f5c4d")
    )
    fonts = LinesField(label=_("Typefaces"), required=False, help_text=_("One a line, by their names."))
    tone = forms.CharField(
        label=_("Tone"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How you speak: as to whom, about what, and how never."),
    )
    dos = LinesField(label=_("Do"), required=False, help_text=_("One a line."))
    donts = LinesField(label=_("Don’t"), required=False, help_text=_("One a line."))

    @staticmethod
    def name_of(problem: Problem) -> str:
        """The field of a service's problem: the logo is the only file."""
        return "logo" if problem.field == "files" else problem.field

    def logo_of(self) -> tuple[UploadedFile[Any] | None, UUID | None]:
        """The logo that came with the form, and the one that came with it when it was sent before."""
        held = self.cleaned_data["uploads"]
        return self.cleaned_data["logo"] or None, held[-1] if held else None

    def draft(self) -> KitDraft:
        """What was filled in, for the service; a line without a value is its problem to name."""
        data = self.cleaned_data
        colours = tuple(
            (name.strip(), value) for name, _space, value in (line.rpartition(" ") for line in data["colours"])
        )
        return KitDraft(colours=colours, fonts=data["fonts"], tone=data["tone"], dos=data["dos"], donts=data["donts"])

    @classmethod
    def initial_of(cls, kit: KitCard | None) -> dict[str, Any]:
        """A kit as the form shows it."""
        if kit is None:
            return {}
        return {
            "colours": "\n".join(f"{colour.name} {colour.value}" for colour in kit.colours),
            "fonts": "\n".join(kit.fonts),
            "tone": kit.tone,
            "dos": "\n".join(kit.dos),
            "donts": "\n".join(kit.donts),
        }


class AttachmentsForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]
        label=_("Files for those who enter"), widget=FilesInput(required=True), required=False
    )
    uploads = UploadsField()


class GuestsForm(forms.Form):
    handles = LinesField(
        label=_("Whom do you invite?"), help_text=_("One a line, by their handles, such as @mira-solt.")
    )


class LinkForm(forms.Form):
    days = forms.IntegerField(label=_("Open for how many days"), min_value=1, max_value=MAX_DAYS, initial=14)
    most_uses = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=MAX_USES, initial=20)


class NdaForm(forms.Form):
    """The signature under a brief's confidentiality."""

    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I have read this, and keep to it"))
    signed_name = forms.CharField(
        label=_("Your name, as a signature"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
