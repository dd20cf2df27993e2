"""Writing a brief through the wizard: step by step, left and taken up again, refused with everything kept."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand
from contests.models import Contest
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import draft_contest, make_brand, owner_of

pytestmark = pytest.mark.django_db

STEPS = {
    "need": {
        "category": "logo",
        "title": "A mark for a bakery",
        "summary": "One colour.",
        "description": "A warm mark that works on paper bags and on a sign.",
        "audience": "",
        "language": "en",
    },
    "get": {
        "deliverables": "Vector file\nPreview",
        "rights_scope": "All printed and digital uses",
        "rights_territory": "World",
        "rights_years": "10",
    },
    "pay": {
        "prize_1": "1200",
        "prize_2": "600.50",
        "prize_3": "",
        "shortlist_max": "4",
        "unpaid_effort_minutes": "60",
    },
    "when": {
        "visibility": "blind",
        "entries_period": "14",
        "shortlisting_period": "5",
        "final_round_period": "4.5",
        "judging_period": "5",
    },
}


@pytest.fixture
def brand(client: Client) -> Brand:
    publish_reference_data(now=timezone.now())
    brand = make_brand()
    sign_in(client, owner_of(brand))
    return brand


def send(client: Client, brand: Brand, step: str, **changes: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("pages:brief_new", args=[brand.pk]) + f"?step={step}", STEPS[step] | changes)


def test_four_steps_make_a_draft(client: Client, brand: Brand) -> None:
    for step, following in (("need", "get"), ("get", "pay"), ("pay", "when")):
        assert send(client, brand, step)["Location"].endswith(f"?step={following}")
        assert not Contest.objects.exists()
    answer = send(client, brand, "when")
    contest = Contest.objects.get()
    assert answer["Location"] == reverse("pages:brief_review", args=[contest.pk])
    assert list(contest.prizes.order_by("rank").values_list("amount_minor", flat=True)) == [120_000, 60_050]
    assert (contest.shortlist_max, contest.visibility, contest.final_round_period.total_seconds()) == (
        4,
        "blind",
        4.5 * 86_400,
    )
    assert contest.brief.deliverables == ["Vector file", "Preview"]
    assert "A mark for a bakery" in client.get(answer["Location"]).content.decode()


def test_what_was_answered_waits_for_its_writer(client: Client, brand: Brand) -> None:
    send(client, brand, "need")
    page = client.get(reverse("pages:brief_new", args=[brand.pk])).content.decode()
    assert 'value="A mark for a bakery"' in page
    assert "You have begun a brief" in client.get(reverse("pages:brand", args=[brand.pk])).content.decode()
    client.post(reverse("pages:brief_forget", args=[brand.pk]))
    assert "A mark for a bakery" not in client.get(reverse("pages:brief_new", args=[brand.pk])).content.decode()


def test_a_brief_begins_in_the_language_of_the_page(client: Client, brand: Brand) -> None:
    for language in ("fr", "en"):
        client.post(reverse("pages:language"), {"language": language})
        page = client.get(reverse("pages:brief_new", args=[brand.pk]))
        assert f'<option value="{language}" selected>' in page.content.decode()


def test_a_refused_step_keeps_what_was_typed(client: Client, brand: Brand) -> None:
    answer = send(client, brand, "pay", prize_1="12 hundred", shortlist_max="7")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="12 hundred"' in page
    assert 'value="7"' in page
    assert 'aria-invalid="true"' in page


def test_words_that_are_too_short_are_refused_where_they_are_written(client: Client, brand: Brand) -> None:
    for step, name in (("need", "title"), ("need", "description"), ("get", "rights_scope")):
        answer = send(client, brand, step, **{name: "x"})
        assert answer.status_code == 422 and f'id="id_{name}_error"' in answer.content.decode()


def test_the_last_step_leads_back_to_what_is_missing(client: Client, brand: Brand) -> None:
    for step in ("need", "pay"):
        send(client, brand, step)
    answer = send(client, brand, "when")
    assert answer.status_code == 422
    assert 'name="deliverables"' in answer.content.decode()
    assert not Contest.objects.exists()


def test_what_the_service_refuses_stands_beside_its_field(client: Client, brand: Brand) -> None:
    send(client, brand, "need")
    send(client, brand, "get")
    answer = send(client, brand, "pay", prize_1="500", prize_2="600")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_prize_2_error"' in page, "the first has none before it"
    assert 'id="id_prize_1_error"' not in page
    assert "No prize may be larger than the one ranked before it." in page
    assert 'value="600"' in page


def test_amounts_are_read_as_people_write_them_and_stay_as_they_were_typed(client: Client, brand: Brand) -> None:
    for typed in ("huit cents", "1.250,50", "800,505"):
        answer = send(client, brand, "pay", prize_1=typed)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
    for typed in ("1 250,50 €", "1\u202f250,50", "1250.50"):
        assert send(client, brand, "pay", prize_1=typed)["Location"].endswith("?step=when")
    for step in ("need", "get", "when"):
        answer = send(client, brand, step)
    contest = Contest.objects.get()
    assert answer["Location"] == reverse("pages:brief_review", args=[contest.pk])
    assert contest.prizes.get(rank=1).amount_minor == 125_050


def test_figures_that_no_policy_takes_are_refused_at_their_own_step(client: Client, brand: Brand) -> None:
    send(client, brand, "need")
    answer = send(client, brand, "pay", unpaid_effort_minutes="600")
    assert answer.status_code == 422
    assert "One answer needs another look" in answer.content.decode()


def test_a_saved_draft_is_changed_one_step_at_a_time(client: Client, brand: Brand) -> None:
    contest = draft_contest(brand, now=timezone.now())
    address = reverse("pages:brief_edit", args=[contest.pk])
    answer = client.post(f"{address}?step=pay", STEPS["pay"] | {"review": "1"})
    assert answer["Location"] == reverse("pages:brief_review", args=[contest.pk])
    contest.refresh_from_db()
    assert contest.shortlist_max == 4
    assert contest.brief.title == "A mark for a tea house"
    assert 'value="600.50"' in client.get(f"{address}?step=pay").content.decode()


def test_a_step_is_recalculated_without_a_script_and_without_saving(client: Client, brand: Brand) -> None:
    contest = draft_contest(brand, now=timezone.now())
    address = reverse("pages:brief_edit", args=[contest.pk])
    before = total_of(client.get(f"{address}?step=pay").content.decode())
    answer = client.post(f"{address}?step=pay", STEPS["pay"] | {"prize_1": "5000", "recalculate": "1"})
    assert answer.status_code == 200
    assert total_of(answer.content.decode()) > before + 300_000
    contest.refresh_from_db()
    assert contest.prizes.get(rank=1).amount_minor == 100_000


def test_the_live_panel_quotes_figures_that_were_never_saved(client: Client, brand: Brand) -> None:
    figures = STEPS["pay"] | {"category": "logo"}
    page = client.post(reverse("pages:live_quote"), figures).content.decode()
    assert page.lstrip().startswith('<div id="quote"')
    assert total_of(page) > 180_050
    assert "× 1.75" in page
    assert (
        "Not fair yet"
        in client.post(reverse("pages:live_quote"), figures | {"unpaid_effort_minutes": "90"}).content.decode()
    )
    assert "will stand here" in client.post(reverse("pages:live_quote"), {}).content.decode()


def test_the_hint_follows_the_kind_of_work(client: Client, brand: Brand) -> None:
    first = client.get(reverse("pages:brief_new", args=[brand.pk])).content.decode()
    assert first.count('id="guide"') == 1 and "hx-swap-oob" not in first
    figures = STEPS["pay"] | {"category": "naming"}
    page = client.post(reverse("pages:live_quote"), figures | {"title": "A"}).content.decode()
    assert 'id="guide" hx-swap-oob="true"' in page and reverse("pages:brief_example", args=["naming"]) in page
    assert "guide" not in client.post(reverse("pages:live_quote"), figures).content.decode()


def total_of(page: str) -> int:
    """The first amount of the panel, in cents."""
    panel = page[page.index('id="quote"') :]
    found = re.search(r"([\d,]+)\.(\d\d)", panel)
    assert found
    return int(found[1].replace(",", "") + found[2])
