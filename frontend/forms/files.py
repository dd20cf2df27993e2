"""Several files in one field. Formats and sizes are judged where files are stored (`contests.services.uploads`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

ACCEPT = "image/png,image/jpeg,image/webp,image/avif,image/gif,.pdf,.svg,.zip"


class FilesInput(forms.ClearableFileInput):
    """The browser's own file input, for more than one."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT, "multiple": True})


class FilesField(forms.FileField):
    """A list of uploads; empty ones are left to the service to name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FilesInput(), allow_empty_file=True, max_length=None, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given]
        return [one for one in files if one]
