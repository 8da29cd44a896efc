from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import PortalFormMixin


class CancelMeetingForm(PortalFormMixin, forms.Form):
    reason = forms.CharField(
        label=_("Why it was cancelled"),
        max_length=500,
        error_messages={"required": _("Say why the meeting was cancelled.")},
        help_text=_("Who saw the meeting in the calendar sees that it was cancelled, not why."),
    )
