"""Lets an auditor take rows away as a file, and keeps in the audit trail who took what."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Act, User
from accounts.services.audit_trail import record_act


@transaction.atomic
def record_export(actor: User, name: str, form: str, filters: Mapping[str, Any]) -> None:
    """Keep it before the first row leaves: what was asked for counts, not what arrived."""
    told = {key: str(value) for key, value in filters.items()}
    record_act(Act.BOOKS_EXPORT, actor, f"export:{name}", after={"form": form, "filters": told})
