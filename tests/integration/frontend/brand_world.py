"""Everybody around one brand, and how each meets an address."""

from dataclasses import dataclass

from django.test import Client

from accounts.models import Brand, MemberRole, StaffRole, User
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import add_member, make_brand, make_creative, owner_of

TEAM = {"owner", "manager", "judge", "finance"}
PLATFORM = {"auditor", "admin"}
STRANGERS = {"other owner", "creative"}
EVERYBODY = TEAM | PLATFORM | STRANGERS | {"nobody"}


@dataclass
class World:
    """One of each kind, around one brand."""

    brand: Brand
    people: dict[str, User]

    def client(self, who: str) -> Client:
        client = Client()
        return sign_in(client, self.people[who]) if who in self.people else client

    def answers(self, address: str, method: str = "get", data: dict[str, object] | None = None) -> dict[str, int]:
        """The status that each of them gets."""
        return {who: getattr(self.client(who), method)(address, data or {}).status_code for who in sorted(EVERYBODY)}

    def readers(self, address: str) -> set[str]:
        """Who sees a page. It does not exist for the others who signed in; nobody is asked to."""
        answers = self.answers(address)
        assert answers.pop("nobody") == 302
        assert set(answers.values()) <= {200, 404}, answers
        return {who for who, status in answers.items() if status == 200}


def make_world() -> World:
    brand = make_brand()
    return World(
        brand,
        {
            "owner": owner_of(brand),
            "manager": add_member(brand, MemberRole.MANAGER),
            "judge": add_member(brand, MemberRole.JUDGE),
            "finance": add_member(brand, MemberRole.FINANCE),
            "other owner": owner_of(make_brand(name="Other")),
            "creative": make_creative(),
            "auditor": hire(StaffRole.AUDITOR),
            "admin": hire(StaffRole.ADMIN),
        },
    )
