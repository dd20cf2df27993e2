"""Light or dark and the language are kept by the server, and their forms never lead anywhere else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseRedirect
from django.test import RequestFactory

from frontend.preferences import page_theme
from frontend.views.preferences import choose_language, choose_theme


def asked(**data: str) -> HttpRequest:
    request = RequestFactory().post("/", data)
    request.user = AnonymousUser()
    return request


def themed(**data: str) -> HttpResponseRedirect:
    return choose_theme(asked(**data))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_out_of_reach_of_scripts(theme: str) -> None:
    cookie = themed(theme=theme).cookies["theme"]
    assert cookie.value == theme
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("theme", ["auto", "", "sepia", "<script>"])
def test_anything_else_follows_the_device(theme: str) -> None:
    cookie = themed(theme=theme).cookies["theme"]
    assert cookie.value == ""
    assert cookie["max-age"] == 0


@pytest.mark.parametrize(("language", "kept"), [("fr", "fr"), ("fr-CA", "fr"), ("en", "en")])
def test_a_language_is_kept_for_a_stranger(language: str, kept: str) -> None:
    assert choose_language(asked(language=language)).cookies["django_language"].value == kept


@pytest.mark.parametrize("language", ["", "tlh", "../fr"])
def test_an_unknown_language_changes_nothing(language: str) -> None:
    assert not choose_language(asked(language=language)).cookies


@pytest.mark.parametrize(
    ("given", "used"),
    [("/briefs/?page=2", "/briefs/?page=2"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_the_way_back_stays_on_this_site(given: str, used: str) -> None:
    assert themed(theme="dark", next=given).url == used
    assert choose_language(asked(language="fr", next=given)).url == used


@pytest.mark.parametrize(("read", "shown"), [("dark", "dark"), ("light", "light"), ("auto", ""), (None, "")])
def test_the_page_says_nothing_where_the_device_decides(read: str | None, shown: str) -> None:
    request = RequestFactory().get("/")
    if read is not None:
        request.theme = read  # type: ignore[attr-defined]
    assert page_theme(request) == shown


@pytest.mark.parametrize("view", [choose_theme, choose_language])
def test_only_a_form_changes_it(view: object) -> None:
    assert view(RequestFactory().get("/")).status_code == 405  # type: ignore[operator]
