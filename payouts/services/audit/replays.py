"""Replays settlements from what is stored with them, and compares with what was written then, to the cent."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from payouts.models import PayoutPolicy, Settlement, SettlementLine
from payouts.policy import Facts, Terms, parse_policy, settle, settlement_digest, sha256_hex
from payouts.policy import Settlement as Replayed

CHUNK: Final = 200


def replay_settlements(limit: int | None) -> tuple[int, list[str]]:
    """Replay the newest settlements (all, with None). Returns how many, and a sentence for each that differs."""
    keys = list(Settlement.objects.order_by("-pk").values_list("pk", flat=True)[:limit])
    wrong = []
    for start in range(0, len(keys), CHUNK):
        wrong += list(_replay_chunk(keys[start : start + CHUNK]))
    return len(keys), wrong


def difference_on_replay(settlement: Settlement) -> str:
    """How a replay differs from what is stored, '' if it does not."""
    return next(iter(_replay_chunk([settlement.pk])), "")


def _replay_chunk(keys: Sequence[int]) -> Iterator[str]:
    lines: dict[int, list[tuple[Any, ...]]] = {}
    for settlement_id, *line in (
        SettlementLine.objects.filter(settlement__in=keys)
        .order_by("position")
        .values_list("settlement_id", "position", "entry_id", "component", "rule", "amount_minor", "inputs", "formula")
    ):
        lines.setdefault(settlement_id, []).append(tuple(line))
    stored = Settlement.objects.filter(pk__in=keys).select_related("policy").order_by("pk")
    for settlement in stored:
        difference = _compare(settlement, lines.get(settlement.pk, []))
        if difference:
            yield f"settlement {settlement.pk}: {difference}"


def _compare(stored: Settlement, lines: Sequence[tuple[Any, ...]]) -> str:
    if not _is_untouched(stored.policy):
        return "its policy's document is not the one that was published"
    try:
        policy, terms = parse_policy(stored.policy.document), Terms.from_dict(stored.terms)
        facts = Facts.from_dict(stored.facts)
        replayed = settle(policy, terms, facts)
    except (ValueError, TypeError, KeyError) as refusal:
        return f"its facts are refused: {refusal}"
    if settlement_digest(policy, terms, facts, replayed) != stored.digest:
        return "its digest differs"
    totals = (replayed.owed_total_minor, replayed.fee_minor, replayed.tax_minor)
    if totals != (stored.owed_minor, stored.fee_minor, stored.tax_minor):
        return f"its totals are {(stored.owed_minor, stored.fee_minor, stored.tax_minor)}, replayed {totals}"
    if [_plain(line) for line in lines] != _lines_of(replayed):
        return "its lines differ"
    return ""


def _is_untouched(policy: PayoutPolicy) -> bool:
    return sha256_hex(policy.document) == policy.document_sha256


def _plain(line: tuple[Any, ...]) -> tuple[Any, ...]:
    position, entry_id, *rest = line
    return (position, None if entry_id is None else str(entry_id), *rest)


def _lines_of(settlement: Replayed) -> list[tuple[Any, ...]]:
    return [
        (line.position, line.entry_id, line.component, line.rule, line.amount_minor, dict(line.inputs), line.formula)
        for line in settlement.lines
    ]
