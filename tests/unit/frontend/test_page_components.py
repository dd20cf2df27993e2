"""Components escape what they are given, keep to the content security policy, and can be used by everybody."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings
from django_cotton.compiler_regex import CottonCompiler  # type: ignore[import-untyped]

FOLDER = Path(settings.BASE_DIR) / "frontend/templates"
TEMPLATES = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt")
)
NASTY = "\"><script>alert('x')</script>"


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string(CottonCompiler().process(source)).render(context)  # type: ignore[attr-defined]


class BriefForm(forms.Form):
    title = forms.CharField(label="Title", help_text="What a creative reads first.")
    floor = forms.IntegerField(label="Floor", required=False)
    who = forms.ChoiceField(label="Who sees it", widget=forms.RadioSelect, choices=[("a", "All"), ("b", "Few")])
    agreed = forms.BooleanField(label="Agreed")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_no_template_holds_inline_styles_or_scripts(name: str) -> None:
    source = (FOLDER / name).read_text()
    assert not re.search(r"<[^>]*\sstyle\s*=", source)
    assert not re.search(r"<[^>]*\s(?:hx-)?on[a-z:-]+\s*=", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert "<style" not in source


@pytest.mark.parametrize(
    "source",
    [
        '<c-button :title="nasty">x</c-button>',
        '<c-button :href="nasty">x</c-button>',
        '<c-button data-x="{{ nasty }}">x</c-button>',
        '<c-entry-card :title="nasty" :maker="nasty" :src="nasty" :href="nasty" :alt="nasty" />',
        '<c-brief-card :title="nasty" :brand="nasty" :summary="nasty" :category="nasty" />',
        '<c-alert :title="nasty">{{ nasty }}</c-alert>',
        '<c-avatar :name="nasty" /><c-byline :name="nasty" />',
        '<c-rating id="x" :name="nasty" />',
        '<c-fact :label="nasty" :note="nasty">{{ nasty }}</c-fact>',
        '<c-field :label="nasty" :help="nasty" :error="nasty" for="x"></c-field>',
        '<c-empty :title="nasty">{{ nasty }}</c-empty>',
        '<c-table :caption="nasty"></c-table>',
    ],
)
def test_what_people_wrote_cannot_become_markup(source: str) -> None:
    html = render(source, nasty=NASTY)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("attribute", ['style="color:red"', 'onclick="x()"', 'hx-on:click="x()"'])
def test_attributes_that_a_browser_would_refuse_are_refused_here(attribute: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="content security policy"):
        render(f"<c-button {attribute}>x</c-button>")


def test_left_over_attributes_reach_the_element() -> None:
    html = render('<c-button variant="primary" hx-post="/x" disabled>Go</c-button>')
    assert 'hx-post="/x"' in html
    assert re.search(r"<button[^>]* disabled", html)
    assert "variant" not in html


@pytest.mark.parametrize("name", ["title", "floor", "agreed"])
def test_a_field_ties_label_help_and_error_to_its_control(name: str) -> None:
    form = BriefForm({"who": "a", "floor": "much"})
    html = render('<c-field :field="field" />', field=form[name])
    assert f'for="id_{name}"' in html
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)
    assert described
    for target in described[1].split():
        assert f'id="{target}"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_is_described_by_its_error() -> None:
    html = render('<c-field :field="field" />', field=BriefForm({})["who"])
    assert '<fieldset class="stack gap-2" aria-describedby="id_who_error">' in html
    assert 'id="id_who_error"' in html


def test_optional_is_said_and_required_is_not() -> None:
    form = BriefForm()
    assert "optional" in render('<c-field :field="form.floor" />', form=form)
    assert "optional" not in render('<c-field :field="form.title" />', form=form)


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    html = render('<c-field :field="form.who" />', form=BriefForm())
    assert re.search(r"<fieldset[^>]*><legend[^>]*>Who sees it</legend>", html)


def test_the_error_summary_leads_to_each_field() -> None:
    form = BriefForm({})
    html = render('<c-form-errors :form="form" /><c-fields :form="form" />', form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 3
    for target in targets:
        assert f'id="{target}"' in html
    assert render('<c-form-errors :form="form" />', form=BriefForm()).strip() == ""


def test_a_table_row_keeps_its_meaning_as_a_card() -> None:
    html = render('<c-row><c-cell head label="Contest">A</c-cell><c-cell label="Paid" number>1</c-cell></c-row>')
    assert '<th scope="row" role="rowheader" data-label="Contest">' in html
    assert '<td role="cell" class="cell-number" data-label="Paid">' in html


def test_money_refuses_a_string_rather_than_guess() -> None:
    with pytest.raises(TypeError):
        render('<c-money amount="16828" />')
    assert "168.28" in render('<c-money :amount="amount" />', amount=16828)


def test_times_are_machine_readable() -> None:
    from datetime import UTC, datetime

    html = render("<c-when :at='at' format='date' />", at=datetime(2026, 7, 14, 10, 0, tzinfo=UTC))
    assert 'datetime="2026-07-14T10:00:00+00:00"' in html


@override_settings(ROOT_URLCONF="tests.unit.frontend.routes")
def test_the_base_page_stands_while_routes_are_missing_and_marks_where_the_reader_is() -> None:
    request = RequestFactory().get("/briefs/3/")
    html = engines["django"].get_template("404.html").render({"user": None})
    assert "<main" in html
    header = (
        engines["django"]
        .from_string('{% include "partials/header.html" %}')
        .template.render(  # type: ignore[attr-defined]
            _context(request)
        )
    )
    assert '<a class="site-nav-link" href="/briefs/" aria-current="true">' in header
    assert "How pay works" not in header
    assert "account_signup" not in header


def _context(request: Any) -> Any:
    from django.template import Context

    return Context({"request": request, "user": None, "nav_roles": frozenset()})


@override_settings(ROOT_URLCONF="tests.unit.frontend.routes")
def test_the_server_error_page_needs_no_request() -> None:
    assert "Something broke on our side" in render_to_string("500.html")


@override_settings(ROOT_URLCONF="tests.unit.frontend.routes")
@pytest.mark.parametrize(("theme", "expected"), [("dark", ' data-theme="dark"'), ("", '<html lang="en">')])
def test_a_stored_theme_is_in_the_first_byte(theme: str, expected: str) -> None:
    assert expected in render_to_string("500.html", {"theme": theme})[:300]
