"""A document as values, and as the dictionary that is stored and hashed. Decides nothing but its own form.

Amounts are whole minor units; days are ISO 8601 text. The stored form is all that a document is ever printed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, TypeAlias

from payouts.policy import sha256_hex

Kind: TypeAlias = Literal["fee_invoice", "self_billed", "credit_note", "statement"]
Language: TypeAlias = Literal["en", "fr"]
Category: TypeAlias = Literal["S", "E", "AE", "O"]
"""Standard rate, exempt, reverse charge, outside the tax's scope: UNTDID 5305, as EN 16931 uses it."""

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as they were when the document was issued. `ref` is our own name for them; `country` two letters."""

    name: str
    country: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    vat_number: str = ""
    company_number: str = ""
    ref: str = ""

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it is written on a page, without the country."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return tuple(line.strip() for line in (*self.street.split("\n"), town) if line.strip())


@dataclass(frozen=True, slots=True)
class Line:
    """One thing supplied, once. `obligation` names the debt that it documents, if it does."""

    name: str
    note: str
    net_minor: int
    category: Category
    rate_bps: int
    obligation: str = ""


@dataclass(frozen=True, slots=True)
class Tax:
    """What one rate of one category comes to; without tax, `reason` says why and `reason_code` for programs (VATEX)."""

    category: Category
    rate_bps: int
    base_minor: int
    tax_minor: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount that is told beside the document's own sums and is no part of them."""

    label: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Credited:
    """The invoice that a credit note takes back."""

    reference: str
    issued_on: str
    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands in a document.

    `is_inclusive`: the gross was agreed and the tax is inside it. `paid_minor` was paid when it was issued. `figures`
    are told for information, under `figures_title`. `mentions` are sentences that the law, or fairness, asks for.
    """

    kind: Kind
    language: Language
    reference: str
    issued_on: str
    supplied_on: str
    currency: str
    seller: Party
    buyer: Party
    subject: str
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    net_minor: int
    tax_minor: int
    gross_minor: int
    paid_minor: int
    is_inclusive: bool = False
    mentions: tuple[tuple[str, str], ...] = ()
    figures_title: str = ""
    figures: tuple[Figure, ...] = ()
    credits: Credited | None = None
    format: int = FORMAT

    @property
    def due_minor(self) -> int:
        """What is still to be paid."""
        return self.gross_minor - self.paid_minor

    def to_dict(self) -> dict[str, Any]:
        """The stored form."""
        return _plain(asdict(self))  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Content:
        """The document from its stored form. Raises ValueError for a form that this code does not know."""
        if stored.get("format") != FORMAT:
            raise ValueError(f"a document of format {stored.get('format')!r}")
        known = {field.name: stored[field.name] for field in fields(cls)}
        return cls(
            **known
            | {
                "seller": Party(**stored["seller"]),
                "buyer": Party(**stored["buyer"]),
                "lines": tuple(Line(**line) for line in stored["lines"]),
                "taxes": tuple(Tax(**tax) for tax in stored["taxes"]),
                "mentions": tuple((title, text) for title, text in stored["mentions"]),
                "figures": tuple(Figure(**figure) for figure in stored["figures"]),
                "credits": Credited(**stored["credits"]) if stored["credits"] else None,
            }
        )

    def digest(self) -> str:
        """The SHA-256 of the stored form's canonical JSON, in hexadecimal."""
        return sha256_hex(self.to_dict())


def _plain(value: Any) -> Any:
    """Tuples as lists, so that what is stored and what is read back are equal."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
