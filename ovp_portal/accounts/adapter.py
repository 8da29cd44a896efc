from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ovp_portal import clock
from ovp_portal.notifications.enums import Priority
from ovp_portal.notifications.services import deliver_soon, write_mail


class AccountAdapter(DefaultAccountAdapter):
    """allauth, told that accounts come by invitation, that mail is written as rows, and our sentences."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail and the password do not match. Check them or ask for a sign-in link."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again, or ask for a sign-in link."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Lead the person on in the language of his profile."""
        response = super().post_login(request, user, **kwargs)
        if "Location" in response:
            response["Location"] = in_language(response["Location"], user.language)
        set_language(response, user.language)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """To the account's own address, leading to the portal's: the request's host is not believed."""
        with translation.override(user.language):
            path = reverse("account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]})
        mail = write_mail(
            recipient=user,
            template="password_reset",
            context={"url": settings.PORTAL_URL + path, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
            at=clock.now(),
            priority=Priority.URGENT,
            # Real time: the link inside dies by it.
            expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )
        deliver_soon(mail=mail)


def in_language(url: str, language: str) -> str:
    """The same page of the portal in another language; what has none stays as it is."""
    written_in = translation.get_language_from_path(urlsplit(url).path) or settings.LANGUAGE_CODE
    with translation.override(written_in):
        return translate_url(url, language)


def set_language(response: HttpResponse, language: str) -> None:
    """Remember the language where no address says it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )
