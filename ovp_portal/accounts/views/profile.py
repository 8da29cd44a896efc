from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovp_portal import clock
from ovp_portal.accounts import services
from ovp_portal.accounts.adapter import in_language, set_language
from ovp_portal.accounts.forms import LanguageForm, SubstituteForm
from ovp_portal.accounts.queries import colleagues_of, substitutions_by, substitutions_of


@require_POST
def naming(request: HttpRequest) -> HttpResponse:
    """Whether one's name may stand in published notes."""
    may_be_named = request.POST.get("may_be_named") == "yes"
    services.change_naming(user=request.user, may_be_named=may_be_named, at=clock.now())
    said = _("Your name may stand in published notes.") if may_be_named else _("Your name stands in no published note.")
    messages.success(request, said)
    return redirect("accounts:profile")


def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: the language, who stands in, and the way to the password."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, SubstituteForm(person=request.user))
    language = form.cleaned_data["language"]
    services.change_language(user=request.user, language=language, at=clock.now())
    with translation.override(language):
        messages.success(request, _("Pages and mails now come in this language."))
    response = redirect(in_language(reverse("accounts:profile"), language))
    set_language(response, language)
    return response


@require_POST
def substitute(request: HttpRequest) -> HttpResponse:
    """Name a colleague who stands in for some days."""
    form = SubstituteForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            named = services.name_substitute(person=request.user, on=clock.today(), at=clock.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("%(name)s stands in for you on these days and gets your reminders.")
            messages.success(request, said % {"name": named.substitute})
            return redirect(reverse("accounts:profile") + "#substitute")
    return _page(request, LanguageForm(initial={"language": request.user.language}), form)


@require_POST
def substitution_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back earlier than thought."""
    held = get_object_or_404(request.user.substitutions, pk=pk)
    services.end_substitution(substitution=held, by=request.user, on=clock.today(), at=clock.now())
    messages.success(request, _("Your reminders come to you again."))
    return redirect(reverse("accounts:profile") + "#substitute")


def _page(request: HttpRequest, form: LanguageForm, substitute_form: SubstituteForm) -> HttpResponse:
    today: date = clock.today()
    context = {
        "form": form,
        "substitute_form": substitute_form,
        "has_colleagues": colleagues_of(request.user).exists(),
        "substitutions": substitutions_of(request.user, today),
        "stands_in_for": substitutions_by(request.user, today),
    }
    return render(request, "accounts/profile.html", context)
