"""What stands in each file of a copy: rows as they come from the database, one JSON object a line."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from accounts.models import User
from contests.models import FileState, StoredFile
from payouts.documents.services.secrecy import Unreadable, decrypt
from personal.inventory import FURTHER, INVENTORY, SECRET

ROWS_AT_ONCE = 500
Section = tuple[str, Iterator[dict[str, Any]]]


def sections_of(person: User) -> Iterator[Section]:
    """Each file's name with its rows, which are read only as they are written."""
    yield "person", _rows(User.objects.filter(pk=person.pk), columns(User))
    for held in INVENTORY:
        if held.section:
            model = apps.get_model(held.label)
            kept = columns(model, held.field, leave_out=held.leave_out)
            yield held.section, _rows(model._default_manager.filter(**{held.field: person}), kept, person)
    for section, label, path in FURTHER:
        model = apps.get_model(label)
        yield section, _rows(model._default_manager.filter(**{path: person}), columns(model))
    listed = ("ref", "original_name", "media_type", "size_bytes", "sha256", "state", "created_at", "version__entry_id")
    yield "files", _rows(files_of(person), (*listed, "handover__award__entry_id"))


def columns(model: type[Model], own: str = "", *, leave_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns that are given: no keys to anything, and of other people not even their numbers."""
    fields = (
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRET
        and field.name not in leave_out
        and not (isinstance(field, ForeignKey) and field.related_model is User and field.name != own)
    )
    return tuple(field.attname for field in fields)


def files_of(person: User) -> QuerySet[StoredFile]:
    """The files that the person has sent: for their entries' versions, and to hand over."""
    theirs = Q(version__entry__author=person) | Q(handover__award__entry__author=person)
    return StoredFile.objects.filter(theirs).order_by("pk")


def originals_of(person: User) -> Iterator[StoredFile]:
    """Those whose bytes are there to be given back."""
    return files_of(person).filter(state=FileState.READY).iterator(chunk_size=ROWS_AT_ONCE)


def _rows(rows: QuerySet[Any], names: tuple[str, ...], person: User | None = None) -> Iterator[dict[str, Any]]:
    opens = rows.model._meta.label == "payouts.TaxDetails" and person is not None
    wanted = (*names, "sealed") if opens else names
    for row in rows.order_by("pk").values(*wanted).iterator(chunk_size=ROWS_AT_ONCE):
        if opens and person is not None:
            row |= {"answers": _opened(row.pop("sealed"), person)}
        yield row


def _opened(token: str, person: User) -> dict[str, str]:
    """What the person told of themselves, for themselves alone."""
    try:
        return decrypt(token, person_id=person.pk)
    except Unreadable:
        return {}


def line(row: dict[str, Any]) -> bytes:
    """One row as a line of JSON.

    >>> line({"n": 1})
    b'{"n":1}\\n'
    """
    return orjson.dumps(row, default=str, option=orjson.OPT_APPEND_NEWLINE)
