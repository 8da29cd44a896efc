from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import PortalFormMixin, TidyTextField


class InternalRemarkForm(PortalFormMixin, forms.Form):
    prefix = "internal"

    text = TidyTextField(label=_("Remark for the coordinators alone"), rows=2, max_length=5_000)
