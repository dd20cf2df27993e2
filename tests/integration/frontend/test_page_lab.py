"""The policy lab's page and command: what is shown is what was run, and a made-up address runs what it can."""

import copy
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from frontend.formatting import format_money
from frontend.forms.lab import SIZES
from frontend.showing.lab import CHARTS, keep_run
from payouts.lab.paying import NotModelled
from payouts.lab.running import run_lab
from payouts.policy import FAIR_1, FAIR_1_DOCUMENT
from payouts.services.policies import publish_policy
from payouts.services.reference_data import publish_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published() -> Iterator[None]:
    publish_reference_data(now=timezone.now())
    # A page read in French leaves its language behind in this thread; the next test must not find it.
    with translation.override("en"):
        yield


def shown(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("pages:policy_lab"), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_shows_the_run_that_the_address_asks_for(client: Client) -> None:
    text = shown(client, size=500, seed=7)
    result = run_lab(FAIR_1, contests=500, seed=7)
    for figures in result.figures:
        assert format_money(round(figures.mean_hour_minor), language="en") in text
        assert format_money(round(figures.brand_minor), language="en") in text
    assert format_money(round(run_lab(FAIR_1, contests=500, seed=8).figures[0].brand_minor), language="en") not in text


def test_every_chart_is_there_with_a_bar_for_each_way_of_paying(client: Client) -> None:
    text = shown(client, size=500)
    for key in CHARTS:
        assert f'id="{key}"' in text
    assert text.count('class="bars-own"') == len(CHARTS)
    # Where a way of paying gives nothing at all there is still a row, and a bar without width.
    assert text.count('class="bars-other"') == 3 * len(CHARTS)


@pytest.mark.parametrize(
    "asked", [{"size": "999999999"}, {"seed": "-1"}, {"seed": "x"}, {"policy": "nobody/9"}, {"size": "", "seed": ""}]
)
def test_what_makes_no_sense_is_left_out(client: Client, asked: dict[str, str]) -> None:
    with patch("frontend.views.lab.keep_run", wraps=keep_run) as run:
        shown(client, **asked)
    policy, size, seed = run.call_args.args
    assert (policy, seed) == (FAIR_1, 1)
    assert size in SIZES


def test_the_same_run_is_computed_once(client: Client) -> None:
    keep_run.cache_clear()
    with patch("frontend.showing.lab.run_lab", wraps=run_lab) as run:
        shown(client, size=500, seed=11)
        shown(client, size=500, seed=11)
        assert run.call_count == 1
        shown(client, size=500, seed=12)
        assert run.call_count == 2


def test_another_published_policy_can_be_run(client: Client) -> None:
    document = copy.deepcopy(FAIR_1_DOCUMENT) | {"version": 7, "title": "Fair and dear"}
    document["rules"]["fixed_floor"]["amount_minor"] = 50_000
    publish_policy(document, now=timezone.now())
    assert "Fair and dear" in shown(client, policy="fair/7", size=500)
    with patch("frontend.views.lab.keep_run", wraps=keep_run) as run:
        shown(client, policy="fair/7", size=500)
    assert run.call_args.args[0].title == "Fair and dear"


def test_a_policy_that_the_lab_cannot_follow_is_said_so(client: Client) -> None:
    with patch("frontend.views.lab.keep_run", side_effect=NotModelled("a rule")):
        text = shown(client)
    assert "The lab cannot run this policy" in text
    assert 'class="bars"' not in text
    assert "What is assumed" in text


def test_a_kept_run_asks_the_database_for_policies_only(client: Client) -> None:
    shown(client)
    with CaptureQueriesContext(connection) as captured:
        shown(client)
    assert len(captured) <= 2


def test_the_way_to_the_lab_is_on_both_pages_about_pay(client: Client) -> None:
    for name in ("policies", "how_pay_works"):
        assert f'href="{reverse("pages:policy_lab")}"' in client.get(reverse(f"pages:{name}")).content.decode()


def test_the_page_reads_in_french(client: Client) -> None:
    client.post("/language/", {"language": "fr"})
    text = shown(client, size=500)
    for words in ("Le laboratoire des règles", "Tout au gagnant", "minimum légal", "notre estimation"):
        assert words in text


def test_the_command_prints_and_writes_what_was_run(tmp_path: Path) -> None:
    out, progress = StringIO(), StringIO()
    call_command("policy_lab", contests=600, seed=5, out=tmp_path, stdout=out, stderr=progress)
    result = run_lab(FAIR_1, contests=600, seed=5)
    assert json.loads((tmp_path / "figures.json").read_text()) == result.to_dict()
    assert f"{result.figures[0].mean_hour_minor / 100:,.2f}" in out.getvalue()
    assert "] 600 of 600" in progress.getvalue()
    assert {path.stem for path in tmp_path.glob("*.svg")} == set(CHARTS)
    for path in tmp_path.glob("*.svg"):
        words = "".join(ET.fromstring(path.read_text()).itertext())
        assert "Winner takes all" in words
        assert "Fair 1" in words
    assert "winner_take_all,silence,0.0" in (tmp_path / "figures.csv").read_text()
    assert (tmp_path / "assumptions.csv").read_text().count("\n") == 1 + len(list(result.assumptions.stated()))


def test_the_command_runs_a_document_that_nobody_published(tmp_path: Path) -> None:
    document = copy.deepcopy(FAIR_1_DOCUMENT) | {"slug": "idea", "title": "An idea"}
    file = tmp_path / "idea.json"
    file.write_text(json.dumps(document))
    out = StringIO()
    call_command("policy_lab", contests=50, document=file, stdout=out, stderr=StringIO())
    assert "An idea" in out.getvalue()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"policy": "fair/99"}, "No policy fair/99"),
        ({"policy": "fair"}, "No policy fair"),
        ({"contests": 0}, "from 1 to"),
        ({"document": Path("/nowhere.json")}, "is not a policy"),
        ({"document": Path("/nowhere.json"), "policy": "fair/1"}, "not both"),
    ],
)
def test_the_command_says_why_it_does_not_run(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("policy_lab", **({"contests": 10} | options), stdout=StringIO(), stderr=StringIO())
