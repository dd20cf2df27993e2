"""The pages under a policy with every rule: they name what it adds, and preview what it will settle."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest, Entry, ShortlistPlace
from contests.services.judging import award_contest, end_final_round
from frontend.showing.deciding import award_preview
from payouts.models import PayoutPolicy, Settlement
from payouts.policy import FAIR_2
from payouts.services.policies import publish_policy
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import enter, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db
LONG = 700


@pytest.fixture
def contest() -> Contest:
    """Five entries that all took longer than the tariff says, three of them shortlisted, about to be judged."""
    now = timezone.now()
    publish_reference_data(now=now)
    PayoutPolicy.objects.filter(is_default=True).update(state="superseded", superseded_at=now)
    publish_policy(FAIR_2.to_dict(), now=now, is_default=True)
    contest = open_contest(now=now)
    entries = [enter(contest, now=now) for _ in range(5)]
    Entry.objects.filter(contest=contest).update(minutes_spent=LONG)
    shortlist(contest, entries[:3])
    end_final_round(owner_of(contest.brand), contest.pk, now=contest.closes_at)
    contest.refresh_from_db()
    return contest


def test_the_preview_is_the_settlement(contest: Contest) -> None:
    first = ShortlistPlace.objects.get(contest=contest, slot=1).entry_id
    ranks = {first: 1}
    preview = award_preview(contest.pk, ranks, {}, now=contest.closes_at)
    award_contest(owner_of(contest.brand), contest.pk, ranks, now=contest.closes_at)
    settlement = Settlement.objects.get(contest=contest)
    assert settlement.lines.filter(rule="time_true_up").count() == 3
    told = (preview.to_creatives_minor, preview.fee_minor, preview.tax_minor, preview.back_minor)
    assert told == (settlement.owed_minor, settlement.fee_minor, settlement.tax_minor, settlement.refund_minor)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_reserve_bears_its_name(client: Client, contest: Contest, language: str) -> None:
    sign_in(client, owner_of(contest.brand))
    names = {"en": ("Extension", "Revisions asked for", "social contribution"), "fr": ("Prolongation", "Retouches")}
    for name in ("contest", "contest_money", "decide"):
        answer = client.get(reverse(f"pages:{name}", args=[contest.pk]), headers={"Accept-Language": language})
        assert answer.status_code == 200
    client.post(reverse("pages:language"), {"language": language})
    page = client.get(reverse("pages:contest_money", args=[contest.pk])).content.decode()
    assert [name for name in names[language] if name not in page] == []


def test_public_and_audit_pages_answer(client: Client, contest: Contest) -> None:
    for name in ("home", "briefs", "how_pay_works", "policies"):
        assert client.get(reverse(f"pages:{name}")).status_code == 200
    award = ShortlistPlace.objects.get(contest=contest, slot=1).entry_id
    award_contest(owner_of(contest.brand), contest.pk, {award: 1}, now=contest.closes_at)
    sign_in(client, hire())
    settlement = Settlement.objects.get(contest=contest)
    for address in (reverse("pages:audit"), reverse("pages:audit_settlement", args=[settlement.pk])):
        assert client.get(address).status_code == 200
