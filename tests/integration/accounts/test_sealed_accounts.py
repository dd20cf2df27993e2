"""Account numbers at rest: sealed, bound to their owner, and sealed anew under a new key."""

import re
import secrets
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import PayoutAccount
from accounts.selectors import payout_account_of_person
from accounts.services.payout_accounts import set_payout_account
from accounts.vault.opening import CannotOpen
from payouts.services.disbursements import prepare_disbursements
from payouts.services.outgoing import load_outgoing
from tests.fixtures.payday import PAYDAY, decided_contest, payments_of
from tests.fixtures.worlds import NOON, destination_of, give_account, make_brand, make_creative, make_user

pytestmark = pytest.mark.django_db

NUMBERS = ("FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034")
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


def dump() -> str:
    """The table as somebody reads it who has stolen the database."""
    with connection.cursor() as cursor, cursor.copy("COPY accounts_payoutaccount TO STDOUT") as rows:
        return b"".join(bytes(row) for row in rows).decode()


def test_a_dump_of_the_table_holds_no_account_number():
    people = [make_user() for _ in NUMBERS]
    for person, number in zip(people, NUMBERS, strict=True):
        set_payout_account(person, user=person, rail="sandbox", destination=number, holder_name="Ines", now=NOON)
    text = dump()
    assert not IBAN.search(text)
    assert not [number for number in NUMBERS if number[:-4] in text or number[:-4].encode().hex() in text]
    assert text.count("2606") == 1
    assert [destination_of(payout_account_of_person(person.pk)) for person in people] == list(NUMBERS)


def test_the_same_account_is_recognised_without_being_opened(monkeypatch):
    monkeypatch.setattr("accounts.vault.opening.AESGCM", None)
    person = make_user()
    for number in (NUMBERS[0], NUMBERS[0].lower(), " ".join(NUMBERS[0])):
        set_payout_account(person, user=person, rail="sandbox", destination=number, holder_name="Ines", now=NOON)
    assert PayoutAccount.objects.filter(user=person).count() == 1


def test_a_number_that_was_put_into_somebody_elses_row_is_not_paid_to():
    """What somebody could do who may write the table, but has no key: their own sealed number, copied."""
    payee, thief = make_creative(), make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_payoutaccount a SET sealed = t.sealed, fingerprint = t.fingerprint "
            "FROM accounts_payoutaccount t WHERE t.user_id = %s AND a.user_id = %s",
            [thief.pk, payee.pk],
        )
    (payment,) = payments_of(payee)
    outgoing = load_outgoing([payment.pk])[payment.pk]
    with pytest.raises(CannotOpen):
        outgoing.request()


def test_a_worker_shows_no_number_by_accident():
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    (payment,) = payments_of(payee)
    outgoing = load_outgoing([payment.pk])[payment.pk]
    number = destination_of(payout_account_of_person(payee.pk))
    assert outgoing.request().destination == number
    assert number[:-4] not in f"{outgoing!r} {outgoing.request()!r}"


def reseal() -> str:
    said = StringIO()
    call_command("reseal", stdout=said)
    return said.getvalue()


def test_a_new_key_takes_over_and_the_old_one_may_go(settings):
    person = make_user()
    first = give_account(person, NUMBERS[0])
    second = give_account(person, NUMBERS[1])
    brands = give_account(make_brand(), NUMBERS[2])
    old, new = settings.DATA_KEYS, [secrets.token_bytes(32)]
    settings.DATA_KEYS = new + old
    changed = set_payout_account(
        person, user=person, rail="sandbox", destination=NUMBERS[1], holder_name="Somebody", now=NOON
    )
    assert changed == second, "recognised under its old key"
    before = bytes(second.sealed)
    assert "4 payout accounts were sealed anew; 0 lie under older keys" in reseal()
    assert "0 payout accounts were sealed anew" in reseal()
    second.refresh_from_db()
    assert bytes(second.sealed) != before
    settings.DATA_KEYS = new
    for account, number in ((first, NUMBERS[0]), (second, NUMBERS[1]), (brands, NUMBERS[2])):
        account.refresh_from_db()
        assert destination_of(account) == number and account.goes_to("sandbox", number)


def test_an_old_key_that_was_dropped_too_early_is_named(settings):
    give_account(make_user(), NUMBERS[0])
    settings.DATA_KEYS = [secrets.token_bytes(32)]
    with pytest.raises(CommandError, match="is not among DATA_KEYS any more"):
        reseal()
