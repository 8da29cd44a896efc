from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.enums import DuePrecision
from commitments.forms.records import RecordForm, WholeNumberField, field_for
from commitments.models import ActionPlan, Commitment, Indicator, Milestone, PriorityArea
from ovp_portal.accounts.models import Organization
from ovp_portal.lib.forms import PortalFormMixin, TidyCharField, TidyTextField


class OrganizationsField(forms.ModelMultipleChoiceField):
    """Several organizations, ticked in the order of the alphabet; one that is not active any more keeps its tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organization.objects.in_order(), required=False, **kwargs)


class CommitmentForm(RecordForm):
    texts = ("title", "problem", "aim")

    partners = OrganizationsField(label=_("partners and civil-society organizations"))

    class Meta:
        model = Commitment
        fields = ["ogp_code", "starts_on", "ends_on", "lead", "predecessor", "source_note", "partners"]
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Organization.objects.in_order()
        earlier = Commitment.objects.exclude(plan=self.plan).select_related("area").in_order()
        self.fields["predecessor"].queryset = earlier


class NewCommitmentForm(CommitmentForm):
    """A proposal may have its number at once; later another number is an act of its own."""

    class Meta(CommitmentForm.Meta):
        fields = ["area", "number", *CommitmentForm.Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = self.plan.areas.all()


class NumberForm(PortalFormMixin, forms.Form):
    area = forms.ModelChoiceField(queryset=PriorityArea.objects.none(), label=_("Priority area"), required=False)
    number = WholeNumberField(label=_("Number in its area"), min_value=1, required=False)
    note = TidyCharField(label=_("Why the number changes"), max_length=300, required=False)

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = plan.areas.all()


class ConfirmForm(PortalFormMixin, forms.Form):
    """Nothing to fill in: the button says it all."""


class ReasonForm(PortalFormMixin, forms.Form):
    reason = TidyTextField(label=_("Reason"), max_length=2000)


class MilestoneForm(RecordForm):
    """The due date is a day; the precision says whether that day, its quarter or its season is meant."""

    texts = ("title", "due_words")

    responsible = OrganizationsField(label=_("responsible organizations"))

    class Meta:
        model = Milestone
        fields = ["number", "due_precision", "due_on", "responsible", "is_example"]
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].min_value = 1
        self.fields["due_on"].help_text = _("For a quarter or a season: its last day. Example: 3.10.2022")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_day_asked = cleaned.get("due_precision") not in (None, DuePrecision.WORDS)
        if is_day_asked and cleaned.get("due_on") is None and not self.has_error("due_on"):
            self.add_error("due_on", _("Enter the day, or choose “in words”."))
        return cleaned


class IndicatorForm(RecordForm):
    texts = ("name", "unit", "target_text")

    class Meta:
        model = Indicator
        fields = [
            "kind",
            "baseline",
            "target",
            "target_on",
            "direction",
            "accumulation",
            "aggregation",
            "position",
            "is_example",
        ]
        formfield_callback = field_for
