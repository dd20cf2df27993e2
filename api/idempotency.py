"""Same key, same effect: a repeated request gets the first one's reply, and two at once are made one after the other.

The record is inserted first, in the transaction of the effect: a second request with the key waits on the unique index
until the first has committed, and then reads its reply. A refused request keeps no record, so that it may be corrected
and sent again under its key.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import ApiProblem
from api.models import IdempotencyRecord
from api.renderers import OPTIONS, plain

HEADER = "Idempotency-Key"
LONGEST_KEY = 120
PRINTABLE = re.compile(r"[\x20-\x7e]+")

View = Callable[..., Response]


def idempotent(view: View) -> View:
    """Wraps a view's method that moves state or money. Its whole effect and its reply commit together, once per key."""

    @wraps(view)
    def wrapped(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = read_key(request)
        with transaction.atomic():
            record, fresh = _claim(request, key)
            if not fresh:
                return _replayed(record, request)
            response = view(self, request, *args, **kwargs)
            record.status = response.status_code
            reply = orjson.loads(orjson.dumps(response.data, default=plain, option=OPTIONS))
            # What is shown once is not kept: whoever repeats the request gets null in its place.
            for name in getattr(response, "shown_once", ()):
                reply[name] = None
            # As a text, which comes back to the byte: of an object PostgreSQL would order the keys anew.
            record.reply = orjson.dumps(reply).decode()
            record.save(update_fields=["status", "reply"])
        return response

    wrapped.needs_idempotency_key = True  # type: ignore[attr-defined]
    return wrapped


def read_key(request: Request) -> str:
    """The request's key. Raises a problem that says how to make one."""
    key = request.headers.get(HEADER, "").strip()
    if not PRINTABLE.fullmatch(key) or len(key) > LONGEST_KEY:
        sentence = _(
            "Send an Idempotency-Key header of your own making (a UUID, say); keep it when you repeat the request."
        )
        raise ApiProblem(400, "idempotency-key-missing", sentence)
    return key


def _claim(request: Request, key: str) -> tuple[IdempotencyRecord, bool]:
    user_id, client_id = int(request.user.pk or 0), getattr(request.auth, "client_id", "")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO api_idempotencyrecord (user_id, client_id, key, fingerprint) VALUES (%s, %s, %s, %s)
            ON CONFLICT (user_id, client_id, key) DO NOTHING RETURNING id
            """,
            [user_id, client_id, key, fingerprint(request)],
        )
        inserted = cursor.fetchone()
    record = IdempotencyRecord.objects.get(user_id=user_id, client_id=client_id, key=key)
    return record, inserted is not None


def _replayed(record: IdempotencyRecord, request: Request) -> Response:
    if record.fingerprint != fingerprint(request):
        sentence = _("This Idempotency-Key was used for another request; use a new one.")
        raise ApiProblem(422, "idempotency-key-reused", sentence)
    # What was kept by earlier versions is an object.
    reply = orjson.loads(record.reply) if isinstance(record.reply, str) else record.reply
    response = Response(reply, status=record.status, headers={"Idempotent-Replayed": "true"})
    response.is_problem = (record.status or 200) >= 400  # type: ignore[attr-defined]
    return response


def fingerprint(request: Request) -> str:
    """What makes two requests the same: method, path and content; of files, their names, sizes and bytes."""
    digest = sha256(f"{request.method} {request.path}\n".encode())
    for name, value in sorted(request.query_params.lists()):
        digest.update(f"{name}={value}\n".encode())
    if request.FILES:
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values}\n".encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}:{file.name}:{file.size}\n".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        # Not orjson, which refuses numbers of more than 64 bits: what was sent is not checked yet.
        digest.update(json.dumps(request.data, default=str, sort_keys=True).encode())
    return digest.hexdigest()
