"""Whole model instances out of a selector's own statement, for rules that are written upon models.

One statement then answers what the ORM would ask in a query of its own, which it also words anew each time.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


class Columns(Generic[M]):
    """All columns of a model, under an alias of the statement."""

    def __init__(self, model: type[M], alias: str) -> None:
        self.model = model
        self.fields: Sequence[Field[Any, Any]] = model._meta.concrete_fields
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self.fields]

    @cached_property
    def _converted(self) -> list[tuple[int, Any, Any]]:
        """Where a value comes from the driver otherwise than the field wants it."""
        return [
            (index, converter, field)
            for index, field in enumerate(self.fields)
            for converter in field.get_db_converters(connection)
        ]

    def instance(self, values: Sequence[Any]) -> M:
        """The model's instance, as if the ORM had loaded it."""
        row = list(values)
        for index, convert, field in self._converted:
            row[index] = convert(row[index], field, connection)
        return self.model.from_db(connection.alias, self._names, row)
