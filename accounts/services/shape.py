"""Checks the form of what people write, by the columns' own rules, whichever door it came through."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, TextField

from accounts.errors import BreaksColumnRule


def check_shape(instance: Model, *names: str) -> None:
    """Raise BreaksColumnRule for the first of these fields that breaks its column's rules: length, link, choice."""
    others = {field.name for field in instance._meta.fields} - set(names)
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise BreaksColumnRule(field, " ".join(sentences)) from error
    for name in names:
        _check_length(instance, name)


def _check_length(instance: Model, name: str) -> None:
    """Django leaves the length of long texts to forms; here it holds for every caller."""
    field = instance._meta.get_field(name)
    if not isinstance(field, TextField) or field.max_length is None:
        return
    try:
        MaxLengthValidator(field.max_length)(getattr(instance, name))
    except ValidationError as error:
        raise BreaksColumnRule(name, " ".join(error.messages)) from error
