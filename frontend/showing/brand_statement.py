"""A brand's statement in words: its months, what each movement was, what each kind came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.formatting import reader_locale
from payouts.selectors.brand_moves import Means, MovementKind
from payouts.selectors.brand_statements import BrandMovement, Held, KindTotal

Words = str | Promise
MONTHS_OF_YEAR = 12

KIND: dict[MovementKind, Words] = {
    MovementKind.PAYMENT_IN: _("Paid in"),
    MovementKind.PAYMENT_RETURNED: _("Taken back by your bank"),
    MovementKind.CREATIVES: _("Set aside for creatives"),
    MovementKind.FEE: _("Platform fee"),
    MovementKind.VAT: _("VAT on the fee"),
    MovementKind.CONTRIBUTIONS: _("Social contributions"),
    MovementKind.SOLIDARITY: _("Solidarity fund"),
    MovementKind.REFUND_OWED: _("Owed back to you"),
    MovementKind.DISPUTE: _("Decided in a dispute"),
    MovementKind.REFUND_PAID: _("Paid back to you"),
    MovementKind.REFUND_RETURNED: _("Did not arrive, owed again"),
    MovementKind.OTHER: _("Correction"),
}
MEANS: dict[Means, Words] = {
    Means.CARD: _("By card"),
    Means.TRANSFER: _("By bank transfer"),
    Means.ACCOUNT: _("From your account"),
}


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the books, which are kept in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month that an address names; None if it names none.

        >>> Month.read("2026-03"), Month.read("2026-13"), Month.read("March")
        (Month(year=2026, number=3), None, None)
        """
        try:
            return cls.of(datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC))
        except ValueError:
            return None

    @property
    def starts_at(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def ends_at(self) -> datetime:
        return self.shifted(1).starts_at

    @property
    def key(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def name(self) -> str:
        return format_date(self.starts_at, "LLLL y", locale=reader_locale())

    def shifted(self, months: int) -> "Month":
        """So many months later.

        >>> Month(2026, 12).shifted(1), Month(2026, 1).shifted(-1)
        (Month(year=2027, number=1), Month(year=2025, number=12))
        """
        year, index = divmod(self.year * MONTHS_OF_YEAR + self.number - 1 + months, MONTHS_OF_YEAR)
        return Month(year, index + 1)

    def until(self, last: "Month") -> "list[Month]":
        """From this one to the last, that first."""
        between = (last.year - self.year) * MONTHS_OF_YEAR + last.number - self.number
        return [last.shifted(-back) for back in range(between + 1)]


@dataclass(frozen=True, slots=True)
class ShownMovement:
    """One movement with what it was."""

    row: BrandMovement
    words: Words
    means: Words


def shown_movements(rows: Sequence[BrandMovement]) -> list[ShownMovement]:
    return [ShownMovement(row, KIND[row.kind], MEANS[row.means] if row.means else "") for row in rows]


def shown_totals(totals: Sequence[KindTotal]) -> list[tuple[Words, Held]]:
    return [(KIND[total.kind], total.change) for total in totals]
