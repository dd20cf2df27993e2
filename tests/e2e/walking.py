"""A walk through the site by several people, each at a browser of their own, in one language and on one screen.

The site runs in the test's own process, so that nothing has to be waited for: the test does what the workers would do,
when they would do it.
"""

from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from contests.models import Contest, Deadline
from contests.services.deadlines import work_off_deadlines
from tests.e2e.looking import Visitor
from tests.fixtures.contests import picture
from tests.fixtures.payday import Payday
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import make_brand, make_creative, owner_of

WORDS = {
    "fr": {
        "brand": "Boulangerie Lune",
        "title": "Une enseigne de nuit",
        "summary": "Une lune au-dessus du four.",
        "description": "Une boulangerie ouverte la nuit. Son enseigne doit se lire de loin.",
        "deliverables": "Fichier vectoriel",
        "rights_scope": "Enseigne et site",
        "rights_territory": "France",
        "comment": "La lune est trop basse.",
        "reply": "Je la remonte.",
        "question": "Sur quel fond sera-t-elle posée ?",
        "answer": "Sur de la brique rouge.",
        "entry": "Lune",
    },
    "en": {
        "brand": "Moon Bakery",
        "title": "A sign for the night",
        "summary": "A moon above the oven.",
        "description": "A bakery that is open at night. Its sign must be read from afar.",
        "deliverables": "Vector file",
        "rights_scope": "Sign and website",
        "rights_territory": "France",
        "comment": "The moon hangs too low.",
        "reply": "I will raise it.",
        "question": "What will be behind it?",
        "answer": "A wall of red bricks.",
        "entry": "Moon",
    },
}


class Walk:
    """One walk: its people at their browsers, and what the workers do between their steps."""

    def __init__(self, browser: Browser, site: str, language: str, width: int, payday: Payday, folder: Path) -> None:
        self.browser, self.site, self.language, self.width = browser, site, language, width
        self.payday = payday
        self.words = WORDS[language]
        self.work = folder / "work.png"
        self.work.write_bytes(picture())
        self.visitors: list[Visitor] = []
        self.contest = Contest()
        self.other_maker, self.other_owner = make_creative("stranger"), owner_of(make_brand(name="Other"))

    def visitor(self, user: User | None = None) -> Visitor:
        """Somebody at a browser; whoever is named has signed in."""
        cookie = sign_in(Client(), user).cookies["session"].value if user else ""
        if user:
            User.objects.filter(pk=user.pk).update(locale=self.language)
        self.visitors.append(Visitor(self.browser, self.site, self.language, self.width, cookie=cookie))
        return self.visitors[-1]

    def tell(self) -> None:
        """All that was wrong with any page on the way."""
        findings = [one for visitor in self.visitors for one in visitor.findings]
        assert not findings, "\n".join(findings)

    def at(self, name: str, *args: Any) -> str:
        """The address of a page of the contest, or of something else."""
        return reverse(f"pages:{name}", args=args or [self.contest.pk])

    def strangers_try(self, *addresses: str) -> None:
        """Another brand and another creative find nothing there; nobody is asked to sign in, or finds nothing."""
        for user in (self.other_maker, self.other_owner, None):
            client = sign_in(Client(), user) if user else Client()
            for address in addresses:
                status = client.get(address).status_code
                assert status in ((403, 404) if user else (302, 404)), (user, address, status)

    def let_pass(self, kind: str, state: str) -> None:
        """Bring a deadline forward, and act on it as a worker does."""
        now = timezone.now()
        Deadline.objects.filter(contest=self.contest, kind=kind, due_state="waiting").update(due_at=now)
        work_off_deadlines(now=now)
        self.contest.refresh_from_db()
        assert self.contest.state == state
