"""A small audit of a running site, with nothing but Python's standard library and, for proofs, `cryptography`.

    SITE=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python docs/examples/audit_client.py PUBLIC_KEY

It adds up all postings by itself and compares the sums with the site's trial balance, replays the latest settlements
with the engine in this repository (which knows neither site nor database), and has some entries proved. Read it as a
beginning: whatever it asks for is described at SITE/api/v1/docs/.
"""

import json
import os
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))  # For the engine: `payouts.policy` needs nothing beside Python.


class Auditor:
    """Speaks to the API with a token of its own."""

    def __init__(self, site: str, client_id: str, client_secret: str) -> None:
        self.site = site
        pair = b64encode(f"{client_id}:{client_secret}".encode()).decode()
        form = urlencode({"grant_type": "client_credentials"}).encode()
        with urlopen(Request(f"{site}/oauth/token", form, {"Authorization": f"Basic {pair}"})) as reply:
            self.headers = {"Authorization": f"Bearer {json.load(reply)['access_token']}"}

    def open(self, path: str, **query: Any) -> Any:
        address = path if path.startswith("http") else f"{self.site}/api/v1/{path}"
        return urlopen(Request(f"{address}?{urlencode(query)}" if query else address, headers=self.headers))

    def get(self, path: str, **query: Any) -> Any:
        with self.open(path, **query) as reply:
            return json.load(reply)

    def rows(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """A list, page after page."""
        page = self.get(path, **query)
        yield from page["results"]
        while page["next"]:
            page = self.get(page["next"])
            yield from page["results"]

    def export(self, name: str, **query: Any) -> Iterator[dict[str, Any]]:
        """A file, row after row, however long it is."""
        with self.open(f"audit/exports/{name}", form="jsonl", **query) as lines:
            yield from map(json.loads, lines)


def add_up(auditor: Auditor) -> str:
    """Sum all postings, and compare with what the site says."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for entry in auditor.export("journal-entries"):
        for leg in entry["postings"]:
            group = "escrow" if leg["account"].startswith("escrow:") else leg["account"]
            sums[group, leg["currency"], leg["side"]] += leg["amount_minor"]
    for row in auditor.get("audit/trial-balance")["rows"]:
        for side in ("debit", "credit"):
            if sums[row["group"], row["currency"], side] != row[f"{side}_minor"]:
                return f"DIFFERENT: {row['group']} ({row['currency']}), {side}"
    return f"{len(sums)} sums are the site's own, to the cent"


def replay_settlements(auditor: Auditor, most: int = 20) -> str:
    """Settle the stored facts again, here."""
    from payouts.policy import replay

    done = 0
    for _, listed in zip(range(most), auditor.rows("audit/settlements"), strict=False):
        stored = auditor.get(f"audit/settlements/{listed['id']}")
        again = replay(stored["policy_in_full"]["document"], stored["terms"], stored["facts"])
        lines = [(line["position"], line["rule"], line["amount_minor"]) for line in stored["lines"]]
        if lines != [(line.position, line.rule, line.amount_minor) for line in again.lines]:
            return f"DIFFERENT: settlement {listed['id']}"
        done += 1
    return f"{done} settlements come out the same, line by line"


def prove_entries(auditor: Auditor, key: str, most: int = 5) -> str:
    """Have the entries of the latest seals proved, and check each proof without the site."""
    checked = 0
    for _, entry in zip(range(most), auditor.rows("audit/journal-entries", limit=100), strict=False):
        proof = auditor.get(f"audit/journal-entries/{entry['id']}/proof")
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(proof, file)
            file.flush()
            subprocess.run([sys.executable, HERE / "check_proof.py", file.name, key], check=True, capture_output=True)
        if not proof["unchanged"]:
            return f"DIFFERENT: journal entry {entry['id']} is not what was sealed"
        checked += 1
    return f"{checked} entries proved under the key {key[:16]}…"


def main() -> None:
    auditor = Auditor(os.environ["SITE"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    print(add_up(auditor))
    print(replay_settlements(auditor))
    print(prove_entries(auditor, sys.argv[1]))


if __name__ == "__main__":
    main()
