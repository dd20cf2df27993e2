"""What is sent about trust and safety. Whether it makes sense is for the services to say, with a problem per field."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.operations import Paged
from moderation.models import Detection, Ground, Reason, Verdict
from moderation.rules import Measure, Target

LONGEST = 4000


class ReportInput(serializers.Serializer[Any]):
    """A notice: what, what is wrong with it, and why."""

    kind = serializers.ChoiceField([target.value for target in Target])
    target = serializers.CharField(max_length=80, help_text=_("Its id; of a person, the handle"))
    reason = serializers.ChoiceField(Reason.values)
    words = serializers.CharField(max_length=LONGEST)
    in_good_faith = serializers.BooleanField(help_text=_("That you believe it to be true and complete"))


class MeasureInput(serializers.Serializer[Any]):
    """A decision and its statement of reasons."""

    measure = serializers.ChoiceField([measure.value for measure in Measure if measure != Measure.REVERSAL])
    facts = serializers.CharField(max_length=LONGEST)
    ground = serializers.ChoiceField(Ground.values)
    ground_detail = serializers.CharField(max_length=400)
    detection = serializers.ChoiceField(Detection.values, required=False, default="")
    closes = serializers.BooleanField(required=False, default=True)


class AppealInput(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=LONGEST)


class AppealDecisionInput(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(["upheld", "reversed"])
    reason = serializers.CharField(max_length=LONGEST)


class CaseQuery(Paged):
    state = serializers.ChoiceField(["open", "closed"], required=False)
    kind = serializers.ChoiceField([target.value for target in Target], required=False)


class LikenessQuery(Paged):
    verdict = serializers.ChoiceField(["open", *(value for value in Verdict.values if value)], required=False)


class AppealQuery(Paged):
    state = serializers.ChoiceField(["open", "closed"], required=False)
