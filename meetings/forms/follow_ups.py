"""What is said of a task: a report, a request for another date, its answer, another date, an end."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import DayField, HintedRadioSelect, PortalFormMixin, TidyTextField

REPORT_TEXT = 10_000
REASON = 2_000


class ReportForm(PortalFormMixin, forms.Form):
    """Progress needs words; done may stand alone."""

    prefix = "report"
    outcome = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[("done", _("It is done")), ("progress", _("There is progress, it is not done yet"))],
        widget=HintedRadioSelect(hints={"done": _("The public sees the day on which you report it.")}),
    )
    text = TidyTextField(
        label=_("What was done"),
        required=False,
        max_length=REPORT_TEXT,
        help_text=_("The members of the group read it; the public does not."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("outcome") == "progress" and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write how far it is."))
        return said


class AskForm(PortalFormMixin, forms.Form):
    prefix = "ask"
    wanted_on = DayField(label=_("New date"))
    reason = TidyTextField(
        label=_("Why the date cannot be kept"),
        rows=3,
        max_length=REASON,
        help_text=_("The coordinator answers. Until then the date that holds stays."),
    )


class AnswerForm(PortalFormMixin, forms.Form):
    prefix = "answer"
    verdict = forms.ChoiceField(
        label=_("Answer to the request"),
        choices=[("grant", _("Grant another date")), ("refuse", _("Keep the date"))],
        widget=forms.RadioSelect,
    )
    granted_on = DayField(label=_("Date that you grant"), required=False)
    answer = TidyTextField(
        label=_("Words to the owner"),
        rows=3,
        required=False,
        max_length=REASON,
        help_text=_("Needed to keep the date."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("verdict") == "grant" and not said.get("granted_on") and "granted_on" not in self.errors:
            self.add_error("granted_on", _("Enter the date that you grant."))
        if said.get("verdict") == "refuse" and not said.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say why the date is refused."))
        return said


class MoveForm(PortalFormMixin, forms.Form):
    prefix = "move"
    due_on = DayField(label=_("New date"))
    text = TidyTextField(label=_("Reason"), rows=2, max_length=REASON)


class DropForm(PortalFormMixin, forms.Form):
    prefix = "drop"
    text = TidyTextField(label=_("Why it is no longer needed"), rows=2, max_length=REASON)


class ReopenForm(PortalFormMixin, forms.Form):
    prefix = "reopen"
    text = TidyTextField(
        label=_("Why it is opened again"), rows=2, max_length=REASON, help_text=_("Its owner is told at once.")
    )


FORMS: dict[str, type[forms.Form]] = {
    "report": ReportForm,
    "ask": AskForm,
    "answer": AnswerForm,
    "move": MoveForm,
    "drop": DropForm,
    "reopen": ReopenForm,
}


def empty_form(act: str, *, wanted_on: date | None = None) -> forms.Form:
    """A form to begin with; an answer proposes the date that was asked for."""
    return FORMS[act](initial={"granted_on": wanted_on} if act == "answer" else None)
