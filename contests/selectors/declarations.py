"""What is declared of the versions of an entry: one query. Who may read it is for the caller to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import orjson

from contests.selectors.paging import fetch_all

DECLARATIONS = """
    SELECT d.version_id, d.ai_use, d.ai_tool, d.ai_purpose,
           ARRAY(SELECT jsonb_build_array(i.kind, i.name, i.address, i.licence)
                 FROM contests_declareditem i WHERE i.declaration_id = d.version_id ORDER BY i.position)
    FROM contests_versiondeclaration d WHERE d.version_id = ANY(%(versions)s)
"""


@dataclass(frozen=True, slots=True)
class DeclaredCard:
    """One thing that is not the maker's own. `address` is empty while the author is hidden: it might name them."""

    kind: str
    name: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class DeclarationCard:
    """What is declared of one version."""

    ai_use: str
    ai_tool: str
    ai_purpose: str
    items: tuple[DeclaredCard, ...]


def declarations_of(versions: Iterable[UUID], *, with_addresses: bool) -> dict[UUID, DeclarationCard]:
    """By version, those that have one."""
    return {
        key: DeclarationCard(
            ai_use,
            tool,
            purpose,
            tuple(
                DeclaredCard(kind, name, address if with_addresses else "", licence)
                for kind, name, address, licence in map(orjson.loads, items)
            ),
        )
        for key, ai_use, tool, purpose, items in fetch_all(DECLARATIONS, {"versions": list(versions)})
    }
