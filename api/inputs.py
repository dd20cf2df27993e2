"""What callers send: form and type. Whether it makes sense is for the services to say, with a problem per field."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.declaration_inputs import DeclarationField
from contests.brief_rules import (
    FORMATS,
    LANGUAGES,
    LONGEST_PERIOD,
    MAX_WORK_LANGUAGES,
    PERIODS,
    SHORTEST_PERIOD,
    WORK_LANGUAGES,
    BriefDraft,
)
from contests.declaration_rules import AiPolicy
from contests.entry_rules import MAX_FILES, MAX_LINK, MAX_LINKS
from contests.kinds import Kind
from contests.models import Visibility
from contests.rights import RIGHTS
from contests.tones import STEPS, kept
from payouts.documents.composing.vat import FRENCH_RATES_BPS, STATUSES

LARGEST_MINOR = 10**12


LISTS = ("deliverables", "prizes", "rights_kinds", "work_languages", "formats")


class Minor(serializers.IntegerField):
    """An amount in minor units (cents)."""

    def __init__(self, **options: Any) -> None:
        bounds: dict[str, Any] = {"min_value": 1, "max_value": LARGEST_MINOR}
        super().__init__(**(bounds | options))


class Seconds(serializers.IntegerField):
    """A period in whole seconds, read as a timedelta."""

    def __init__(self, **options: Any) -> None:
        least, most = int(SHORTEST_PERIOD.total_seconds()), int(LONGEST_PERIOD.total_seconds())
        bounds: dict[str, Any] = {"min_value": least, "max_value": most, "help_text": _("In seconds")}
        super().__init__(**(bounds | options))


class TonesInput(serializers.Serializer[Any]):
    """Where the brief stands between the two ends of each slider."""

    playful_serious = serializers.IntegerField(min_value=1, max_value=STEPS, required=False)
    classic_modern = serializers.IntegerField(min_value=1, max_value=STEPS, required=False)
    quiet_loud = serializers.IntegerField(min_value=1, max_value=STEPS, required=False)
    simple_rich = serializers.IntegerField(min_value=1, max_value=STEPS, required=False)
    everyday_exclusive = serializers.IntegerField(min_value=1, max_value=STEPS, required=False)


class BriefInput(serializers.Serializer[Any]):
    """A whole brief. Periods are in seconds; prizes in minor units, from the first rank down."""

    brand = serializers.UUIDField()
    category = serializers.SlugField()
    title = serializers.CharField(max_length=120)
    summary = serializers.CharField(max_length=240, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, help_text=_("Markdown"))
    audience = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    deliverables = serializers.ListField(child=serializers.CharField(max_length=200), max_length=20)
    prizes = serializers.ListField(child=Minor(), max_length=100)
    community_minor = Minor(
        required=False, min_value=0, help_text=_("An award that the community decides, beside the prizes; 0 for none")
    )
    community_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    rights_scope = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text=_("Needed unless kind is open_licence")
    )
    rights_territory = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text=_("Needed unless kind is open_licence")
    )
    rights_years = serializers.IntegerField(min_value=1, max_value=70, required=False)
    rights_kinds = serializers.ListField(
        child=serializers.ChoiceField(tuple(RIGHTS)), min_length=1, max_length=len(RIGHTS), required=False
    )
    language = serializers.ChoiceField(LANGUAGES, required=False)
    first_stage = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    second_stage = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    tones = TonesInput(
        required=False, help_text=_("By slider a step from 1 (its left end) to 7; those left out are open")
    )
    work_languages = serializers.ListField(
        child=serializers.ChoiceField(WORK_LANGUAGES), max_length=MAX_WORK_LANGUAGES, required=False
    )
    formats = serializers.ListField(child=serializers.ChoiceField(FORMATS), max_length=len(FORMATS), required=False)
    sizes = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    references = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    ai_policy = serializers.ChoiceField(
        [policy.value for policy in AiPolicy],
        required=False,
        help_text=_("What may be done with AI: nothing, ideas only, or all that is declared"),
    )
    kit = serializers.IntegerField(
        min_value=1,
        max_value=2**31,
        required=False,
        allow_null=True,
        help_text=_("A version of the brand's kit, by its id"),
    )
    kind = serializers.ChoiceField([kind.value for kind in Kind], required=False)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    shortlist_max = serializers.IntegerField(min_value=1, max_value=100, required=False)
    unpaid_effort_minutes = serializers.IntegerField(min_value=0, max_value=1440, required=False)
    entries_period = Seconds(required=False)
    shortlisting_period = Seconds(required=False)
    final_round_period = Seconds(required=False)
    judging_period = Seconds(required=False)


class BriefChange(BriefInput):
    """The fields of a draft that are to change."""

    brand = None  # type: ignore[assignment]


def draft_fields(values: dict[str, Any]) -> dict[str, Any]:
    """Checked input as the fields of the services' BriefDraft."""
    read = {name: value for name, value in values.items() if name != "brand"}
    tuples = {name: tuple(read[name]) for name in LISTS if name in read}
    periods = {name: timedelta(seconds=read[name]) for name in PERIODS if name in read}
    tones = {"tones": kept(read["tones"])} if "tones" in read else {}
    return read | tuples | periods | tones


def to_draft(values: dict[str, Any]) -> BriefDraft:
    """A whole brief from checked input."""
    return BriefDraft(**draft_fields(values))


class QuoteInput(serializers.Serializer[Any]):
    """The figures that decide what a contest can owe."""

    category = serializers.SlugField()
    currency = serializers.RegexField(r"^[A-Z]{3}$", default="EUR")
    prizes = serializers.ListField(child=Minor(), min_length=1, max_length=100)
    shortlist_max = serializers.IntegerField(min_value=1, max_value=100)
    unpaid_effort_minutes = serializers.IntegerField(min_value=0, max_value=1440, default=60)
    community_minor = Minor(min_value=0, default=0, help_text=_("An award that the community decides; 0 for none"))


class PolicyInput(serializers.Serializer[Any]):
    """A policy document, as `GET /policies/{slug}/{version}` shows one."""

    document = serializers.DictField()


class OpinionInput(serializers.Serializer[Any]):
    """What a creative thinks of a draft."""

    vote = serializers.ChoiceField(["for", "against", "none"])
    comment = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class DepositInput(serializers.Serializer[Any]):
    amount_minor = Minor()
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=64, help_text=_("The account or card that pays, as the rail names it")
    )


class CardPaymentInput(serializers.Serializer[Any]):
    """How much; the card itself is given on the card processor's page."""

    amount_minor = Minor()


class ShortlistInput(serializers.Serializer[Any]):
    entries = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)


class RankInput(serializers.Serializer[Any]):
    entry = serializers.UUIDField()
    rank = serializers.IntegerField(min_value=1, max_value=100)


class AwardInput(serializers.Serializer[Any]):
    """Equal ranks tie, and share their prizes."""

    ranks = serializers.ListField(child=RankInput(), allow_empty=False, max_length=100)
    reason = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text=_("Why, where the jury's ranking is not followed")
    )

    def validate_ranks(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of two ranks for one entry neither can be told to be meant, and an award is for good."""
        if len({row["entry"] for row in value}) != len(value):
            raise serializers.ValidationError(_("The same entry was chosen twice."), code="twice")
        return value


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class ExtensionInput(ReasonInput):
    days = serializers.IntegerField(min_value=1, max_value=90)


class RevisionInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000, help_text=_("What should change"))


class MonthInput(serializers.Serializer[Any]):
    """A month to close."""

    month = serializers.DateField(help_text=_("Its first day, as in 2026-03-01"))


class AssignInput(serializers.Serializer[Any]):
    contest = serializers.UUIDField()


class HoldInput(ReasonInput):
    until = serializers.DateTimeField()


class DisputeInput(ReasonInput):
    """What is wrong with an amount: by how much, and why."""

    claim_minor = Minor()


class DecisionInput(ReasonInput):
    """A decision on a dispute; what is upheld has an amount."""

    decision = serializers.ChoiceField(["upheld", "dismissed"])
    decided_minor = Minor(required=False, help_text=_("So much of it; only what is upheld has an amount"))


class DigestInput(serializers.Serializer[Any]):
    """What shows that the caller has seen the list."""

    digest = serializers.RegexField(r"^[0-9a-f]{64}$")


class RunInput(DigestInput):
    """The same choice as the preview's, and its digest."""

    rail = serializers.SlugField(required=False, max_length=20)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    up_to_minor = Minor(required=False)


class LimitsInput(ReasonInput):
    """What may be ordered without anybody's approval: one payment, and all of a UTC day."""

    currency = serializers.RegexField(r"^[A-Z]{3}$")
    approval_above_minor = Minor(min_value=0)
    daily_limit_minor = Minor(min_value=0)


class RatingInput(serializers.Serializer[Any]):
    stars = serializers.IntegerField(min_value=1, max_value=5, allow_null=True)


class QuestionInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=1000)


class AnswerInput(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=4000)


class Files(serializers.ListField):
    """One part per file, all of the same name."""

    child = serializers.FileField(max_length=255)

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"min_length": 1, "max_length": MAX_FILES} | options))


class Sent(serializers.ListField):
    """Files that were sent in pieces before, each by its upload's id."""

    child = serializers.UUIDField()

    def __init__(self, **options: Any) -> None:
        told = _("Finished uploads of your own, by id (see /uploads); they follow the other files")
        usual: dict[str, Any] = {"max_length": MAX_FILES, "required": False, "default": list, "help_text": told}
        super().__init__(**(usual | options))


class EntryInput(serializers.Serializer[Any]):
    """A new entry, as multipart form data with one part per file; where no new work is taken before the shortlist, with
    links to existing work instead.
    """

    title = serializers.CharField(max_length=120)
    statement = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    minutes_spent = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    sources = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    files = Files(min_length=0, required=False, default=list)
    uploads = Sent()
    declaration = DeclarationField()
    split = serializers.UUIDField(
        required=False,
        help_text=_("A split that you offered and everybody has signed, by its ref; without, you are alone"),
    )
    portfolio = serializers.ListField(
        child=serializers.URLField(max_length=MAX_LINK), max_length=MAX_LINKS, required=False, default=list
    )


class VersionInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=400, required=False, allow_blank=True)
    minutes_spent = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    declaration = DeclarationField()
    files = Files(min_length=0, required=False, default=list)
    uploads = Sent()


class FilesInput(serializers.Serializer[Any]):
    files = Files()


class DeliveryInput(serializers.Serializer[Any]):
    files = Files(min_length=0, required=False, default=list)
    uploads = Sent()


class NoteInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class MandateInput(serializers.Serializer[Any]):
    text_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", help_text=_("Of the text that was read"))


class RightsInput(MandateInput):
    signed_name = serializers.CharField(max_length=120, help_text=_("Your name, as a signature"))


class TaxDetailsInput(serializers.Serializer[Any]):
    """What a creative tells for their invoices and for the tax administration."""

    name = serializers.CharField(max_length=160)
    street = serializers.CharField(max_length=240)
    postcode = serializers.CharField(max_length=16)
    city = serializers.CharField(max_length=100)
    country = serializers.RegexField(r"^[A-Za-z]{2}$")
    tin = serializers.CharField(max_length=30, help_text=_("The number under which you pay income tax"))
    birth_date = serializers.CharField(max_length=10, required=False, allow_blank=True, help_text=_("As in 1990-05-17"))
    company_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    vat_status = serializers.ChoiceField(STATUSES)
    vat_rate_bps = serializers.ChoiceField([0, *FRENCH_RATES_BPS], required=False)
    vat_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    is_artist_author = serializers.BooleanField(required=False)
