"""What is declared of a version, and what a brief allows, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.declaration_rules import AiPolicy, AiUse, ItemKind
from contests.selectors.declarations import DeclarationCard, DeclaredCard

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """A brief's policy: as its brand chooses it, as a fact of the brief, and as its makers are told."""

    choice: Words
    fact: Words
    for_makers: Words


AI_POLICIES: dict[str, PolicyShown] = {
    AiPolicy.DECLARED: PolicyShown(
        _("All that is declared: you are told which tool made what"),
        _("Allowed, if it is declared"),
        _("This brief allows it. The brand reads what you declare."),
    ),
    AiPolicy.IDEAS: PolicyShown(
        _("Ideas only: nothing that AI made may be in the work"),
        _("For ideas only, and declared"),
        _("In this brief AI may help to find ideas, but nothing that it made may be in the work."),
    ),
    AiPolicy.NO: PolicyShown(
        _("Nothing: the work is made without AI"),
        _("Not allowed"),
        _("This brief takes only work that was made without AI."),
    ),
}
AI_USES: dict[str, Words] = {
    AiUse.NONE: _("No, not at all"),
    AiUse.IDEAS: _("Only to find ideas"),
    AiUse.WORK: _("Yes, some of what it made is in the work"),
}
ITEM_KINDS: dict[str, Words] = {
    ItemKind.SOURCE: _("Source"),
    ItemKind.FONT: _("Font"),
    ItemKind.STOCK: _("Stock material"),
}
AI_USED: dict[str, Words] = {
    AiUse.NONE: _("No AI was used"),
    AiUse.IDEAS: _("AI was used to find ideas"),
    AiUse.WORK: _("Some of what AI made is in the work"),
}


@dataclass(frozen=True, slots=True)
class ShownItem:
    card: DeclaredCard
    kind: Words


@dataclass(frozen=True, slots=True)
class ShownDeclaration:
    card: DeclarationCard
    ai: Words
    items: tuple[ShownItem, ...]


def shown_declaration(card: DeclarationCard | None) -> ShownDeclaration | None:
    """A version's declaration in the reader's language; None where there is none for them."""
    if card is None:
        return None
    items = tuple(ShownItem(item, ITEM_KINDS[item.kind]) for item in card.items)
    return ShownDeclaration(card, AI_USED[card.ai_use], items)
