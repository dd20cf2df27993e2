"""What mails say: each in both languages, with or without its context, and nothing that somebody slips into a title."""

import ast
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist

from accounts.allauth_adapters import NOTICES, SECRET_MAILS
from accounts.mailing import write_mail
from accounts.topics import MATTERS, NO_NOTICE

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "accounts" / "templates" / "mail"
NAMES = sorted(path.stem for path in (FOLDER / "en").glob("*.txt") if path.stem != "base")
FULL = {
    "title": "Autumn poster",
    "url": "https://fairbrief.example/contests/1/",
    "amount": "168.28 €",
    "date": "2026-03-02",
    "brand": "Halden Tea",
    "inviter": "Ines",
    "role": "manager",
    "account": "FR14 •••• 2606",
    "holder": "Ines Marlow",
    "host": "hooks.example",
    "code": "ABCD-EFGH",
    "entry_code": "7KQ2M",
    "from_email": "old@people.example",
    "to_email": "new@people.example",
}
ASKING = {"tell_deciders", "tell_entrants", "tell_winners", "_ask", "_remind", "MailRequest"}


def asked_for() -> set[str]:
    """Every template that the code names in a call that asks for mails."""
    names = set(NOTICES.values()) | set(SECRET_MAILS.values())
    for app in ("accounts", "contests", "moderation", "payouts", "personal", "webhooks"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name(node.func) in ASKING:
                    names |= set(_template_arguments(node))
    return names


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _template_arguments(call: ast.Call) -> list[str]:
    keywords = [word.value for word in call.keywords if word.arg == "template"]
    return [
        value.value
        for value in (*call.args, *keywords)
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.isidentifier()
    ]


def test_every_mail_that_is_asked_for_has_been_written():
    wanted = asked_for()
    assert {"contest_awarded", "payout_paid", "invitation", "signup_code"} <= wanted
    assert wanted <= set(NAMES)


def test_every_mail_belongs_to_a_topic_or_is_no_notice():
    """A mail that is in no topic cannot be chosen by its reader: put it into `accounts.topics`."""
    assert sorted(MATTERS.keys() | NO_NOTICE) == NAMES
    assert MATTERS.keys() & NO_NOTICE == set()


def test_every_mail_is_written_in_both_languages():
    assert sorted(path.stem for path in (FOLDER / "fr").glob("*.txt") if path.stem != "base") == NAMES


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("context", [{}, FULL], ids=["nothing known", "all known"])
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_stands_with_and_without_its_context(name, context, locale):
    words = write_mail(name, locale, context)
    text = f"{words.subject}\n{words.body}"
    assert words.subject and "\n" not in words.subject
    assert len(words.body.splitlines()) > 5
    assert not any(sign in text for sign in ("{{", "{%", "“”", "  .", " ,", "None", "&amp;", "&#x"))
    assert "ABCD-EFGH" not in words.subject or name.endswith("_code")


@pytest.mark.parametrize("name", NAMES)
def test_the_two_languages_differ_in_subject_and_text(name):
    english, french = write_mail(name, "en", FULL), write_mail(name, "fr", FULL)
    assert english.subject != french.subject
    assert english.body != french.body
    for fact in ("title", "amount", "url", "code"):
        assert (FULL[fact] in english.body) == (FULL[fact] in french.body)


def test_a_line_break_in_a_title_forges_neither_a_subject_nor_a_text():
    title = "Poster\nBcc: everybody@people.example\n\nDear winner, pay here"
    words = write_mail("contest_awarded", "en", {"title": title})
    assert words.subject == "You have won: “Poster Bcc: everybody@people.example Dear winner, pay here”"
    assert not any(line.startswith(("Bcc", "Dear")) for line in words.body.splitlines())


def test_plain_text_is_not_escaped_for_html():
    assert "“Tea & <Toast>”" in write_mail("contest_awarded", "en", {"title": "Tea & <Toast>"}).body


def test_an_unknown_language_reads_english_and_an_unknown_mail_is_an_error():
    assert write_mail("invitation", "tlh", FULL) == write_mail("invitation", "en", FULL)
    with pytest.raises(TemplateDoesNotExist):
        write_mail("no_such_mail", "en", {})
