"""The queue and its cases, for the platform's admins: without those in which they have a part themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from contests.errors import NotVisible
from moderation.models import Appeal, Case, Decision, Likeness, Report
from moderation.rules import MEASURES, Measure, may_read_around
from moderation.selectors.naming import WITH_TARGETS, Thing, thing_of
from moderation.selectors.strikes import strikes_standing
from moderation.selectors.whom import addressee_of


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case in full: everything that was said and decided about the same thing, in this case and in earlier ones."""

    case: Case
    about: Thing
    addressee: User
    """Whom a decision would restrict."""
    strikes: int
    """Of theirs, that count now."""
    measures: tuple[Measure, ...]
    reports: tuple[Report, ...]
    likenesses: tuple[Likeness, ...]
    decisions: tuple[Decision, ...]
    appeals: tuple[Appeal, ...]
    earlier: tuple[Case, ...]
    may_read_around: bool
    """Whether the reader may read what was written around the message that it is about."""


def cases_for(admin: User) -> QuerySet[Case]:
    """Every case that this admin may decide, with `report_count` and the latest report's `reason`."""
    involved = (
        Q(person=admin)
        | Q(entry__author=admin)
        | Q(entry__shares__user=admin)
        | Q(comment__entry__author=admin)
        | Q(comment__entry__shares__user=admin)
        | Q(message__conversation__entry__author=admin)
        | Q(message__conversation__entry__shares__user=admin)
        | Q(question__asker=admin)
        | Q(comment__author=admin)
        | Q(message__author=admin)
        | Q(reports__reporter=admin)
        | Q(entry__contest__brand__memberships__user=admin)
        | Q(question__contest__brand__memberships__user=admin)
        | Q(contest__brand__memberships__user=admin)
        | Q(comment__entry__contest__brand__memberships__user=admin)
        | Q(message__conversation__entry__contest__brand__memberships__user=admin)
    )
    latest = Report.objects.filter(case=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    apart = Case.objects.exclude(pk__in=Case.objects.filter(involved).values("pk"))
    return apart.select_related(*WITH_TARGETS).annotate(
        report_count=Count("reports", distinct=True), reason=Subquery(latest)
    )


def appeals_for(admin: User) -> QuerySet[Appeal]:
    """Every appeal in a case that this admin may decide; whether they decided the first time is another matter."""
    about = tuple(f"decision__case__{name}" for name in WITH_TARGETS)
    cases = cases_for(admin).values("pk")
    return Appeal.objects.filter(decision__case__in=cases).select_related("decision", "decision__decided_by", *about)


def case_page(admin: User, case_ref: UUID, *, now: datetime) -> CasePage:
    """One case. Raises NotVisible."""
    case = cases_for(admin).filter(ref=case_ref).first()
    if case is None:
        raise NotVisible
    person = addressee_of(case)
    decisions = Decision.objects.select_related("decided_by", "reverses").order_by("-pk")
    same = Case.objects.filter(**{case.kind: getattr(case, f"{case.kind}_id")})
    return CasePage(
        case=case,
        about=thing_of(case),
        addressee=person,
        strikes=strikes_standing(person.pk, now),
        measures=MEASURES[case.target],
        reports=tuple(Report.objects.filter(case__in=same).select_related("reporter").order_by("-pk")),
        likenesses=tuple(Likeness.objects.filter(case=case)),
        decisions=tuple(decisions.filter(case__in=same)),
        appeals=tuple(
            Appeal.objects.filter(decision__case__in=same).select_related("appellant", "decided_by", "decision")
        ),
        earlier=tuple(same.exclude(pk=case.pk).order_by("-pk")),
        may_read_around=is_read_around_by(admin, case),
    )


def is_read_around_by(admin: User, case: Case) -> bool:
    """Whether this admin, who has no part in it, may read around it now."""
    waiting = Appeal.objects.filter(decision__case=case, outcome="").values_list("decision__decided_by_id", flat=True)
    return may_read_around(case.target, admin.pk, is_open=case.is_open, appealed=set(waiting))
