"""What a brief says, for the page of its contest: covered until its confidentiality is accepted, whole after that."""

from dataclasses import replace

from contests.models import Contest
from contests.selectors.attachments import attachments_of
from contests.selectors.cards import ContestCard, ContestPage
from contests.selectors.kits import kit_card
from contests.tones import said
from contests.visibility import Reader


def covered_page(contest: Contest, card: ContestCard, reader: Reader) -> ContestPage:
    """The page with nothing on it of what is asked for."""
    return ContestPage(
        card=card,
        description="",
        audience="",
        deliverables=(),
        rights_scope="",
        rights_territory="",
        rights_years=contest.brief.rights_years,
        rights_kinds=(),
        language=contest.brief.language,
        shortlist_min=contest.shortlist_min,
        timeline=contest.timeline,
        suspended_from=contest.suspended_from,
        cancel_stage=contest.cancel_stage,
        cancel_reason="",
        role=reader.role_in(contest.brand_id),
        is_blind_now=contest.is_blind_now,
        is_covered=True,
        ai_policy=contest.brief.ai_policy,
        community_name=contest.brief.community_name,
        community_minor=contest.brief.community_minor,
    )


def uncovered(page: ContestPage, contest: Contest, *, has_files: bool) -> ContestPage:
    """The same with all that the brief says: one query for its files and one for its kit, if it has any."""
    brief = contest.brief
    return replace(
        page,
        is_covered=False,
        description=brief.description,
        audience=brief.audience,
        deliverables=tuple(brief.deliverables),
        rights_scope=brief.rights_scope,
        rights_territory=brief.rights_territory,
        rights_kinds=tuple(brief.rights_kinds),
        cancel_reason=contest.cancel_reason,
        first_stage=brief.first_stage,
        second_stage=brief.second_stage,
        tones=said(brief.tones),
        work_languages=tuple(brief.work_languages),
        formats=tuple(brief.formats),
        sizes=brief.sizes,
        references=brief.references,
        attachments=attachments_of(contest.pk, page.role, signed_in=True) if has_files else (),
        kit=kit_card(brief.kit_id) if brief.kit_id else None,
    )


def covered_preview(page: ContestPage) -> ContestPage:
    """The page as it is for creatives who have not accepted its confidentiality: for its brand, to look at."""
    return replace(
        page,
        is_covered=True,
        description="",
        audience="",
        deliverables=(),
        rights_scope="",
        rights_territory="",
        rights_kinds=(),
        cancel_reason="",
        first_stage="",
        second_stage="",
        tones={},
        work_languages=(),
        formats=(),
        sizes="",
        references="",
        attachments=(),
        kit=None,
    )
