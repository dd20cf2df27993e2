"""Several files in one field. Formats and sizes are judged where files are stored (`contests.services.uploads`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

ACCEPT = "image/png,image/jpeg,image/webp,image/avif,image/gif,.pdf,.svg,.zip"
ACCEPT_SOURCES = f"{ACCEPT},.psd,.psb,.tif,.tiff,.ai,.eps,.indd,.fig"


class FilesInput(forms.ClearableFileInput):
    """The browser's own file input, for more than one."""

    allow_multiple_selected = True

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"accept": ACCEPT, "multiple": True} | attrs)


class FilesField(forms.FileField):
    """A list of uploads; empty ones are left to the service to name. Without `required` there may be an UploadsField
    beside it: then the service wants a file of either, and `FilesInput(required=True)` has the browser ask for one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"widget": FilesInput()} | options), allow_empty_file=True, max_length=None)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given]
        return [one for one in files if one]


class SourcesField(FilesField):
    """Files where makers hand in what they work in. A browser wants one; the service takes those in pieces instead."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FilesInput(accept=ACCEPT_SOURCES, required=True), required=False, **options)


class UploadsField(forms.Field):
    """Ids of files that a script has sent in pieces before; whose they are is for the service to look at."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> list[UUID]:
        try:
            return [UUID(one) for one in value or ()]
        except ValueError:
            raise forms.ValidationError(_("A file that you had sent is not here any more. Choose it again.")) from None
