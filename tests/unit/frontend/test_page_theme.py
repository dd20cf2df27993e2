"""Light or dark is kept by the server, and its form never leads anywhere else."""

import pytest
from django.test import RequestFactory

from frontend.preferences import stored_theme
from frontend.views.preferences import choose_theme


def post(**data: str) -> object:
    return choose_theme(RequestFactory().post("/theme/", data))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_out_of_reach_of_scripts(theme: str) -> None:
    cookie = post(theme=theme).cookies["theme"]  # type: ignore[attr-defined]
    assert cookie.value == theme
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("theme", ["", "sepia", "<script>"])
def test_anything_else_forgets_the_choice(theme: str) -> None:
    cookie = post(theme=theme).cookies["theme"]  # type: ignore[attr-defined]
    assert cookie.value == ""
    assert cookie["max-age"] == 0


@pytest.mark.parametrize(
    ("given", "used"),
    [("/briefs/?page=2", "/briefs/?page=2"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_the_way_back_stays_on_this_site(given: str, used: str) -> None:
    assert post(theme="dark", next=given).url == used  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kept", "read"), [("dark", "dark"), ("light", "light"), ("</html>", ""), (None, "")])
def test_a_forged_cookie_counts_as_no_choice(kept: str | None, read: str) -> None:
    request = RequestFactory().get("/")
    if kept is not None:
        request.COOKIES["theme"] = kept
    assert stored_theme(request) == read


def test_only_a_form_changes_it() -> None:
    assert choose_theme(RequestFactory().get("/theme/")).status_code == 405
