"""What templates need to lay comments over the pictures that they are about."""

from collections.abc import Mapping
from uuid import UUID

from django import template

from frontend.showing.comments import Pin

register = template.Library()


@register.filter
def of_picture(pins: Mapping[UUID, tuple[Pin, ...]], ref: UUID) -> tuple[Pin, ...]:
    """The pins on one picture."""
    return pins.get(ref, ())
