"""The coordinator's draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.enums import CompletionLevel
from ovp_portal.lib.forms import PortalFormMixin, TidyTextField
from reports.models import ReportLine, StatusReport
from reports.payload_milestones import number_of


class SummaryForm(PortalFormMixin, forms.Form):
    """A draft is saved with whatever is there; circulating it asks for the whole."""

    summary = TidyTextField(label=_("Summary"), rows=8, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_147_483_647)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].label = self.base_fields["summary"].label


class LineForm(PortalFormMixin, forms.Form):
    """One milestone: the level that the coordinator sets, and the sentences on it."""

    level = forms.ChoiceField(label=_("Level"), choices=CompletionLevel.choices)
    text = TidyTextField(label=_("What was done"), rows=4, required=False)

    def __init__(self, *args: Any, line: ReportLine, number: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.number = line, number
        self.fields["text"].label = self.base_fields["text"].label


class DraftEditor:
    """The form of a whole draft: the summary and a form for each milestone."""

    def __init__(
        self, report: StatusReport, lines: Sequence[ReportLine], data: Mapping[str, Any] | None = None
    ) -> None:
        initial = {"summary": report.summary, "version": report.version}
        self.summary = SummaryForm(data, initial=initial)
        self.lines = [self._line(report, line, data) for line in lines]

    @staticmethod
    def _line(report: StatusReport, line: ReportLine, data: Mapping[str, Any] | None) -> LineForm:
        number = number_of(report.commitment, line.milestone)
        return LineForm(
            data,
            prefix=f"m{line.milestone_id}",
            initial={"level": line.level, "text": line.text},
            line=line,
            number=number,
            summary_name=number,
        )

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    @property
    def forms(self) -> list[forms.Form]:
        return [self.summary, *self.lines]

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        lines = {form.line.milestone_id: (form.cleaned_data["level"], form.cleaned_data["text"]) for form in self.lines}
        return {
            "summary": self.summary.cleaned_data["summary"],
            "version": self.summary.cleaned_data["version"],
            "lines": lines,
        }
