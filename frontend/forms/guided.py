"""Fields of a guided brief: sliders between two named ends, and several of a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contests.tones import SLIDERS, STEPS

SLIDER = {slider.name: slider for slider in SLIDERS}


class SeveralInput(forms.CheckboxSelectMultiple):
    """Ticks; what was ticked may also come as one text with commas, as notes keep it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if hasattr(data, "getlist"):
            return [part for text in data.getlist(name) for part in text.split(",") if part]
        return [part for part in str(data.get(name, "")).split(",") if part]

    def format_value(self, value: Any) -> Any:
        return super().format_value(value.split(",") if isinstance(value, str) else value)


class SeveralField(forms.MultipleChoiceField):
    """Some of a list; its value is a tuple, in the list's order."""

    widget = SeveralInput

    def clean(self, value: Any) -> Any:
        chosen = set(super().clean(value))
        return tuple(key for key, _label in self.choices if key in chosen)  # type: ignore[misc, union-attr]


class ToneField(forms.TypedChoiceField):
    """One slider: a step from 1 to 7, or 0 for “leave it open”."""

    def __init__(self, name: str) -> None:
        slider = SLIDER[name]
        self.left, self.right = slider.left, slider.right
        super().__init__(
            label=format_lazy("{left} – {right}", left=slider.left, right=slider.right),
            choices=[("0", _("Leave it open")), *((str(step), str(step)) for step in range(1, STEPS + 1))],
            coerce=int,
            empty_value=0,  # type: ignore[arg-type]  # Whatever a field says of nothing; the stubs know strings only.
            required=False,
            initial="0",
            widget=forms.RadioSelect,
        )
