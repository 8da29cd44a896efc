from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from commitments.forms.records import RecordForm, field_for
from commitments.models import Commitment, WorkingGroup
from ovp_portal.accounts.models import Organization, User
from ovp_portal.lib.forms import DayField, PortalFormMixin, TidyCharField


class GroupForm(RecordForm):
    texts = ("name",)

    works_on = forms.ModelMultipleChoiceField(
        queryset=Commitment.objects.none(),
        label=_("commitments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A commitment that another group has moves to this one."),
    )

    class Meta:
        model = WorkingGroup
        fields: list[str] = []
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["works_on"].queryset = self.plan.commitments.select_related("area").in_order()
        if self.instance.pk:
            self.initial["works_on"] = list(self.instance.commitments.values_list("pk", flat=True))

    def _names(self) -> list[str]:
        return [name for name in super()._names() if name != "works_on"]


class PersonField(forms.ModelChoiceField):
    """A person with an account, found in the list by name and organization."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.filter(is_active=True).select_related("organization").order_by("name", "pk")
        super().__init__(queryset=people, **kwargs)

    def label_from_instance(self, user: User) -> str:
        return f"{user.name} – {user.organization.label}" if user.organization else user.name


class SeatForm(PortalFormMixin, forms.Form):
    """A new seat. Without an organization the person sits for his own."""

    user = PersonField(label=_("Person"))
    organization = forms.ModelChoiceField(
        queryset=Organization.objects.filter(is_active=True).in_order(),
        label=_("Organization"),
        required=False,
        help_text=_("Left empty, it is the organization of the person."),
    )
    function = TidyCharField(label=_("Function"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole, initial=MemberRole.MEMBER)
    starts_on = DayField(label=_("From"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user = cleaned.get("user")
        if user and not cleaned.get("organization"):
            cleaned["organization"] = user.organization
            if user.organization is None:
                self.add_error("organization", _("Choose the organization that this person sits for."))
        return cleaned


class ReplaceForm(PortalFormMixin, forms.Form):
    user = PersonField(label=_("Who takes the seat over"))
    function = TidyCharField(
        label=_("Function"), max_length=200, required=False, help_text=_("Left empty, it stays the same.")
    )
    starts_on = DayField(label=_("From"), help_text=_("The old seat ends on the day before. Example: 3.10.2022"))


class EndForm(PortalFormMixin, forms.Form):
    ends_on = DayField(label=_("Last day"))


class FromDayForm(PortalFormMixin, forms.Form):
    starts_on = DayField(
        label=_("From"), help_text=_("The seat of the coordinator before ends on the day before. Example: 3.10.2022")
    )
