from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ovp_portal import clock
from ovp_portal.accounts import services
from ovp_portal.accounts.adapter import in_language, set_language
from ovp_portal.accounts.forms import LanguageForm


def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: the language, and the way to the password."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form})
    language = form.cleaned_data["language"]
    services.change_language(user=request.user, language=language, at=clock.now())
    with translation.override(language):
        messages.success(request, _("Pages and mails now come in this language."))
    response = redirect(in_language(reverse("accounts:profile"), language))
    set_language(response, language)
    return response
