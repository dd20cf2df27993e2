"""Accounts that Stripe makes for people: asked for by them alone, made once, paid into only once Stripe says so."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.errors import AccountMadeByRail, MoneyHandlersOnly, NoSuchBrand, NotAnAccountNumber, SomebodyElses
from accounts.models import MemberRole, OutgoingMail, PayoutAccount
from accounts.selectors import payout_account_of_brand, payout_account_of_person
from accounts.services.payout_accounts import clean_destination, set_payout_account
from payouts.errors import NoSuchRail
from payouts.models import ConnectedAccount, RailNotice
from payouts.rails.base import RailUnavailable
from payouts.services import connected_accounts
from payouts.services.connected_accounts import choose_connected_account, look_after_due_accounts, look_now, page_for
from tests.fixtures.stripe import FakeStripe
from tests.fixtures.stripe_money import StripeMoney, connected
from tests.fixtures.worlds import add_member, destination_of, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db

IBAN = "FR1420041010050500013M02606"


@pytest.fixture
def now():
    return timezone.now()


def account_of(user):
    return payout_account_of_person(user.pk)


def test_money_goes_there_once_stripe_says_that_it_arrives(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    chosen = choose_connected_account(ines, user=ines, now=now)
    assert (chosen.state, chosen.account, account_of(ines)) == ("opening", "", None)

    made = look_now(chosen.pk, now)
    assert made.state == "unfinished"
    assert page_for(ines, made).startswith(f"{stripe_money.fake.url}/onboarding/")
    assert account_of(ines) is None

    stripe_money.fake.control("POST", "accounts", account=made.account, enabled=True)
    ready = look_now(chosen.pk, now)
    assert ready.state == "ready"
    found = account_of(ines)
    assert (found.rail, destination_of(found), found.holder_name) == ("stripe", made.account, ines.public_name)
    assert [mail.template for mail in OutgoingMail.objects.filter(to=ines)] == ["payout_account_changed"]


def test_its_event_alone_is_enough_and_may_come_twice(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    made = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    stripe_money.fake.webhooks(double=True)
    stripe_money.fake.control("POST", "accounts", account=made.account, enabled=True)
    stripe_money.hear(2)
    assert (connected(ines).state, destination_of(account_of(ines))) == ("ready", made.account)
    assert [notice.payload["kind"] for notice in RailNotice.objects.all()] == ["account"]
    assert PayoutAccount.objects.filter(user=ines).count() == 1


def test_an_event_about_an_account_that_is_none_of_ours_is_read_and_forgotten(stripe_money: StripeMoney):
    stripe_money.fake.open_account("somebody else's")
    stripe_money.hear(1)
    assert RailNotice.objects.get().due_state == "done"


def test_asking_again_makes_no_second_account(stripe_money: StripeMoney, now):
    ines = make_creative()
    for _ in range(3):
        look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    assert len(stripe_money.fake.objects("account")) == ConnectedAccount.objects.count() == 1


@pytest.mark.parametrize("misfortune", ["error_before", "error_after", "unreadable"])
def test_what_went_wrong_on_the_way_is_tried_again_by_itself(stripe_money: StripeMoney, now, misfortune):
    ines = make_creative(payout_account=False)
    chosen = choose_connected_account(ines, user=ines, now=now)
    stripe_money.fake.arm(misfortune, "POST /v1/accounts")
    row = look_now(chosen.pk, now)
    assert (row.state, row.due_state, bool(row.last_error)) == ("opening", "waiting", True)
    stripe_money.fake.forget_keys()
    assert look_after_due_accounts(now) == 0
    assert look_after_due_accounts(now + timedelta(minutes=5)) == 1
    row = connected(ines)
    assert (row.state, row.last_error) == ("unfinished", "")
    # Should a first one have been made, it stays empty: only the stored one is ever paid into.
    assert len(stripe_money.fake.objects("account")) == (1 if misfortune == "error_before" else 2)


def test_a_country_without_stripe_is_refused_until_it_is_another(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    ines.creative.country = "KP"
    ines.creative.save()
    row = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    assert (row.state, row.reason, row.due_state) == ("refused", "country_unsupported", "done")
    assert page_for(ines, row) == ""
    ines.creative.country = "DE"
    ines.creative.save()
    row = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    assert (row.state, row.country, row.attempt) == ("unfinished", "DE", 2)


def test_a_later_choice_of_a_bank_account_stands(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    made = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    later = now + timedelta(minutes=1)
    set_payout_account(ines, user=ines, rail="sandbox", destination=IBAN, holder_name="Ines", now=later)
    stripe_money.fake.control("POST", "accounts", account=made.account, enabled=True)
    assert look_now(made.pk, later).state == "ready"
    assert destination_of(account_of(ines)) == IBAN

    choose_connected_account(ines, user=ines, now=later + timedelta(minutes=1))
    look_now(made.pk, later + timedelta(minutes=1))
    assert destination_of(account_of(ines)) == made.account


def test_an_account_that_stripe_stops_stays_until_its_holder_acts(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    account = stripe_money.sign_up(ines)
    stripe_money.fake.control("POST", "accounts", account=account, enabled=False)
    row = look_now(connected(ines).pk, now)
    assert (row.state, destination_of(account_of(ines))) == ("unfinished", account)


def test_an_account_that_is_gone_is_made_anew_on_request(stripe_money: StripeMoney, now):
    ines = make_creative(payout_account=False)
    first = stripe_money.sign_up(ines)
    stripe_money.fake.empty()
    row = look_now(connected(ines).pk, now)
    assert (row.state, row.reason) == ("gone", "account_gone")
    second = stripe_money.sign_up(ines)
    assert first != second == destination_of(account_of(ines))


def test_a_brand_s_refunds_can_go_there_too(stripe_money: StripeMoney):
    brand = make_brand()
    finance = add_member(brand, MemberRole.FINANCE)
    account = stripe_money.sign_up(brand=brand, actor=finance)
    assert destination_of(payout_account_of_brand(brand.pk)) == account
    told = {mail.to_id for mail in OutgoingMail.objects.filter(template="payout_account_changed")}
    assert told == {owner_of(brand).pk, finance.pk}


def test_nobody_chooses_for_somebody_else(stripe_money: StripeMoney, now):
    ines, brand = make_creative(), make_brand()
    with pytest.raises(SomebodyElses):
        choose_connected_account(make_user(), user=ines, now=now)
    with pytest.raises(NoSuchBrand):
        choose_connected_account(make_user(), brand=brand, now=now)
    for role in (MemberRole.MANAGER, MemberRole.JUDGE):
        with pytest.raises(MoneyHandlersOnly):
            choose_connected_account(add_member(brand, role), brand=brand, now=now)
    with pytest.raises(TypeError):
        choose_connected_account(ines, user=ines, brand=brand, now=now)
    assert not ConnectedAccount.objects.exists()


def test_nobody_is_led_to_somebody_else_s_page(stripe_money: StripeMoney, now):
    ines, brand = make_creative(), make_brand()
    own = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    house = look_now(choose_connected_account(owner_of(brand), brand=brand, now=now).pk, now)
    with pytest.raises(SomebodyElses):
        page_for(make_user(), own)
    for stranger in (ines, add_member(brand, MemberRole.MANAGER)):
        with pytest.raises(MoneyHandlersOnly):
            page_for(stranger, house)
    assert page_for(owner_of(brand), house)


def test_without_stripe_it_is_not_offered(now):
    ines = make_creative()
    assert not connected_accounts.is_offered()
    with pytest.raises(NoSuchRail):
        choose_connected_account(ines, user=ines, now=now)


def test_a_stripe_that_does_not_answer_is_said_so(stripe_money: StripeMoney, now):
    ines = make_creative()
    row = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    stripe_money.fake.arm("error_before", "POST /v1/account_links")
    with pytest.raises(RailUnavailable):
        page_for(ines, row)


def test_an_answer_older_than_an_event_is_not_recorded(stripe_money: StripeMoney, now, monkeypatch: pytest.MonkeyPatch):
    ines = make_creative(payout_account=False)
    row = look_now(choose_connected_account(ines, user=ines, now=now).pk, now)
    rail, fetch = stripe_money.fake.rail, stripe_money.fake.rail.fetch_account

    def fetch_and_be_overtaken(reference):
        answer = fetch(reference)
        stripe_money.fake.control("POST", "accounts", account=reference, enabled=True)
        connected_accounts.hear_of_accounts([row.pk], now=now)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(rail, "fetch_account", fetch_and_be_overtaken)
        patch.setattr(connected_accounts, "get_rail", lambda name: rail)
        assert look_now(row.pk, now).state == "unfinished"
    assert look_after_due_accounts(now) == 1
    assert connected(ines).state == "ready"


# Nobody can name an account.


def test_an_account_that_stripe_made_cannot_be_typed_in(stripe_money: StripeMoney, now):
    ines, other = make_creative(payout_account=False), make_creative(payout_account=False)
    account = stripe_money.sign_up(ines)
    for person in (ines, other):
        with pytest.raises(AccountMadeByRail):
            set_payout_account(person, user=person, rail="stripe", destination=account, holder_name="Somebody", now=now)
    with pytest.raises(NotAnAccountNumber):
        set_payout_account(other, user=other, rail="sandbox", destination=account, holder_name="Somebody", now=now)
    assert account_of(other) is None


@pytest.mark.parametrize("number", ["", "acct_", "acct_1 2345678", "ACCT_12345678", IBAN, "acct_12345678/../x"])
def test_only_an_account_id_passes_for_one(stripe_money: StripeMoney, number):
    assert clean_destination("stripe", "acct_1PayeePayee") == "acct_1PayeePayee"
    with pytest.raises(NotAnAccountNumber):
        clean_destination("stripe", number)


ATTACKS = {
    "send one's money to somebody else's account": """
        INSERT INTO accounts_payoutaccount (user_id, rail, destination, holder_name, created_at)
        SELECT {other}, 'stripe', account, 'x', now() FROM payouts_connectedaccount WHERE user_id = {ines}""",
    "send a brand's money to a person's account": """
        INSERT INTO accounts_payoutaccount (brand_id, rail, destination, holder_name, created_at)
        SELECT '{brand}', 'stripe', account, 'x', now() FROM payouts_connectedaccount WHERE user_id = {ines}""",
    "send money to an account that is not ready": """
        INSERT INTO accounts_payoutaccount (user_id, rail, destination, holder_name, created_at)
        SELECT user_id, 'stripe', account, 'x', now() FROM payouts_connectedaccount WHERE user_id = {late}""",
    "send money to an account that nobody made": """
        INSERT INTO accounts_payoutaccount (user_id, rail, destination, holder_name, created_at)
        VALUES ({other}, 'stripe', 'acct_madeupmadeup', 'x', now())""",
    "turn a bank account into another's Stripe account": """
        UPDATE accounts_payoutaccount SET rail = 'stripe', destination =
            (SELECT account FROM payouts_connectedaccount WHERE user_id = {ines}) WHERE user_id = {other}""",
    "give an account to another person": "UPDATE payouts_connectedaccount SET user_id = {other} WHERE user_id = {ines}",
    "exchange an account for another": """
        UPDATE payouts_connectedaccount SET account = 'acct_madeupmadeup' WHERE user_id = {ines}""",
    "take an account away without its being gone": """
        UPDATE payouts_connectedaccount SET account = '', state = 'opening' WHERE user_id = {ines}""",
    "have one account twice": """
        UPDATE payouts_connectedaccount SET state = 'unfinished', account =
            (SELECT account FROM payouts_connectedaccount WHERE user_id = {ines}) WHERE user_id = {other}""",
    "call an account ready that does not exist": """
        UPDATE payouts_connectedaccount SET state = 'ready' WHERE user_id = {other}""",
    "belong to nobody": "UPDATE payouts_connectedaccount SET user_id = NULL WHERE user_id = {ines}",
    "delete an account": "DELETE FROM payouts_connectedaccount WHERE user_id = {ines}",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_itself_refuses(stripe_money: StripeMoney, now, attack):
    ines, late, other = make_creative(payout_account=False), make_creative(payout_account=False), make_creative()
    stripe_money.sign_up(ines)
    look_now(choose_connected_account(late, user=late, now=now).pk, now)
    choose_connected_account(other, user=other, now=now)
    keys = {"ines": ines.pk, "late": late.pk, "other": other.pk, "brand": make_brand().pk}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack].format(**keys))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_sweep_finds_what_nobody_looked_after(stripe_money: StripeMoney, now, stripe_fake: FakeStripe):
    ines = make_creative()
    choose_connected_account(ines, user=ines, now=now)
    assert look_after_due_accounts(now) == 1
    assert connected(ines).state == "unfinished"
    assert look_after_due_accounts(now + timedelta(minutes=14)) == 0
    stripe_fake.control("POST", "accounts", account=connected(ines).account, enabled=True)
    assert look_after_due_accounts(now + timedelta(minutes=15)) == 1
    assert connected(ines).state == "ready"
    assert look_after_due_accounts(now + timedelta(days=400)) == 0
