"""The people who are paid, spread over all rails. Some accounts make trouble, until their holders mend them."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Brand, StaffRole, User
from accounts.services.payout_accounts import set_payout_account
from payouts.models import ConnectedAccount, Disbursement
from payouts.services.connected_accounts import choose_connected_account, look_now
from tests.faults.storm.patience import patient
from tests.faults.storm.scene import Scene
from tests.faults.storm.sepa_bank import iban_of
from tests.fixtures.four_eyes import raise_limits
from tests.fixtures.worlds import make_user

RAILS = ("sandbox", "stripe", "sepa")
ROUND = 14
"""So many payees of a rail after each other: those whose place is named below have an account that makes trouble."""

SANDBOX_TROUBLE = {2: "990001", 4: "990002", 7: "990007", 10: "990003", 12: "990006"}
STRIPE_TROUBLE = {2: "refuses", 4: "takes back"}
SEPA_TROUBLE = {2: "closed-account", 4: "sends back", 7: "bad-bank-id"}


def spread(rail_of: int) -> str:
    """The rail of the so-manieth payee."""
    return RAILS[rail_of % len(RAILS)]


class Payees:
    """Creatives and brands with their accounts. Every rail may carry any amount: two admins have seen to it."""

    def __init__(self, scene: Scene, people: Sequence[int], *, has_trouble: bool) -> None:
        self._scene, self._has_trouble = scene, has_trouble
        for rail in RAILS:
            raise_limits(*(make_user("admin", staff_role=StaffRole.ADMIN) for _ in range(2)), rail=rail)
        for number, person in enumerate(User.objects.filter(pk__in=people).order_by("pk")):
            place = number // len(RAILS) % ROUND if has_trouble else -1
            if spread(number) == "stripe":
                self._connect(person, STRIPE_TROUBLE.get(place, ""))
            elif spread(number) == "sepa":
                self._give_iban(person, "sepa", number, SEPA_TROUBLE.get(place, ""))
            elif place in SANDBOX_TROUBLE:
                _pay_to(person, "sandbox", f"PAYEE{number:05d}{SANDBOX_TROUBLE[place]}")
            else:
                self._give_iban(person, "sandbox", number)

    def add_brand(self, owner: User, brand: Brand, number: int) -> None:
        """The brand is refunded over the rail of its number."""
        if spread(number) == "stripe":
            self._connect(owner, brand=brand)
        else:
            _pay_to(owner, spread(number), iban_of(90_000 + number), brand)

    def _give_iban(self, person: User, rail: str, number: int, trouble: str = "") -> None:
        iban = iban_of(number)
        if trouble == "sends back":
            self._scene.sepa.sends_back.add(iban)
        elif trouble:
            self._scene.sepa.open_account(iban, trouble)
        _pay_to(person, rail, iban)

    def _connect(self, person: User, trouble: str = "", brand: Brand | None = None) -> None:
        now, stripe = timezone.now(), self._scene.stripe
        whose = {"brand": brand} if brand else {"user": person}
        chosen = choose_connected_account(person, **whose, now=now)
        account = look_now(chosen.pk, now).account
        stripe.enable(account)
        look_now(chosen.pk, timezone.now())
        if trouble == "refuses":
            stripe.enable(account, is_enabled=False)
        elif trouble:
            stripe.takes_back.add(account)

    @patient
    def mend(self) -> int:
        """Whoever could not be paid gives another account, or gives Stripe what it wants to know. Returns how many."""
        failed = Disbursement.objects.filter(
            state__in=("rejected", "returned"),
            obligation__paid_at=None,
            payout_account__isnull=False,
            payout_account__retired_at=None,
        ).exclude(reason="account_retired")
        wanted = set(failed.values_list("payout_account__user", "payout_account__rail", "state"))
        for key, rail, state in wanted:
            person = User.objects.get(pk=key)
            if rail == "stripe" and state == "rejected":
                self._scene.stripe.enable(ConnectedAccount.objects.get(user=person).account)
                choose_connected_account(person, user=person, now=timezone.now())
            else:
                _pay_to(person, "sepa" if rail == "stripe" else rail, iban_of(50_000 + key))
        return len(wanted)


def _pay_to(actor: User, rail: str, destination: str, brand: Brand | None = None) -> None:
    whose = {"brand": brand} if brand else {"user": actor}
    set_payout_account(actor, **whose, rail=rail, destination=destination, holder_name="P", now=timezone.now())
