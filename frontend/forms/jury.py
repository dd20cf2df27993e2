"""What is typed about a jury: its criteria, whom to invite, and a juror's words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.errors import Invalid
from contests.jury import LEAST_POINTS, MOST_CRITERIA, MOST_JURORS, MOST_POINTS, MOST_WEIGHT
from contests.selectors.jury.reading import CriterionCard
from contests.services.jury.preparing import CriterionDraft, JuryDraft

BLANK_ROWS = 2


class JuryForm(forms.Form):
    """Criteria in rows, each with a name, what to look for and a weight; a row without a name is left out."""

    ballots_per_entry = forms.IntegerField(
        label=_("Ballots for each entry"),
        help_text=_("So many jurors judge each entry; fewer, if there are fewer."),
        min_value=1,
        max_value=MOST_JURORS,
    )
    quorum = forms.IntegerField(
        label=_("Quorum"),
        help_text=_("With fewer ballots than this for any entry you decide alone."),
        min_value=1,
        max_value=MOST_JURORS,
    )
    shows_comments = forms.BooleanField(
        label=_("Entrants may read what jurors wrote about their own entry, if the juror agrees"), required=False
    )

    def __init__(self, data: Any = None, *, criteria: Sequence[CriterionDraft], **options: Any) -> None:
        super().__init__(data, **options)
        self.count = min(MOST_CRITERIA, len(criteria) + BLANK_ROWS)
        for number in range(1, self.count + 1):
            given = criteria[number - 1] if number <= len(criteria) else CriterionDraft("", "", 1)
            self.fields[f"criterion_{number}"] = forms.CharField(
                label=_("Criterion"), max_length=80, required=False, initial=given.name
            )
            self.fields[f"about_{number}"] = forms.CharField(
                label=_("What to look for"), max_length=400, required=False, initial=given.description
            )
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=_("Weight"), min_value=1, max_value=MOST_WEIGHT, required=False, initial=given.weight
            )

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """The criteria's fields, row by row."""
        numbers = range(1, self.count + 1)
        return [(n, self[f"criterion_{n}"], self[f"about_{n}"], self[f"weight_{n}"]) for n in numbers]

    def draft(self) -> JuryDraft:
        """What was typed, for the service."""
        given = self.cleaned_data
        return JuryDraft(
            criteria=tuple(
                CriterionDraft(given[f"criterion_{n}"], given[f"about_{n}"], given[f"weight_{n}"] or 1)
                for n in self._named()
            ),
            quorum=given["quorum"],
            ballots_per_entry=given["ballots_per_entry"],
            shows_comments=given["shows_comments"],
        )

    def add_problems(self, refusal: Invalid) -> None:
        """Put the service's problems beside their fields: it counts only the rows that have a name."""
        named = [f"criterion_{n}" for n in self._named()]
        for problem in refusal.problems:
            field = problem.field
            if field.startswith("criterion_"):
                field = named[int(field.removeprefix("criterion_")) - 1]
            self.add_error(field if field in self.fields else None, problem.message)

    def _named(self) -> list[int]:
        return [n for n in range(1, self.count + 1) if self.cleaned_data.get(f"criterion_{n}", "").strip()]


class InviteForm(forms.Form):
    """Somebody to judge, by their address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A colleague’s or an outside expert’s. They see the shortlist, no money."),
    )
    is_stand_in = forms.BooleanField(label=_("As a stand-in, who judges only if somebody drops out"), required=False)


class ConflictForm(forms.Form):
    """What ties a juror to an entry, or to the contest."""

    reason = forms.CharField(
        label=_("What is the tie?"),
        help_text=_("A friend, a client, a rival, a hand that you know. One sentence is enough."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AbstainForm(forms.Form):
    """Why a juror does not judge an entry."""

    reason = forms.CharField(
        label=_("Why do you not judge this one?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class BallotForm(forms.Form):
    """Points by each criterion, none needed until the ballot is sent, and a comment."""

    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("The brand reads it. Its maker does after the decision, if the brand and you let them."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, criteria: Sequence[CriterionCard], **options: Any) -> None:
        super().__init__(data, **options)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points_{one.id}"] = forms.IntegerField(
                label=one.name, min_value=LEAST_POINTS, max_value=MOST_POINTS, required=False
            )

    def rows(self) -> list[tuple[CriterionCard, Any, str]]:
        """Each criterion with its field and what is chosen there now."""
        return [(one, field, str(field.value())) for one in self.criteria if (field := self[f"points_{one.id}"])]

    def points(self) -> dict[int, int | None]:
        """What was given, by criterion."""
        return {one.id: self.cleaned_data[f"points_{one.id}"] for one in self.criteria}
