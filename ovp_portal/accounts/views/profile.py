from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovp_portal import clock
from ovp_portal.accounts import services
from ovp_portal.accounts.adapter import in_language, set_language
from ovp_portal.accounts.forms import LanguageForm


@require_POST
def naming(request: HttpRequest) -> HttpResponse:
    """Whether one's name may stand in published notes."""
    may_be_named = request.POST.get("may_be_named") == "yes"
    services.change_naming(user=request.user, may_be_named=may_be_named, at=clock.now())
    said = _("Your name may stand in published notes.") if may_be_named else _("Your name stands in no published note.")
    messages.success(request, said)
    return redirect("accounts:profile")


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
