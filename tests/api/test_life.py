"""A whole life through the API alone: drafted, funded, entered, judged, delivered, paid, read and replayed."""

from datetime import datetime

import pytest

from accounts.models import Brand, StaffRole
from contests.review_rules import ASPECTS
from contests.services.deadlines import work_off_deadlines
from contests.services.examining import examine_files
from payouts.services.deposits import carry_out_due_deposits
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.api_briefs import ACCOUNT, fund
from tests.fixtures.calls import ApiClock, Caller, brief, image, token_of
from tests.fixtures.payday import LATER, OPENED, PAYDAY, Payday
from tests.fixtures.people import hire
from tests.fixtures.worlds import give_account, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db


def test_from_brief_to_paid(payday: Payday, api_clock: ApiClock) -> None:
    api_clock.now = OPENED - 2 * LATER  # So that the closing, a little after the money has come, is before payday.
    publish_reference_data(now=api_clock.now)
    house = make_brand()
    scopes = ("contests:read", "contests:write", "money:read")
    brand = Caller(token=token_of(owner_of(house), *scopes))
    makers = [make_creative() for _ in range(3)]
    creatives = [Caller(token=token_of(one, "contests:read", "entries:write", "money:read")) for one in makers]

    draft = brand.post("contests", brief(house), status=201)["contest"]["card"]
    contest = draft["id"]
    brand.patch(f"contests/{contest}", {"prizes": [120_000, 60_000]})
    liability = brand.get(f"contests/{contest}/quote")["liability"]["total_minor"]
    creatives[0].get(f"contests/{contest}", status=404)

    asked = brand.post(f"contests/{contest}/request-funding")
    assert asked["money"]["liability_minor"] == liability
    short = brand.post(f"contests/{contest}/publish", status=409)
    assert (short["code"], short["held_minor"], short["missing_minor"]) == ("liability-not-covered", 0, liability)
    fund(brand, contest, payday, api_clock)
    shown = creatives[0].get(f"contests/{contest}")
    assert shown["contest"]["card"]["state"] == "open"
    assert shown["pay"]["floor_minor"] > 0

    question = creatives[0].post(f"contests/{contest}/questions", {"body": "Which colours do you use?"}, status=201)
    brand.post(f"questions/{question['id']}/answer", {"answer": "A dark green, mostly."})
    entries = [
        creative.upload(f"contests/{contest}/entries", {"title": f"Leaf {number}", "files": [image()]})["card"]["id"]
        for number, creative in enumerate(creatives)
    ]
    examine_files(api_clock.now)
    creatives[1].upload(f"entries/{entries[1]}/versions", {"note": "Bolder", "files": [image("two.png")]}, status=200)
    brand.post(f"entries/{entries[0]}/rate", {"stars": 5})
    talk(brand, creatives[0], entries[0])
    ask_colleagues(brand, contest, entries, until=api_clock.now + 8 * LATER)

    api_clock.now = PAYDAY
    work_off_deadlines(now=api_clock.now)
    brand.post(f"contests/{contest}/shortlist", {"entries": entries})
    brand.post(f"contests/{contest}/end-final-round")
    ranks = [{"entry": entries[0], "rank": 1}, {"entry": entries[1], "rank": 2}]
    assert brand.post(f"contests/{contest}/award", {"ranks": ranks})["contest"]["card"]["state"] == "awarded"

    for creative in creatives[:2]:
        (award,) = creative.get(f"contests/{contest}/handovers")["results"]
        address = f"contests/{contest}/handovers/{award['award_id']}"
        creative.upload(f"{address}/files", {"files": [image("final.png")]})
        item = f"{address}/items/{award['items'][0]['id']}"
        assert creative.post(f"{item}/delivered", {"words": "In the folder."})["state"] == "delivered"
        creative.post(f"{address}/deliver", {"note": "All layers inside."})
        assert brand.post(f"{item}/tick")["state"] == "ticked"
    assert brand.post(f"contests/{contest}/accept-handover")["contest"]["card"]["state"] == "settled"

    review_each_other(brand, creatives[0], contest, makers[0].handle)

    payday.pay(api_clock.now)
    payday.bank.advance()
    payday.hear(len(payday.bank.movements("transfer")) + 1)
    check_earnings(creatives, payday, [f"FR76300060000112345678{maker.pk:05d}" for maker in makers])
    check_books(contest)
    api_clock.now += 8 * LATER  # After the notices, which came at the moment of the run.
    check_statement(brand, house)


def talk(brand: Caller, maker: Caller, entry: str) -> None:
    """A comment pinned on the picture, answered, and settled."""
    (file,) = maker.get(f"entries/{entry}")["versions"][0]["files"]
    pinned = {"body": "Too thin.", "file": file["ref"], "anchor": {"x": 420, "y": 310}}
    comment = brand.post(f"entries/{entry}/comments", pinned, status=201)
    maker.post(f"comments/{comment['id']}/replies", {"body": "It holds in print."}, status=201)
    assert brand.post(f"comments/{comment['id']}/resolve")["resolved_at"] is not None


def ask_colleagues(brand: Caller, contest: str, entries: list[str], *, until: datetime) -> None:
    """A poll by link, and its end."""
    asked = {"question": "Which one?", "entries": entries, "closes_at": until.isoformat()}
    made = brand.post(f"contests/{contest}/polls", asked, status=201)
    assert made["link"]
    brand.post(f"polls/{made['poll']['id']}/close")


def review_each_other(brand: Caller, maker: Caller, contest: str, handle: str) -> None:
    """Both say what it was like; neither is read before the other."""
    address = f"contests/{contest}/reviews"
    maker.post(address, {"words": "Clear.", "marks": dict.fromkeys(ASPECTS, 5)}, status=201)
    assert brand.get(address)["results"] == []
    brand.post(address, {"words": "Fast.", "stars": 5, "maker": handle}, status=201)
    assert {row["words"] for row in Caller().get(address)["results"]} == {"Clear.", "Fast."}


def check_statement(brand: Caller, house: Brand) -> None:
    """What the brand paid in is what it owed for its contest, with what came back to it."""
    statement = brand.get(f"brands/{house.pk}/statement")
    paid_in = [row["change"]["total_minor"] for row in statement["results"] if row["kind"] == "payment_in"]
    assert sum(paid_in) > 0
    assert statement["closing"]["total_minor"] == sum(row["change"]["total_minor"] for row in statement["results"]) == 0


def check_earnings(creatives: list[Caller], payday: Payday, accounts: list[str]) -> None:
    """What each was told to have earned is what arrived at their bank."""
    arrived = payday.paid_out()
    for creative, account in zip(creatives, accounts, strict=True):
        earned = creative.get("me/earnings")
        (entry,) = earned["entries"]
        assert sum(line["amount_minor"] for line in entry["lines"]) == entry["amount_minor"] == arrived[account]
        assert entry["lines"][0]["rule"].endswith("_floor")
        assert {payment["state"] for payment in entry["payments"]} == {"paid"}
        assert earned["totals"][0]["open_minor"] == 0


def check_books(contest: str) -> None:
    """The auditor's program reads, replays and verifies all of it."""
    auditor = Caller(token=token_of(hire(StaffRole.AUDITOR), "audit:read"))
    (settlement,) = auditor.get("audit/settlements", contest=contest)["results"]
    replayed = auditor.get(f"audit/settlements/{settlement['id']}/replay")
    assert (replayed["identical"], replayed["differing"], replayed["difference"]) == (True, [], "")
    assert len(replayed["lines"]) == len(settlement["lines"])
    paid = auditor.get("audit/disbursements", contest=contest, state="paid")["results"]
    owed = auditor.get("audit/obligations", contest=contest)["results"]
    assert sorted(row["obligation"] for row in paid) == sorted(row["id"] for row in owed)
    assert auditor.get("audit/trial-balance")["balanced"] is True
    checks = auditor.get("audit/checks")
    assert checks["ok"] is True, checks
    assert auditor.get("audit/reconciliations/sandbox")["is_clean"] is True
    entries = auditor.get("audit/journal-entries", contest=contest)["results"]
    for entry in entries:
        sides = {"debit": 0, "credit": 0}
        for posting in entry["postings"]:
            sides[posting["side"]] += posting["amount_minor"]
        assert sides["debit"] == sides["credit"]


def test_one_cent_short_is_refused_with_figures(payday: Payday, api_clock: ApiClock) -> None:
    api_clock.now = PAYDAY
    publish_reference_data(now=PAYDAY)
    house = make_brand()
    brand = Caller(owner_of(house))
    contest = brand.post("contests", brief(house), status=201)["contest"]["card"]["id"]
    liability = brand.post(f"contests/{contest}/request-funding")["money"]["liability_minor"]
    payment = {"amount_minor": liability - 1, "source": ACCOUNT}
    brand.post(f"contests/{contest}/deposits", payment, status=202)
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)
    told = brand.post(f"contests/{contest}/publish", status=409)
    figures = {"held_minor": liability - 1, "liability_minor": liability, "missing_minor": 1, "currency": "EUR"}
    assert told["code"] == "liability-not-covered"
    assert {name: told[name] for name in figures} == figures
    assert told["type"].endswith("/problems/liability-not-covered")
    Caller(make_user()).get(f"contests/{contest}", status=404)


def test_a_payout_account_is_read_by_its_person_and_changed_by_nobody() -> None:
    maker = make_creative(payout_account=False)
    there = {"destination": "FR7630006000011234567890189", "holder_name": "Ines Varga"}
    program = Caller(token=token_of(maker, "entries:write", "money:read", "contests:write"))
    assert program.get("me/payout-account", status=404)["code"] == "no-payout-account"
    for caller in (program, Caller(maker)):
        for method in ("PUT", "POST", "PATCH", "DELETE"):
            assert caller.send(method, "me/payout-account", there).status_code in (403, 405)
    give_account(maker, there["destination"], holder_name="Ines Varga")
    assert program.get("me/payout-account") == {
        "rail": "sandbox",
        "destination": "•••• 0189",
        "holder_name": "Ines Varga",
        "since": "2026-01-01T12:00:00Z",
        "waiting_for": None,
        "waits_until": None,
    }
