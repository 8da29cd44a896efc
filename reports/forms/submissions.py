"""The whole form of a submission: each milestone with its outcome, values and activities."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.enums import CompletionLevel
from ovp_portal.lib.forms import DayField, HintedRadioSelect, PortalFormMixin, TidyCharField, TidyTextField
from reports.enums import Outcome
from reports.forms.activities import ActivityForm
from reports.forms.values import ValueForm
from reports.models import MilestoneUpdate
from reports.queries.gaps import Gap, activity_prefix, indicators_of, label_of, prefix_of, value_prefix
from reports.queries.submissions import Before, SubmissionPage

MOST_ROWS = 100
OUTCOMES = [(value, label) for value, label in Outcome.choices if value]
HINTS = {
    Outcome.PROGRESS: gettext_lazy("Something was done in the period. You will say what and how much."),
    Outcome.DONE: gettext_lazy("All that was promised is done."),
    Outcome.NOTHING_DONE: gettext_lazy("Nothing was done. The reason is required."),
    Outcome.NOT_APPLICABLE: gettext_lazy("The work is planned for another period. Say for which."),
    Outcome.NOT_AVAILABLE: gettext_lazy("Something may have been done, but there is no figure. Say why, and when."),
}
LEVELS = [("", gettext_lazy("no answer")), *[pair for pair in CompletionLevel.choices if pair[0] != "completed"]]


class WholeForm(PortalFormMixin, forms.Form):
    """What concerns all milestones at once."""

    is_nothing_done = forms.BooleanField(
        label=gettext_lazy("There is nothing to report on any of the milestones"),
        help_text=gettext_lazy("One reason is then enough; it answers for all of them."),
        required=False,
    )
    nothing_done_reason = TidyTextField(label=gettext_lazy("Why nothing was done"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nothing_done_reason"].label = self.base_fields["nothing_done_reason"].label


class UpdateForm(PortalFormMixin, forms.Form):
    """What is said of one milestone. A draft may leave anything empty."""

    needed = ("outcome", "progress", "reason", "applicable_when")

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happened in the period"),
        choices=OUTCOMES,
        widget=HintedRadioSelect(hints=HINTS),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the answers.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("How far it is, as you see it"),
        choices=LEVELS,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the levels.")},
    )
    progress = TidyTextField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("Two to five sentences. This is published."),
        required=False,
    )
    reason = TidyTextField(
        label=gettext_lazy("The reason: why there is no progress, or no figure"),
        help_text=gettext_lazy("This reason is published with the report."),
        required=False,
    )
    applicable_when = TidyCharField(
        label=gettext_lazy("For which period it is planned"), max_length=300, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].label = self.base_fields[name].label

    @classmethod
    def initial_of(cls, update: MilestoneUpdate) -> dict[str, Any]:
        return {name: getattr(update, name) for name in cls.base_fields}


@dataclass
class MilestoneForms:
    """The forms that stand under one milestone."""

    update: MilestoneUpdate
    form: UpdateForm
    values: list[ValueForm]
    activities: list[ActivityForm]
    page: SubmissionPage
    label: str

    def __iter__(self) -> Iterator[forms.Form]:
        yield from (self.form, *self.values, *self.activities)

    @property
    def prefix(self) -> str:
        return prefix_of(self.update)

    @property
    def before(self) -> Before | None:
        """The answer of the period before, read when it is shown."""
        return self.page.before.get(self.update.milestone_id)


@dataclass
class SubmissionForms:
    """All forms of a page: from what is kept, from what was typed, or checked as it was typed.

    `typed` is the request's POST. With `is_checked` the forms are bound to it; without, they show
    it as it came, for a row that is added or taken away.
    """

    page: SubmissionPage
    typed: Mapping[str, Any] | None = None
    is_checked: bool = True
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        submission = self.page.submission
        kept = {name: getattr(submission, name) for name in WholeForm.base_fields}
        self.whole = self._form(WholeForm, "", kept)
        self.milestones = [self._milestone(update) for update in self.page.updates]

    def __iter__(self) -> Iterator[forms.Form]:
        yield self.whole
        for milestone in self.milestones:
            yield from milestone

    @property
    def is_refused(self) -> bool:
        """Whether there is something to correct; asked of forms that were checked only."""
        return bool(self.typed is not None and self.is_checked and (self.problems or any(f.errors for f in self)))

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self]  # every form is asked, so that every fault is said at once
        return all(answers) and not self.problems

    def data(self) -> dict[int, dict[str, Any]]:
        """What was entered, by milestone, as the service takes it."""
        return {
            milestone.update.milestone_id: {
                **milestone.form.cleaned_data,
                "values": {form.indicator.pk: form.said() for form in milestone.values},
                "activities": [said for form in milestone.activities if (said := form.said())],
            }
            for milestone in self.milestones
        }

    def show_hints(self) -> None:
        """Say under each value what was promised and what is published so far: one query, for a page that is shown."""
        for milestone in self.milestones:
            for form in milestone.values:
                form.show_hint(self.page.so_far.get(form.indicator.pk))

    def with_row_added(self, prefix: str) -> None:
        """One empty row more under a milestone; a milestone that is not there is not asked about."""
        for milestone in self.milestones:
            if milestone.prefix == prefix and len(milestone.activities) < MOST_ROWS:
                number = max((form.number for form in milestone.activities), default=0) + 1
                milestone.activities.append(self._activity(milestone.update, number, {}))

    def without_row(self, prefix: str) -> None:
        for milestone in self.milestones:
            milestone.activities = [form for form in milestone.activities if form.prefix != prefix]

    def with_gaps(self, gaps: Iterable[Gap]) -> "SubmissionForms":
        """The same page, checked, with each gap beside its field."""
        checked = SubmissionForms(self.page, self._as_typed())
        checked.is_valid()
        places = {f"id_{form.add_prefix(name)}": (form, name) for form in checked for name in form.fields}
        for gap in gaps:
            form, name = places.get(gap.anchor.removesuffix("_0"), (None, ""))
            if form is not None:
                form.add_error(name, gap.short or gap.message)
        return checked

    def _as_typed(self) -> dict[str, Any]:
        """What the forms show, as a browser would send it back; a tick that is not set is not sent."""
        shown = {form.add_prefix(name): form[name].value() for form in self for name in form.fields}
        return {name: value for name, value in shown.items() if value not in (None, False)}

    def _milestone(self, update: MilestoneUpdate) -> MilestoneForms:
        kept = {value.indicator_id: value for value in update.values.all()}
        for value in kept.values():
            value.indicator = next(row for row in update.milestone.indicators.all() if row.pk == value.indicator_id)
        label = label_of(update)
        return MilestoneForms(
            update=update,
            form=self._form(UpdateForm, prefix_of(update), UpdateForm.initial_of(update), summary_name=label),
            values=[
                self._form(
                    ValueForm,
                    value_prefix(update, indicator),
                    ValueForm.initial_of(kept.get(indicator.pk)),
                    indicator=indicator,
                    summary_name=label,
                )
                for indicator in indicators_of(update)
            ],
            activities=[self._activity(update, number, kept) for number, kept in self._rows(update)],
            page=self.page,
            label=label,
        )

    def _rows(self, update: MilestoneUpdate) -> list[tuple[int, dict[str, Any]]]:
        """The rows of activities: as kept, or those that the names of the typed fields tell of."""
        if self.typed is None:
            return [(number, ActivityForm.initial_of(row)) for number, row in enumerate(update.activities.all(), 1)]
        row = re.compile(rf"{prefix_of(update)}-a([1-9][0-9]{{0,3}})-[a-z_]+", re.ASCII)
        numbers = sorted({int(found[1]) for name in self.typed if (found := row.fullmatch(name))})
        if len(numbers) > MOST_ROWS:
            words = {"milestone": label_of(update), "most": MOST_ROWS}
            self.problems.append(_("%(milestone)s: at most %(most)s activities can be entered.") % words)
        return [(number, {}) for number in numbers[:MOST_ROWS]]

    def _activity(self, update: MilestoneUpdate, number: int, kept: dict[str, Any]) -> ActivityForm:
        name = _("%(milestone)s, activity %(number)s") % {"milestone": label_of(update), "number": number}
        return self._form(ActivityForm, activity_prefix(update, number), kept, number=number, summary_name=name)

    def _form(self, kind: type[forms.Form], prefix: str, kept: dict[str, Any], **given: Any) -> Any:
        given["prefix"] = prefix or None
        if self.typed is None:
            return kind(initial=kept, **given)
        if self.is_checked:
            return kind(self.typed, **given)
        form = kind(**given)
        form.initial = {
            name: form.fields[name].widget.value_from_datadict(self.typed, {}, form.add_prefix(name))
            for name in form.fields
        }
        return form


class ReturnForm(PortalFormMixin, forms.Form):
    """What the coordinator asks for when he gives a submission back."""

    reason = TidyTextField(
        label=gettext_lazy("What should be completed"),
        help_text=gettext_lazy("The member gets this reason by mail."),
        max_length=5_000,
    )
    new_due_on = DayField(label=gettext_lazy("New due date"), required=False)
