from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import PortalFormMixin, TidyTextField


class CorrectionForm(PortalFormMixin, forms.Form):
    reason = TidyTextField(
        label=_("What is changed, and why"),
        rows=4,
        max_length=2_000,
        error_messages={"required": _("Say what is changed, and why: the public reads it.")},
        help_text=_("It stands on the public page beside the new edition. The older edition stays readable."),
    )
