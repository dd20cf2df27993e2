"""Account numbers: IBANs of every country that schwifty can make, and the sandbox's test numbers."""

from random import Random

import pytest
from schwifty import IBAN

from accounts.errors import NotAnAccountNumber, UnknownRail
from accounts.models import PayoutAccount
from accounts.services.payout_accounts import clean_destination
from payouts.rails.sandbox.service.faults import MAGIC_SUFFIXES

VALID = ["FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034", "IT60X0542811101000000123456"]


@pytest.mark.parametrize("number", VALID)
def test_an_iban_is_taken_however_it_is_typed(number):
    typed = " ".join(number[i : i + 4] for i in range(0, len(number), 4)).lower()
    assert clean_destination("sandbox", typed) == number == clean_destination("sandbox", number.replace("0", "0."))


@pytest.mark.parametrize("country", ["FR", "DE", "ES", "NL", "PT"])
def test_every_wrong_digit_in_an_iban_is_noticed(country):
    number = str(IBAN.random(country_code=country, random=Random(7)))
    for place in range(4, len(number)):
        if number[place].isdigit():
            wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
            with pytest.raises(NotAnAccountNumber):
                clean_destination("sandbox", wrong)


@pytest.mark.parametrize("suffix", sorted(MAGIC_SUFFIXES))
def test_every_test_number_of_the_sandbox_is_taken(suffix):
    assert clean_destination("sandbox", f"FR76 3000 6000 0112 {suffix}") == f"FR76300060000112{suffix}"


@pytest.mark.parametrize(
    "number", ["", "123", "990001", "FR14", "FR76'; DROP TABLE--990001", "ＦＲ76300060000112990001"]
)
def test_anything_else_is_refused(number):
    with pytest.raises(NotAnAccountNumber):
        clean_destination("sandbox", number)


def test_a_rail_that_is_not_configured_is_refused():
    with pytest.raises(UnknownRail):
        clean_destination("carrier-pigeon", VALID[0])


def test_a_masked_account_shows_too_little_to_use_it():
    account = PayoutAccount(user_id=1)
    account.seal(VALID[0])
    assert account.masked == "•••• 2606"
    assert VALID[0][:-4] not in f"{account.masked} {account} {account!r} {account.__dict__}"
