"""Plain words: every rule in both languages, every line checkable with a pencil."""

import re
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given

from payouts.policy import (
    FAIR_1,
    LANGUAGES,
    Facts,
    PolicyDocument,
    SettlementLine,
    Terms,
    compute_liability,
    describe_policy,
    explain_line,
    format_money,
    label_rule,
    settle,
)
from payouts.policy.rules import RULE_TYPES
from payouts.policy.voice import VOICES, voice_of
from payouts.policy.words import LINE_KINDS
from tests.unit.policy.worlds import awarded, contests, finalist, fit_policies, make_policy, make_terms, prove


def recompute(formula: str) -> Fraction:
    """Do the arithmetic of an English formula as a reader would, in exact minor units of two decimals."""
    text = re.sub(r"^places? [\d–]+[,:] ", "", formula)
    text = re.sub(r"(%) \(.*\)$", r"\1", text)
    text = text.replace(",", "").replace(" min × ", " / 60 × ").replace(" €", "").replace("/h", "")
    text = re.sub(r" %", " / 100", text)
    text = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    assert re.fullmatch(r"[\d .()+*/-]+", text), formula
    exact = re.sub(r"\d+(\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    return Fraction(eval(exact, {"Fraction": Fraction})) * 100


@prove
@given(contests())
def test_every_line_can_be_checked_with_a_pencil(contest: tuple[PolicyDocument, Terms, Facts]) -> None:
    policy, terms, facts = contest
    for line in settle(policy, terms, facts).lines:
        # Shares are to the cent; with a finalists' share each place is itself a rounded part of the prizes.
        slack = 1 + 2 * len(terms.prizes_minor) * ("kept_bps" in line.inputs)
        assert abs(recompute(line.formula) - line.amount_minor) < slack, line
    for part in compute_liability(policy, terms).parts:
        assert abs(recompute(part.formula) - part.amount_minor) < 1, part


@prove
@given(contests())
def test_every_line_is_explained_in_both_languages(contest: tuple[PolicyDocument, Terms, Facts]) -> None:
    policy, terms, facts = contest
    for line in settle(policy, terms, facts).lines:
        english, french = explain_line(line, "en"), explain_line(line, "fr")
        assert (
            english == f"{format_money(line.amount_minor, 'EUR', 'en')} – {label_rule(line.rule, 'en')}: {line.formula}"
        )
        assert french.startswith(
            f"{format_money(line.amount_minor, 'EUR', 'fr')} – {label_rule(line.rule, 'fr')}\u00a0: "
        )
        assert french != english
        assert not re.search(r"[{}\[\]]", english + french)
        assert len(line.formula) <= 400 and len(line.rule) <= 40


def test_the_example_of_the_design() -> None:
    line = settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c"))).lines[0]
    assert explain_line(line, "en") == "168.28 € – hourly floor: 480 min × 12.02 €/h × 1.75"
    assert explain_line(line, "fr") == "168,28\u00a0€ – plancher horaire\u00a0: 480 min × 12,02\u00a0€/h × 1,75"
    assert explain_line(line, "de") == explain_line(line, "en-gb") == explain_line(line, "en")
    assert explain_line(line, "fr-ca") == explain_line(line, "fr")


def test_a_stored_row_is_explained_like_the_line_it_was() -> None:
    line = settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c"))).lines[3]
    row = SimpleNamespace(rule=line.rule, amount_minor=line.amount_minor, inputs=dict(line.inputs))
    assert explain_line(row, "fr") == "1\u202f000,00\u00a0€ – prix\u00a0: place 1, 1\u202f000,00\u00a0€"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_line_has_its_words(language: str) -> None:
    labels = [label_rule(rule, language) for rule in LINE_KINDS]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_no_two_kinds_of_line_share_a_name() -> None:
    assert {kind.rule for rule in RULE_TYPES if rule.required for kind in rule.line_kinds} == {
        "hourly_floor",
        "study_floor",
        "fixed_floor",
        "prize_share_floor",
        "prizes",
        "prizes.shared",
        "prizes.unawarded",
        "ties",
        "lapse",
        "lapse.best_rated",
        "lapse.everybody",
        "kill_fee",
        "platform_fee",
        "platform_fee.vat",
        "substitutes",
        "substitutes.reallocated",
    }
    assert all(kind.rule == rule for rule, kind in LINE_KINDS.items())


@prove
@given(fit_policies())
def test_a_policy_is_described_rule_by_rule_in_both_languages(policy: PolicyDocument) -> None:
    english, french = describe_policy(policy, "en"), describe_policy(policy, "fr")
    assert len(english) == len(french) == len(policy.rules)
    for one, other in zip(english, french, strict=True):
        assert one.title and other.title
        assert len(one.sentences) == len(other.sentences) >= 1
        for sentence in (*one.sentences, *other.sentences):
            assert re.match(r"[A-ZÀÉÊ]", sentence)
            assert sentence.endswith(".")
            assert not re.search(r"[{}]|  | ,", sentence)
        assert not any(re.search(r"[ ][:;!?€%]", sentence) for sentence in other.sentences)


def sentences(policy: PolicyDocument, language: str) -> str:
    return " ".join(" ".join(section.sentences) for section in describe_policy(policy, language))


@pytest.mark.parametrize(
    ("rules", "english", "french"),
    [
        ({}, "14 days", "14\u00a0jours"),
        ({}, "times 1.75 for", "multiplié par 1,75 pour"),
        ({}, "less than 100.00 €.", "moins de 100,00\u00a0€."),
        ({}, "on top of the floor", "s’ajoute au plancher"),
        ({}, "every cent owed is paid", "chaque centime dû est versé"),
        ({"lapse": {"silence_seconds": 60}}, "decided 1 minute after", "décidé 1\u00a0minute après"),
        ({"lapse": {"silence_seconds": 5_400}}, "decided 90 minutes after", "décidé 90\u00a0minutes après"),
        ({"lapse": {"silence_seconds": 7_200}}, "decided 2 hours after", "décidé 2\u00a0heures après"),
        ({"lapse": {"silence_seconds": 61}}, "decided 61 seconds after", "décidé 61\u00a0secondes après"),
        ({"lapse": {"distribution": "best_rated"}}, "the best rated take the prizes", "les mieux notés ont les prix"),
        ({"lapse": {"enabled": False}}, "nothing happens and nobody is paid", "personne n’est payé"),
        ({"lapse": {"rights_pass": True}}, "The rights pass to the brand.", "Les droits passent à la marque."),
        ({"kill_fee": {"enabled": False}}, "cancel at any time without paying", "annuler à tout moment sans rien"),
        ({"kill_fee": {"open_bps": 2_550}}, "25.5 % while entries are open", "25,5\u00a0% pendant le dépôt"),
        ({"kill_fee": {"minimum_entries": 30}}, "fewer than 30 entries", "En dessous de 30 créations"),
        ({"kill_fee": {"distribution": "best_rated"}}, "paid to the best rated", "versé aux mieux notées"),
        ({"kill_fee": {"rights_pass": True}}, "The rights pass", "Les droits passent"),
        ({"prizes": {"mode": "absorbed"}}, "the larger of the floor and the prize", "le plus élevé du plancher"),
        ({"prizes": {"shared_bps": 1_500}}, "share 15 % of the prizes", "se partagent 15\u00a0% des prix"),
        ({"prizes": {"award_may_be_none": True}}, "keep the money", "garder l’argent"),
        ({"funding_gate": {"covers": "prizes"}}, "Only the prizes are held", "Seuls les prix"),
        ({"minimum_shortlist": {"minimum": 1}}, "at least 1 entry,", "au moins 1\u00a0création,"),
        ({"platform_fee": {"borne_by": "creative"}}, "The platform keeps 12 %", "La plateforme garde 12\u00a0%"),
        ({"substitutes": {"passes_to": "brand"}}, "goes back to the brand", "revient à la marque"),
        ({"substitutes": {"passes_to": "shortlist"}}, "is shared by the shortlist", "est partagé entre les présé"),
        ({"substitutes": {"reduction_decided_by": "brand"}}, "only the brand, with", "seule la marque, par"),
        ({"unpaid_effort": {"maximum_minutes": 90}}, "asks for 90 minutes of work", "demande au plus 90\u00a0minutes"),
        ({"unpaid_effort": {"maximum_minutes": 0}}, "asks for no work", "ne demande aucun travail"),
        ({"payout_threshold": {"minimum_minor": 500}}, "below 500 minor units", "inférieurs à 500 centimes"),
    ],
)
def test_the_words_follow_the_parameters(rules: dict[str, dict[str, object]], english: str, french: str) -> None:
    policy = make_policy(**rules)
    assert english in sentences(policy, "en")
    assert french in sentences(policy, "fr")
    if rules:
        assert sentences(policy, "en") != sentences(FAIR_1, "en")
        assert sentences(policy, "fr") != sentences(FAIR_1, "fr")


def test_a_kill_fee_says_its_conditions_in_order() -> None:
    def kill_fee(policy: PolicyDocument, language: str) -> tuple[str, ...]:
        titles = {"Cancelling", "Annulation"}
        return next(section.sentences for section in describe_policy(policy, language) if section.title in titles)

    many = make_policy(kill_fee={"minimum_entries": 2})
    for language, opening in (("en", "Nothing is owed with fewer than 2"), ("fr", "En dessous de 2 créations")):
        sentences = kill_fee(many, language)
        assert sentences[1].startswith(opening)
        assert (sentences[0], *sentences[2:]) == kill_fee(FAIR_1, language)


@pytest.mark.parametrize(
    ("amount", "currency", "english", "french"),
    [
        (0, "EUR", "0.00 €", "0,00\u00a0€"),
        (5, "EUR", "0.05 €", "0,05\u00a0€"),
        (-150, "EUR", "-1.50 €", "-1,50\u00a0€"),
        (123_456_789, "EUR", "1,234,567.89 €", "1\u202f234\u202f567,89\u00a0€"),
        (1_500, "JPY", "1,500 ¥", "1\u202f500\u00a0¥"),
        (1_500, "TND", "1.500 DT", "1,500\u00a0DT"),
        (1_500, "XAF", "15.00 XAF", "15,00\u00a0XAF"),
    ],
)
def test_money_in_both_languages(amount: int, currency: str, english: str, french: str) -> None:
    assert format_money(amount, currency, "en") == english
    assert format_money(amount, currency, "fr") == french


def test_shares_and_factors_lose_their_useless_zeros() -> None:
    voice = VOICES["en"]
    assert [voice.percent(bps) for bps in (0, 1, 10, 100, 1_250, 10_000)] == [
        "0 %",
        "0.01 %",
        "0.1 %",
        "1 %",
        "12.5 %",
        "100 %",
    ]
    assert [voice.factor(bps) for bps in (10_000, 17_500, 100_000, 1)] == ["1", "1.75", "10", "0.0001"]


def test_french_counts_zero_in_the_singular() -> None:
    assert voice_of("fr").count(0, "jour", "jours") == "0\u00a0jour"
    assert voice_of("en").count(0, "day", "days") == "0 days"


def test_a_line_of_an_unknown_rule_is_not_explained_away() -> None:
    with pytest.raises(KeyError):
        explain_line(SettlementLine(1, None, "unknown", "fee", 1, {}, ""), "en")
