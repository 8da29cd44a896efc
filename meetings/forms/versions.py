from django import forms
from django.utils.translation import gettext_lazy as _

from ovp_portal.lib.forms import PortalFormMixin, TidyCharField


class VersionNameForm(PortalFormMixin, forms.Form):
    name = TidyCharField(label=_("Name of the version"), max_length=100, required=False)
