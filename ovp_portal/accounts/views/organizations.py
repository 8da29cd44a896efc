from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovp_portal import clock
from ovp_portal.accounts import permissions, queries, services
from ovp_portal.accounts.forms import OrganizationForm
from ovp_portal.accounts.models import Organization
from ovp_portal.accounts.views.answers import tell
from ovp_portal.lib.paging import page_of


@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    _only_for_managers(request)
    words = request.GET.get("q", "")[:200]
    page = page_of(queries.organizations_found(words), request)
    return render(request, "accounts/organizations.html", {"page": page, "q": words})


def organization_new(request: HttpRequest) -> HttpResponse:
    _only_for_managers(request)
    return _form(request, None)


def organization_edit(request: HttpRequest, slug: str) -> HttpResponse:
    _only_for_managers(request)
    return _form(request, get_object_or_404(Organization, slug=slug))


def _form(request: HttpRequest, organization: Organization | None) -> HttpResponse:
    form = OrganizationForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_organization(
                organization=organization,
                values=form.cleaned_data,
                by=request.user,
                at=clock.now(),
                on=clock.today(),
            )
        except ValidationError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The organization was saved."))
            return redirect("accounts:organization", slug=saved.slug)
    former = queries.former_names(organization) if organization else []
    context = {"form": form, "organization": organization, "former_names": former}
    return render(request, "accounts/organization.html", context)


def _only_for_managers(request: HttpRequest) -> None:
    if not permissions.can_manage_people(request.user):
        raise Http404
