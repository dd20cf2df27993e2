"""Checks the form of what people write, by the columns' own rules, whichever door it came through."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts.errors import BreaksColumnRule


def check_shape(instance: Model, *names: str) -> None:
    """Raise BreaksColumnRule for the first of these fields that breaks its column's rules: length, link, choice."""
    others = {field.name for field in instance._meta.fields} - set(names)
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise BreaksColumnRule(field, " ".join(sentences)) from error
