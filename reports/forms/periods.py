from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import DayField, PortalFormMixin, TidyCharField
from reports.models import ReportingPeriod


class PeriodDatesForm(PortalFormMixin, forms.Form):
    """The dates of one period, to be moved by hand, with the reason that the audit keeps."""

    opens_on = DayField(label=_("Opens on"), help_text="")
    data_due_on = DayField(label=_("Data due on"), help_text="")
    review_due_on = DayField(label=_("Review due on"), help_text="")
    positions_due_on = DayField(label=_("Positions due on"), help_text="")
    publication_due_on = DayField(label=_("Published on"), help_text="")
    reason = TidyCharField(label=_("Why the dates are moved"), max_length=300)

    def __init__(self, *args, period: ReportingPeriod, **kwargs) -> None:
        names = [name for name in self.base_fields if name != "reason"]
        super().__init__(*args, initial={name: getattr(period, name) for name in names}, **kwargs)
        if period.opened_at:
            del self.fields["opens_on"]

    def dates(self) -> dict[str, date]:
        return {name: day for name, day in self.cleaned_data.items() if name != "reason"}
