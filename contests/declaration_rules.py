"""What a maker declares of a version: what in it is not theirs, and how AI was used; and what a brief allows of the
latter. Reads nothing and writes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from contests.errors import Problem

MAX_ITEMS = 40
MAX_NAME, MAX_ADDRESS, MAX_LICENCE, MAX_TOOL, MAX_PURPOSE = 160, 300, 120, 120, 600
ADDRESS = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)


class AiPolicy(StrEnum):
    """What a brief allows: nothing, only ideas that are then worked out by hand, or anything that is declared."""

    NO = "no"
    IDEAS = "ideas"
    DECLARED = "declared"


class AiUse(StrEnum):
    """How AI was used for a version: not at all, for ideas, or so that some of what it made is in the work."""

    NONE = "none"
    IDEAS = "ideas"
    WORK = "work"


ALLOWED: dict[AiPolicy, tuple[AiUse, ...]] = {
    AiPolicy.NO: (AiUse.NONE,),
    AiPolicy.IDEAS: (AiUse.NONE, AiUse.IDEAS),
    AiPolicy.DECLARED: (AiUse.NONE, AiUse.IDEAS, AiUse.WORK),
}


class ItemKind(StrEnum):
    """What is not the maker's own: a work that it builds on, a typeface, or bought or free stock material."""

    SOURCE = "source"
    FONT = "font"
    STOCK = "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One thing that is not the maker's own. A typeface has a name; a source or stock material a name or an address."""

    kind: str
    name: str = ""
    address: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationDraft:
    """What is declared of one version."""

    ai_use: str
    ai_tool: str = ""
    ai_purpose: str = ""
    items: Sequence[ItemDraft] = ()


def problems_in_declaration(draft: DeclarationDraft) -> list[Problem]:
    """Everything wrong with a declaration by itself.

    >>> [one.field for one in problems_in_declaration(DeclarationDraft(ai_use="work"))]
    ['ai_tool', 'ai_purpose']
    >>> problems_in_declaration(DeclarationDraft(ai_use="none", items=[ItemDraft(kind="font", name="X", licence="O")]))
    []
    >>> (one,) = problems_in_declaration(DeclarationDraft(ai_use="none", items=[ItemDraft(kind="font", name="X")]))
    >>> one.field, one.place
    ('items', (0, 'licence'))
    """
    return [*_ai(draft), *_items(draft.items)]


def problems_with_policy(policy: str, draft: DeclarationDraft | None) -> list[Problem]:
    """What the brief does not allow of it. Where AI is allowed, nothing need be declared by programs that never did.

    >>> [one.field for one in problems_with_policy("no", None)], problems_with_policy("declared", None)
    (['ai_use'], [])
    >>> problems_with_policy("ideas", DeclarationDraft(ai_use="ideas", ai_tool="X", ai_purpose="moods"))
    []
    """
    if policy == AiPolicy.DECLARED:
        return []
    if draft is None:
        return [Problem("ai_use", _("This brief limits the use of AI: declare how you used it, if at all."))]
    if draft.ai_use in ALLOWED[AiPolicy(policy)]:
        return []
    if policy == AiPolicy.NO:
        sentence = _("This brief takes no work for which AI was used. Send one made without it.")
    else:
        sentence = _("In this brief AI may help to find ideas, but nothing that it made may be in the work.")
    return [Problem("ai_use", sentence)]


def _ai(draft: DeclarationDraft) -> Iterator[Problem]:
    if draft.ai_use not in {use.value for use in AiUse}:
        yield Problem("ai_use", _("Say whether AI was used: not at all, for ideas, or in the work."))
        return
    for field, text, most in (("ai_tool", draft.ai_tool, MAX_TOOL), ("ai_purpose", draft.ai_purpose, MAX_PURPOSE)):
        if draft.ai_use != AiUse.NONE and not text.strip():
            yield Problem(field, _("Name the tool and say what you used it for."))
        elif draft.ai_use == AiUse.NONE and text.strip():
            yield Problem(field, _("You said that no AI was used: leave this empty, or change your answer."))
        yield from _text(field, text, most)


def _items(items: Sequence[ItemDraft]) -> Iterator[Problem]:
    if len(items) > MAX_ITEMS:
        yield Problem("items", _("Declare at most %(most)d things.") % {"most": MAX_ITEMS})
    for number, item in enumerate(items):
        for part, sentence in _item(item):
            yield Problem("items", sentence, (number, part))


def _item(item: ItemDraft) -> Iterator[tuple[str, str]]:
    """What is wrong with one thing, each with the part of it that is to be changed."""
    if item.kind not in {kind.value for kind in ItemKind}:
        yield "kind", _("Say of each thing whether it is a source, a font or stock material.")
    if not item.name.strip() and (item.kind == ItemKind.FONT or not item.address.strip()):
        yield "name", _("Give each font a name, and every other thing a name or an address.")
    if not item.licence.strip():
        yield "licence", _("Give the licence under which you use each thing, such as OFL, CC BY 4.0 or bought.")
    if item.address.strip() and not ADDRESS.fullmatch(item.address.strip()):
        yield "address", _("Write each address in full, such as https://example.org/photo")
    for part, most in (("name", MAX_NAME), ("address", MAX_ADDRESS), ("licence", MAX_LICENCE)):
        for problem in _text(part, getattr(item, part), most):
            yield part, problem.message


def _text(field: str, text: str, most: int) -> Iterator[Problem]:
    if len(text.strip()) > most:
        yield Problem(field, _("Shorten this to at most %(most)d characters.") % {"most": most})
    elif "\0" in text:
        yield Problem(field, _("This holds a character that cannot be kept."))
