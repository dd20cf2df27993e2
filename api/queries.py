"""The query parameters of the lists, each with its type and what it keeps; see `api.operations`."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Act
from api.inputs import LARGEST_MINOR
from api.operations import Paged, Query
from contests.kinds import Kind
from contests.lifecycle import DeadlineKind, State
from contests.models import EntryState, Visibility
from contests.selectors.browsing import ORDERS, PHASES
from duerows.models import DueState
from payouts.documents.models import DocumentKind
from payouts.models import (
    AccountKind,
    DepositState,
    DisbursementState,
    DisputeSide,
    FileState,
    ObligationKind,
    ProposalState,
    RunState,
    TransferState,
)
from payouts.policy import LANGUAGES, OUTCOMES

ENTRY_ORDERS = ("standing", "newest", "rating")
LARGEST_COUNT = 10_000


class ContestQuery(Paged):
    phase = serializers.ChoiceField(tuple(PHASES), required=False)
    state = serializers.ChoiceField([state.value for state in State], required=False)
    category = serializers.SlugField(required=False)
    brand = serializers.SlugField(required=False, help_text=_("Its short name"))
    kind = serializers.ChoiceField([kind.value for kind in Kind], required=False)
    visibility = serializers.ChoiceField(Visibility.values, required=False)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    least_prizes = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_MINOR)
    least_hourly_pay = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_MINOR,
        help_text=_("Expected pay for an hour of the standard effort, in minor units; ordered by it unless told"),
    )
    least_floor = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_MINOR,
        help_text=_("What each shortlisted entry is paid at least, in minor units"),
    )
    language = serializers.ChoiceField(("en", "fr"), required=False, help_text=_("Of the brief"))
    closes_within = serializers.IntegerField(
        required=False, min_value=1, max_value=366, help_text=_("Open, and closing within so many days")
    )
    places_left = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_COUNT, help_text=_("Open, and taking at least so many more")
    )
    uncrowded = serializers.BooleanField(
        required=False, help_text=_("Open, with fewer entries than places on the shortlist")
    )
    words = serializers.CharField(
        required=False,
        max_length=200,
        help_text=_("In all that the brief says, as in a web search: by stems, “quoted”, or, -without"),
    )
    order = serializers.ChoiceField(
        list(ORDERS), required=False, default="closing", help_text=_("best: the closest match to the words")
    )


class EntryQuery(Paged):
    state = serializers.ChoiceField(EntryState.values, required=False)
    shortlisted = serializers.BooleanField(required=False)
    awarded = serializers.BooleanField(required=False)
    least_rating = serializers.IntegerField(required=False, min_value=1, max_value=5)


class GalleryQuery(EntryQuery):
    order = serializers.ChoiceField(ENTRY_ORDERS, required=False, default="standing")


class AllEntriesQuery(EntryQuery):
    contest = serializers.UUIDField(required=False)


class PolicyQuery(Query):
    language = serializers.ChoiceField(LANGUAGES, required=False, help_text=_("Of the plain words"))


class FairnessQuery(Query):
    year = serializers.IntegerField(required=False, min_value=1, max_value=9999, help_text=_("Of the decision"))
    category = serializers.SlugField(required=False, max_length=40)


class Filed(Query):
    form = serializers.ChoiceField(["csv", "jsonl"], required=False, default="csv")


class SettlementFilter(Query):
    contest = serializers.UUIDField(required=False)
    outcome = serializers.ChoiceField(OUTCOMES, required=False)
    policy = serializers.SlugField(required=False)
    decided_after = serializers.DateTimeField(required=False)
    decided_before = serializers.DateTimeField(required=False)


class SettlementQuery(Paged, SettlementFilter):
    """A page of them."""


class SettlementExport(Filed, SettlementFilter):
    """A file of them."""


class ObligationFilter(Query):
    contest = serializers.UUIDField(required=False)
    settlement = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    kind = serializers.ChoiceField(ObligationKind.values, required=False)
    payee = serializers.SlugField(required=False, help_text=_("A person's handle"))


class ObligationQuery(Paged, ObligationFilter):
    """A page of them."""


class ObligationExport(Filed, ObligationFilter):
    """A file of them."""


class DisputeQuery(Paged):
    contest = serializers.UUIDField(required=False)
    side = serializers.ChoiceField(DisputeSide.values, required=False)
    decision = serializers.ChoiceField(["open", "upheld", "dismissed", "withdrawn"], required=False)
    payee = serializers.SlugField(required=False, help_text=_("A person's handle"))
    opened_after = serializers.DateTimeField(required=False)
    opened_before = serializers.DateTimeField(required=False)


class PreviewQuery(Query):
    decided_minor = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_MINOR, help_text=_("Without it, all that is held")
    )


class JournalFilter(Query):
    contest = serializers.UUIDField(required=False)
    kind = serializers.SlugField(required=False, max_length=30)
    account = serializers.CharField(required=False, max_length=80, help_text=_("An account's code"))
    effective_after = serializers.DateTimeField(required=False)
    effective_before = serializers.DateTimeField(required=False)


class JournalQuery(Paged, JournalFilter):
    """A page of them."""


class JournalExport(Filed, JournalFilter):
    """A file of them."""


class TrailQuery(Paged):
    act = serializers.ChoiceField([act.value for act in Act], required=False)
    actor = serializers.SlugField(required=False, help_text=_("A person's handle"))
    subject = serializers.CharField(required=False, max_length=80, help_text=_("As in disbursement:17"))
    contest = serializers.UUIDField(required=False)
    channel = serializers.ChoiceField(["api", "site", "desk", "process"], required=False)
    client = serializers.CharField(required=False, max_length=100, help_text=_("A program's id"))
    address = serializers.CharField(required=False, max_length=64, help_text=_("A network address"))
    request = serializers.CharField(required=False, max_length=64, help_text=_("A request's id, as in the log"))
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


class MomentQuery(Query):
    at = serializers.DateTimeField(required=False, help_text=_("A past moment (RFC 3339); without it, now"))


class LiabilityQuery(MomentQuery, Paged):
    """Liabilities at a moment."""


class StatementQuery(Paged):
    since = serializers.DateTimeField(required=False, help_text=_("Postings from this moment on; without it, all"))
    until = serializers.DateTimeField(required=False, help_text=_("Postings before this moment; without it, now"))


class BrandStatementQuery(Paged):
    """`from` is a word of the language, so that it cannot be written as a name here."""

    vars()["from"] = serializers.DateTimeField(
        required=False, help_text=_("What was effective from this moment on; without it, all")
    )
    to = serializers.DateTimeField(
        required=False, help_text=_("What was effective before this moment; without it, now")
    )
    currency = serializers.RegexField(
        r"^[A-Z]{3}$", required=False, help_text=_("Needed by a brand that has been funded in several")
    )


class AccountQuery(MomentQuery, Paged):
    contest = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(AccountKind.values, required=False)
    code = serializers.CharField(required=False, max_length=80)


class DisbursementFilter(Query):
    state = serializers.ChoiceField(DisbursementState.values, required=False)
    rail = serializers.SlugField(required=False)
    contest = serializers.UUIDField(required=False)
    paid_after = serializers.DateTimeField(required=False)
    paid_before = serializers.DateTimeField(required=False)


class DisbursementQuery(Paged, DisbursementFilter):
    """A page of them."""


class DisbursementExport(Filed, DisbursementFilter):
    """A file of them."""


class DepositFilter(Query):
    state = serializers.ChoiceField(DepositState.values, required=False)
    contest = serializers.UUIDField(required=False)


class DepositQuery(Paged, DepositFilter):
    """A page of them."""


class DepositExport(Filed, DepositFilter):
    """A file of them."""


class TransferQuery(Paged):
    state = serializers.ChoiceField(TransferState.values, required=False)
    contest = serializers.UUIDField(required=False)


class PaymentFileQuery(Paged):
    state = serializers.ChoiceField(FileState.values, required=False)


class DeadlineQuery(Paged):
    state = serializers.ChoiceField(DueState.values, required=False)
    kind = serializers.ChoiceField([kind.value for kind in DeadlineKind], required=False)
    due_before = serializers.DateTimeField(required=False)
    contest = serializers.UUIDField(required=False)


class EventFilter(Query):
    kind = serializers.SlugField(required=False, max_length=40)
    contest = serializers.UUIDField(required=False)


class EventQuery(Paged, EventFilter):
    """A page of them."""


class EventExport(Filed, EventFilter):
    """A file of them."""


class DocumentQuery(Paged):
    kind = serializers.ChoiceField(DocumentKind.values, required=False)
    contest = serializers.UUIDField(required=False)
    reference = serializers.CharField(required=False, max_length=40)
    series = serializers.CharField(required=False, max_length=20, help_text=_("Its code, as in F"))
    payee = serializers.SlugField(required=False, help_text=_("A person's handle"))
    issued_after = serializers.DateTimeField(required=False)
    issued_before = serializers.DateTimeField(required=False)


class ReportQuery(Query):
    form = serializers.ChoiceField(["json", "csv", "xml"], required=False, default="json")


class ChoiceQuery(Query):
    """Which of the payments that need approval; without any of these, all of them."""

    rail = serializers.SlugField(required=False, max_length=20)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    up_to_minor = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_MINOR, help_text=_("The largest amount, in minor units")
    )


class RunQuery(Paged):
    state = serializers.ChoiceField(RunState.values, required=False)


class ProposalQuery(Paged):
    state = serializers.ChoiceField(ProposalState.values, required=False)
