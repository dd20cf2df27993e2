"""Makes a person "a former member": takes away what is theirs, and leaves what others rely on.

What goes and what stays is said once, in `personal.inventory`. The books are not touched at all: their rows lead to a
person's number, and under that number nobody is left.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import CreativeProfile, Invitation, Notice, OutgoingMail, PayoutAccount, StaffRole, User
from accounts.models.user import GONE
from contests.lifecycle import FINAL
from contests.models import Award, Derivative, Entry, EntryShare, EntryState, FileState, Juror, StoredFile
from contests.services.uploads import discard
from duerows.models import DueState
from payouts.models import Dispute, Obligation
from personal.inventory import INVENTORY, Fate
from personal.models import DataCopy
from personal.selectors.pending import works_under_way
from personal.services.copying import remove_copies

BATCH: Final = 200


def forget(person: User, *, now: datetime) -> None:
    """Take the person out of their rows. In the caller's transaction; twice is harmless."""
    address = person.email
    pseudonym = _pseudonym()
    _become_nobody(person, pseudonym, now)
    remove_copies(list(DataCopy.objects.filter(user=person, removed_at=None).exclude(storage_key="")), now=now)
    for held in INVENTORY:
        model = apps.get_model(held.label)
        if held.fate is Fate.REMOVED:
            model._default_manager.filter(**{held.field: person}).delete()
        elif held.fate is Fate.CHANGED:
            CHANGES[held.key](person)
    # Where the person stands by their address alone.
    OutgoingMail.objects.filter(address=address).delete()
    _hide_invitations(Invitation.objects.filter(email=address))
    _hide_jurors(Juror.objects.filter(email__iexact=address))
    _retire_accounts(User.objects.filter(pk=person.pk), now)


def _pseudonym() -> str:
    return f"former-{secrets.token_hex(6)}"


def _become_nobody(person: User, pseudonym: str, now: datetime) -> None:
    User.objects.filter(pk=person.pk, left_at=None).update(
        email=f"{pseudonym}@{GONE}",
        handle=pseudonym,
        display_name="",
        password=make_password(None),
        locale="en",
        time_zone="UTC",
        staff_role=StaffRole.NONE,
        is_staff=False,
        is_superuser=False,
        is_active=False,
        last_login=None,
        left_at=now,
    )


def _blank_profile(person: User) -> None:
    CreativeProfile.objects.filter(user=person).update(headline="", about="")


def _hide_accepted(person: User) -> None:
    _hide_invitations(Invitation.objects.filter(accepted_by=person))


def _hide_invitations(rows: QuerySet[Invitation]) -> None:
    rows.update(email=_joined(Value("former-invitation-"), F("pk"), Value(f"@{GONE}")))


def _joined(*parts: Any) -> Concat:
    """These parts as one text, whatever their types."""
    return Concat(*parts, output_field=CharField())


def _hide_seats(person: User) -> None:
    _hide_jurors(Juror.objects.filter(user=person))


def _hide_jurors(rows: QuerySet[Juror]) -> None:
    rows.update(email=_joined(Value("former-juror-"), F("pk"), Value(f"@{GONE}")))


def _forget_entries(person: User) -> None:
    forget_works(Q(author=person))


def _retire_accounts(people: QuerySet[User], now: datetime) -> None:
    """Nothing is paid there any more, unless something is owed, or a work still is where it may earn something."""
    owed = Obligation.objects.filter(paid_at=None, cancelled_at=None, payee_user__in=people)
    under_way = EntryShare.objects.filter(works_under_way("entry__"), user__in=people)
    accounts = PayoutAccount.objects.filter(user__in=people, retired_at=None)
    accounts = accounts.exclude(user__in=owed.values("payee_user")).exclude(user__in=under_way.values("user"))
    accounts.update(retired_at=now)


CHANGES: Final[dict[str, Callable[[User], None]]] = {
    "accounts.CreativeProfile.user": _blank_profile,
    "accounts.Invitation.accepted_by": _hide_accepted,
    "contests.Entry.author": _forget_entries,
    "contests.Juror.user": _hide_seats,
}
"""How each row that is CHANGED is changed."""


def forget_works(whose: Q) -> int:
    """Take texts and files out of works that nobody bought, nobody shares and nothing hangs on any more."""
    ids = list(_free_works(whose).values_list("pk", flat=True)[:BATCH])
    _remove_files(StoredFile.objects.filter(Q(version__entry__in=ids) | Q(handover__award__entry__in=ids)))
    return Entry.objects.filter(pk__in=ids).update(title=F("code"), statement="", sources="")


def _free_works(whose: Q) -> QuerySet[Entry]:
    over = Q(contest__state__in=FINAL) | Q(state=EntryState.WITHDRAWN)
    bought = Award.objects.filter(passed_over_at=None).values("entry_id")
    shared = EntryShare.objects.exclude(user_id=F("entry__author_id")).values("entry_id")
    disputed = Dispute.objects.filter(decision="", obligation__entry__isnull=False).values("obligation__entry_id")
    free = Entry.objects.filter(over, whose).exclude(title=F("code"), statement="", sources="")
    return free.exclude(pk__in=bought).exclude(pk__in=shared).exclude(pk__in=disputed)


def _remove_files(files: QuerySet[StoredFile]) -> None:
    """The rows stay, as what was once sent; no key of theirs leads to any bytes."""
    found = list(files.values_list("pk", "storage_key"))
    ids = [pk for pk, _ in found]
    derived = Derivative.objects.filter(file__in=ids)
    keys = [key for _, key in found] + list(derived.values_list("storage_key", flat=True))
    derived.delete()
    StoredFile.objects.filter(pk__in=ids).update(
        storage_key=_joined(Value("removed/"), F("ref")),
        original_name="removed",
        placeholder="",
        perceptual_hash="",
        state=FileState.REFUSED,
        refused_because="-",
        due_state=DueState.DONE,
        fence=F("fence") + 1,
    )
    transaction.on_commit(_discarding(keys))


def _discarding(keys: Iterable[str]) -> Callable[[], Any]:
    return lambda: discard(keys)


@transaction.atomic
def tidy_after_departures(*, now: datetime) -> int:
    """What was still needed when somebody left, and is not any more; and what was written to them since."""
    left = User.objects.filter(left_at__isnull=False)
    gone = left.values("pk")
    Notice.objects.filter(user_id__in=gone).delete()
    OutgoingMail.objects.filter(to_id__in=gone).exclude(due_state=DueState.WAITING).delete()
    _retire_accounts(left, now)
    return forget_works(Q(author_id__in=gone))
