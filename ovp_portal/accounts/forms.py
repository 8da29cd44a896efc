"""Sign-in, passwords, people, organizations: they check what was typed; allauth and the services do the rest."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.enums import OrganizationKind
from ovp_portal.accounts.models import AccessLink, Organization, User
from ovp_portal.accounts.queries import colleagues_of
from ovp_portal.lib.forms import DayField, PortalFormMixin, TidyCharField
from ovp_portal.lib.languages import text_in

NEW_PASSWORD_HELP = _("At least 10 characters: several words are easier to remember than signs.")


def _mail_field(**given: Any) -> forms.EmailField:
    autocomplete = given.pop("autocomplete", "email")
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": autocomplete}), **given)


def _password_field(label: Any, *, autocomplete: str, **given: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=1000, widget=widget, **given)


class NewPasswordMixin:
    """Asks for a new password twice and says beside the field what is wrong with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = _password_field(
            _("New password"), autocomplete="new-password", help_text=NEW_PASSWORD_HELP
        )
        self.fields["password2"] = _password_field(_("New password once more"), autocomplete="new-password")
        for name in ("password1", "password2"):
            self.fields[name].error_messages["required"] = _("Fill this in.")

    def clean_password1(self) -> str:
        password = self.cleaned_data.get("password1", "")
        if password:
            password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        # allauth compares the two as well, with a sentence of its own.
        cleaned = forms.Form.clean(self)
        first, second = self.data.get("password1", ""), self.data.get("password2", "")
        if first != second and not self.has_error("password2"):
            self.add_error("password2", _("The two passwords differ."))
        return cleaned


class SignInForm(PortalFormMixin, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _mail_field(
            label=_("Official e-mail"),
            autocomplete="username",
            help_text=_("The address at which you get the reminders."),
        )
        self.fields["password"] = _password_field(_("Password"), autocomplete="current-password")
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill this in.")

    def clean_login(self) -> str:
        return self.cleaned_data["login"].lower()

    def clean(self) -> dict[str, Any]:
        """A refusal stands beside the password, where it is mended."""
        try:
            return super().clean()
        except forms.ValidationError as refusal:
            self.add_error("password", refusal)
            return self.cleaned_data


class AskForLinkForm(PortalFormMixin, forms.Form):
    email = _mail_field(label=_("Official e-mail for the link"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self) -> str:
        """Nobody sees this field, so nobody could mend it: what cannot be kept is left out."""
        address = self.cleaned_data["next"]
        return address if len(address) <= AccessLink._meta.get_field("next_url").max_length else ""


class ResetPasswordForm(PortalFormMixin, allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _mail_field(label=_("Official e-mail"))
        self.fields["email"].error_messages["required"] = _("Fill this in.")


class ResetPasswordKeyForm(NewPasswordMixin, PortalFormMixin, allauth_forms.ResetPasswordKeyForm):
    def clean(self) -> dict[str, Any]:
        """An account that was closed after the mail went out takes no password: its links ended with it."""
        if not self.user.is_active:
            raise forms.ValidationError(_("This link was used already or has expired. Ask for a new one."))
        return super().clean()


class SetPasswordForm(NewPasswordMixin, PortalFormMixin, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(NewPasswordMixin, PortalFormMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password_field(_("Present password"), autocomplete="current-password")
        self.fields["oldpassword"].error_messages["required"] = _("Fill this in.")
        self.order_fields(["oldpassword", "password1", "password2"])


class LanguageForm(PortalFormMixin, forms.Form):
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class SubstituteForm(PortalFormMixin, forms.Form):
    """Who stands in for a person, and from when to when: a colleague of his own organization."""

    substitute = forms.ModelChoiceField(
        label=_("Who stands in for you"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Up to and including"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = colleagues_of(person)


class AcceptInvitationForm(NewPasswordMixin, LanguageForm):
    """The language, and a password for who wants one: a link by mail lets in as well."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, initial={"language": user.language}, **kwargs)
        for name, label in (("password1", _("Password (optional)")), ("password2", _("Password once more (optional)"))):
            self.fields[name].required = False
            self.fields[name].label = label


class PersonForm(PortalFormMixin, forms.Form):
    """What the national coordinator may correct."""

    name = TidyCharField(
        label=_("Name or function"),
        max_length=200,
        help_text=_("As members of the group see it, for example in notes."),
    )
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), required=False, empty_label=_("No organization")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.filter(is_active=True).in_order()


class InviteForm(PersonForm):
    email = _mail_field(label=_("Official e-mail"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "organization", "language"]


class OrganizationForm(PortalFormMixin, forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind)
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("Stands on its own"),
        help_text=_("A directorate stands inside its ministry."),
    )
    head_email = forms.EmailField(
        label=_("Address of the head"),
        required=False,
        max_length=254,
        help_text=_("Gets a reminder when the data of the organization are late."),
    )
    is_active = forms.BooleanField(label=_("Active: can be chosen in forms"), required=False, initial=True)

    def __init__(self, *args: Any, organization: Organization | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organization.objects.in_order()
        self.fields["parent"].queryset = others.exclude(pk=organization.pk) if organization else others
        names = [self._add_texts(code, str(name)) for code, name in settings.LANGUAGES]
        self.order_fields([field for pair in names for field in pair])
        if organization is not None:
            self.initial = self._initial(organization) | self.initial

    def _add_texts(self, code: str, language: str) -> tuple[str, str]:
        """A name and a short name in one language; only the portal's own must have a name."""
        name, short_name = _in_language("name", code), _in_language("short_name", code)
        is_own = code == settings.LANGUAGE_CODE
        label = _("Name – {language}") if is_own else _("Name – {language} (optional)")
        self.fields[name] = TidyCharField(label=format_lazy(label, language=language), max_length=300, required=is_own)
        self.fields[short_name] = TidyCharField(
            label=format_lazy(_("Short name – {language} (optional)"), language=language), max_length=60, required=False
        )
        return name, short_name

    @staticmethod
    def _initial(organization: Organization) -> dict[str, Any]:
        texts = {
            _in_language(field, code): text_in(organization, field, code)
            for field in ("name", "short_name")
            for code, _name in settings.LANGUAGES
        }
        return texts | {
            "kind": organization.kind,
            "parent": organization.parent_id,
            "head_email": organization.head_email,
            "is_active": organization.is_active,
        }


def _in_language(field: str, code: str) -> str:
    """The field that holds a text in one language, as the model calls it."""
    return field if code == settings.LANGUAGE_CODE else f"{field}_{code.replace('-', '_')}"
