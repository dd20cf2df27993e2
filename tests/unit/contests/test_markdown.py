"""Briefs come from strangers: what they write must not run, call home or leave the page."""

import pytest

from contests.markdown import render_markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://spy.example'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
        "<svg/onload=alert(1)>",
    ],
)
def test_html_is_shown_as_text(hostile):
    shown = render_markdown(f"before {hostile} after")
    for tag in ("<script", "<img", "<iframe", "<a ", "<style", "<svg"):
        assert tag not in shown
    assert "&lt;" in shown


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)"])
def test_links_lead_only_to_pages_and_mailboxes(target):
    assert "href" not in render_markdown(f"[x]({target})")


def test_links_carry_no_endorsement():
    assert 'rel="nofollow noopener ugc"' in render_markdown("[us](https://brand.example/about)")


@pytest.mark.parametrize("image", ["![fox](https://spy.example/p.gif)", "![fox][1]\n\n[1]: https://spy.example/p.gif"])
def test_an_image_from_elsewhere_becomes_its_description(image):
    shown = render_markdown(image)
    assert "spy.example" not in shown
    assert "fox" in shown


def test_headings_begin_below_those_of_the_page():
    shown = render_markdown("# One\n\n## Two\n\n###### Six")
    assert "<h3>One</h3>" in shown
    assert "<h4>Two</h4>" in shown
    assert "<h6>Six</h6>" in shown
    assert "<h1>" not in shown


def test_lists_tables_and_emphasis_are_kept():
    shown = render_markdown("- **one**\n- ~~two~~\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for part in ("<li><strong>one</strong></li>", "<s>two</s>", "<table>", "<td>2</td>"):
        assert part in shown


def test_the_result_is_fit_for_a_template():
    assert hasattr(render_markdown("x"), "__html__")
