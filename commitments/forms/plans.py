from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.enums import PlanStatus
from commitments.forms.records import RecordForm, field_for, language_name
from commitments.models import ActionPlan, PriorityArea
from ovp_portal.lib.dates import has_holidays
from ovp_portal.lib.forms import DayField, PortalFormMixin

RULES = (
    "rhythm",
    "data_due_day",
    "review_due_day",
    "positions_due_day",
    "publication_due_day",
    "publication_hour",
    "mail_hour",
    "non_working_day_rule",
    "holiday_country",
    "time_zone",
    "notes_rule",
    "names_rule",
)


class PlanForm(RecordForm):
    texts = ("title", "short_title", "description", "territory")
    headed = {
        "kind": _("About the plan"),
        "starts_on": _("Dates"),
        "languages": _("Language"),
        "rhythm": _("Reporting periods"),
        "reminder_days": _("Reminders"),
        "notes_rule": _("Meeting notes"),
    }

    class Meta:
        model = ActionPlan
        fields = [
            "kind",
            "slug",
            "number",
            "programme",
            "parent",
            "starts_on",
            "ends_on",
            "adopted_on",
            "reporting_from_on",
            "languages",
            "required_language",
            *RULES,
        ]
        formfield_callback = field_for

    languages = forms.MultipleChoiceField(label=_("languages"), widget=forms.CheckboxSelectMultiple)
    required_language = forms.ChoiceField(label=_("required language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance") or ActionPlan()
        kwargs.setdefault("plan", instance)
        super().__init__(*args, **kwargs)
        choices = [(code, language_name(code)) for code in settings.MODELTRANS_AVAILABLE_LANGUAGES]
        for name in ("languages", "required_language"):
            self.fields[name].choices = choices
        self.initial["languages"] = instance.languages
        self.initial["required_language"] = instance.required_language
        self.fields["parent"].queryset = ActionPlan.objects.exclude(pk=instance.pk)
        if instance.pk:
            del self.fields["slug"]
            if instance.status == PlanStatus.DRAFT:
                del self.fields["adopted_on"]
            self.sign()
        else:
            del self.fields["adopted_on"]
            self.fields["slug"].help_text = _("Small Latin letters, digits and hyphens. It never changes.")

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone. Example: Europe/Skopje."))
        return zone

    def clean_holiday_country(self) -> str:
        country = self.cleaned_data["holiday_country"].upper()
        if not has_holidays(country):
            raise ValidationError(_("There is no calendar of holidays for this country. Example: MK."))
        return country


class AreaForm(RecordForm):
    texts = ("title",)

    class Meta:
        model = PriorityArea
        fields = ["number", "position"]
        formfield_callback = field_for


class AdoptForm(PortalFormMixin, forms.Form):
    adopted_on = DayField(label=_("Adopted on"))
    reporting_from_on = DayField(label=_("First reported day"), required=False)
