"""The bank that takes files, in a storm: `mock-bank` with a durable book. Its days pass as fast as it is told to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from schwifty import IBAN

from tests.faults.storm.banks import HEARS_WITHIN, Bank, Line
from tests.faults.storm.engines import Ground

ACCOUNT = "ACME"
"""One of the accounts that it begins with; it becomes the platform's."""

USER = "fairbrief"


def iban_of(number: int) -> str:
    """A French account number with check digits that agree."""
    return str(IBAN.generate("FR", bank_code="30006", account_code=f"{number:011d}", branch_code="00001"))


class SepaBank(Bank):
    """Payments to an account in `sends_back` come back the day after, one a day."""

    rail = "sepa"

    def __init__(self, ground: Ground) -> None:
        self.sends_back: set[str] = set()
        self._day = datetime.now(UTC).replace(hour=9, minute=0)
        super().__init__(ground)
        self.iban = str(self._call("GET", f"/_mock/accounts/{ACCOUNT}")["iban"])

    def words(self) -> list[str]:
        # Its clock is nowhere in its book: started again, it has to be told what day it is.
        words = ["mockbank", "--port", str(self.port), "--db", str(self.book), "--auth", f"{USER}:{self.secret}"]
        return [*words, "--clock", f"{self._day:%Y-%m-%dT%H:%M}", "--quiet"]

    def variables(self, port: int) -> dict[str, str]:
        return {
            "SEPA_ACCOUNT_HOLDER": "Fairbrief SAS",
            "SEPA_ACCOUNT_IBAN": self.iban,
            "SEPA_COLLECT_MINUTES": "0",
            "SEPA_BANK_URL": f"http://127.0.0.1:{port}",
            "SEPA_BANK_USER": USER,
            "SEPA_BANK_PASSWORD": self.secret,
        }

    @property
    def options(self) -> dict[str, Any]:
        return {
            "holder": "Fairbrief SAS",
            "iban": self.iban,
            "collect_seconds": 0,
            "url": self.url,
            "user": USER,
            "password": self.secret,
        }

    def lines(self) -> list[Line]:
        found = self.query("SELECT end_to_end_id, status, booked_at IS NOT NULL, amount FROM payment")
        return [
            Line(key, "paid" if is_booked and status == "accepted" else status, amount)
            for key, status, is_booked, amount in found
        ]

    def tick(self) -> None:
        """A day passes, if there is anything to book: the next statement tells of it."""
        if self.is_quiet():
            return
        self._call("PATCH", f"/_mock/accounts/{ACCOUNT}", json=self._mood())
        self.pass_a_day()

    def pass_a_day(self) -> None:
        self._call("POST", "/_mock/advance", params={"days": 1})
        self._day += timedelta(days=1)

    def receive(self, amount_minor: int, *, note: str, payer: int) -> None:
        """Somebody sends money to the platform; the next day's statement tells of it."""
        debtor = {"name": f"Payer {payer}", "iban": iban_of(70_000 + payer)}
        body = {"account": ACCOUNT, "amount": amount_minor, "note": note, "debtor": debtor}
        self._call("POST", "/_mock/credits", json=body)

    def is_quiet(self) -> bool:
        return not self._coming("status = 'accepted' AND (booked_at IS NULL OR return_due IS NOT NULL)")

    def open_account(self, iban: str, behaviour: str) -> None:
        """A payee's account at this very bank, to which it behaves in this way."""
        self._call(
            "POST", "/_mock/accounts", json={"id": f"P{iban[-9:]}", "name": "P", "iban": iban, "behaviour": behaviour}
        )

    def _mood(self) -> dict[str, Any]:
        """Which of the payments that it books today it will send back tomorrow."""
        due = self._coming("status = 'accepted' AND booked_at IS NULL")
        chosen = [key for key, iban in due if iban in self.sends_back]
        if not chosen:
            return {"behaviour": "accept", "parameters": {}}
        return {
            "behaviour": "return-later",
            "parameters": {"days": 1, "reason": "AC06", "end_to_end_id": chosen[0]},
        }

    def _coming(self, where: str) -> list[tuple[str, str]]:
        return self.query(f"SELECT end_to_end_id, creditor_iban FROM payment WHERE {where}")

    def _call(self, method: str, path: str, **given: Any) -> Any:
        given |= {"trust_env": False, "timeout": HEARS_WITHIN}
        answer = httpx.request(method, f"{self.url}{path}", auth=(USER, self.secret), **given)
        answer.raise_for_status()
        return answer.json()
