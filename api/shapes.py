"""What replies look like, where it is not simply a selector's value."""

from typing import Any

from django.utils.translation import get_language

from payouts.policy import explain_line
from payouts.selectors.funding import EscrowPosition
from payouts.services.quoting import Quote


def quote_shape(quote: Quote) -> dict[str, Any]:
    """A quote: the policy, the terms, and either problems, or the liability and what each way of ending costs."""
    return {
        "policy": {"slug": quote.policy.slug, "version": quote.policy.version, "title": quote.policy.title},
        "terms": quote.terms.to_dict(),
        "problems": [
            {"field": problem.field, "bound": problem.bound, "reason": str(problem.reason)}
            for problem in quote.problems
        ],
        "liability": quote.liability.to_dict() if quote.liability else None,
        "costs": [cost.to_dict() for cost in quote.costs],
    }


def money_of(position: EscrowPosition | None) -> dict[str, Any] | None:
    """A contest's money; None before funds were asked for."""
    if position is None:
        return None
    names = (
        "currency",
        "liability_minor",
        "held_minor",
        "on_its_way_minor",
        "missing_minor",
        "paid_in_minor",
        "owed_minor",
        "paid_minor",
        "refunded_minor",
        "is_covered",
    )
    return {name: getattr(position, name) for name in names}


def line_shape(line: Any, entry_id: Any = None) -> dict[str, Any]:
    """A settlement's line with its reason in the reader's language."""
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return {
        "position": line.position,
        "entry": entry_id or line.entry_id,
        "component": line.component,
        "rule": line.rule,
        "amount_minor": line.amount_minor,
        "formula": line.formula,
        "inputs": dict(line.inputs),
        "explanation": explain_line(line, language),
    }
