"""What a draft's brand is told before the launch: `contests.brief_check`, with the pay that the draft would offer.

Pay is compared when both are full: so many entries as their policies let in, so that an empty brief does not look
better than one that people have entered. Writes nothing.
"""

from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import Final
from uuid import UUID

from contests.brief_check import Advice, PayFacts, advise
from contests.brief_rules import BriefDraft
from contests.errors import NotVisible
from contests.models import Guest, InvitationLink, StoredFile
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, role_on
from contests.services.briefs import draft_of, find_contest
from contests.visibility import BRAND_ROLES, PLATFORM_ROLES
from payouts.errors import NoTariff
from payouts.selectors.expected_pay import ExpectedPay, expected_pay_of
from payouts.services.quoting import quote_draft
from payouts.services.terms import terms_of_brief

COMPARED: Final = 40
ENOUGH: Final = 3
"""Fewer contests than these are no usual pay."""

RECENT: Final = """
    SELECT c.id FROM contests_contest c JOIN contests_brief b ON b.contest_id = c.id
    WHERE b.category_id = %(category)s AND c.currency = %(currency)s AND c.opens_at IS NOT NULL
      AND c.kind NOT IN ('invited', 'nda')
    ORDER BY c.opens_at DESC, c.id LIMIT %(most)s
"""


def advice_for(viewer: Viewer, contest_id: UUID, *, now: datetime) -> list[Advice]:
    """What creatives will miss in this brief, for its brand and the platform. Raises NotVisible."""
    contest = find_contest(contest_id)
    role = None if contest is None else role_on(contest, viewer)
    if contest is None or (role not in BRAND_ROLES and role not in PLATFORM_ROLES):
        raise NotVisible
    draft = draft_of(contest)
    attachments = StoredFile.objects.filter(brief_id=contest_id).count()
    invited = Guest.objects.filter(contest=contest, withdrawn_at=None).count() + sum(
        link.is_open(now) for link in InvitationLink.objects.filter(contest=contest)
    )
    return advise(draft, pay_facts(draft, now=now), attachments=attachments, now=now, invited=invited)


def pay_facts(draft: BriefDraft, *, now: datetime) -> PayFacts:
    """What the draft would pay an hour once it is full, and what its category's briefs do."""
    try:
        quote = quote_draft(terms_of_brief(draft), now=now)
    except NoTariff:
        return PayFacts()
    if quote.liability is None or quote.problems:
        return PayFacts()
    said = quote.terms
    own = ExpectedPay(
        contest_id=UUID(int=0),
        currency=said.currency,
        floor_minor=quote.liability.floors[said.shortlist_max - 1].amount_minor,
        prizes_minor=said.prizes_total_minor,
        places=said.shortlist_max,
        entrants=max(said.entry_cap, 1),
        entry_cap=said.entry_cap,
        effort_minutes=said.effort_minutes,
        hourly_minimum_minor=said.hourly_minimum_minor,
    )
    return PayFacts(own.hourly_minor, _usual(draft), own.odds_bps)


def _usual(draft: BriefDraft) -> int | None:
    rows = fetch_all(RECENT, {"category": draft.category, "currency": draft.currency, "most": COMPARED})
    pay = expected_pay_of([key for (key,) in rows]).values()
    hourly = [replace(one, entrants=max(one.entry_cap, 1)).hourly_minor for one in pay]
    return int(median(hourly)) if len(hourly) >= ENOUGH else None
