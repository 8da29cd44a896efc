from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from commitments import permissions, queries
from commitments.forms.plans import AdoptForm, AreaForm, PlanForm
from commitments.models import ActionPlan, PriorityArea
from commitments.services import plans
from commitments.views.pages import Crumbs, act, check_manager, check_reader, form_page
from ovp_portal import clock
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.paging import page_of

MOVES = {"close": plans.close, "reopen": plans.reopen}


def register_crumbs(plan: ActionPlan | None = None) -> Crumbs:
    crumbs: Crumbs = [(_("Register"), reverse("commitments:register"))]
    if plan is not None:
        crumbs.append((plan, reverse("commitments:plan", args=[plan.slug])))
    return crumbs


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """All plans, the newest first, each with its number of commitments."""
    check_reader(request)
    page = page_of(queries.plans_with_size(), request)
    return render(request, "commitments/register.html", {"page": page, **_rights(request)})


@require_GET
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A plan: its areas, commitments and groups. Long lists come in pages, searched in any script."""
    check_reader(request)
    found = get_object_or_404(ActionPlan, slug=slug)
    on = local_date(clock.now(), found.time_zone)
    words = request.GET.get("q", "")[:200]
    commitments = found.commitments.search(words).select_related("plan", "area", "lead").in_order()
    page = page_of(commitments, request)
    counted = queries.counters_of(commitments=page.object_list, on=on)
    context = {
        "plan": found,
        "page": page,
        "rows": [(commitment, counted[commitment.pk]) for commitment in page.object_list],
        "q": words,
        "areas": found.areas.all(),
        "groups": page_of(queries.groups_of(found, on), request, parameter="groups"),
        **_rights(request),
    }
    return render(request, "commitments/plan.html", context)


def plan_new(request: HttpRequest) -> HttpResponse:
    check_manager(request)
    form = PlanForm(request.POST or None)
    return form_page(
        request,
        form=form,
        save=lambda: plans.create(by=request.user, at=clock.now(), **form.values()),
        done=_("The plan was saved. It is not public before it is adopted."),
        title=_("Add a plan"),
        button=_("Save the plan"),
        crumbs=register_crumbs(),
        back=reverse("commitments:register"),
        to=plan_url,
    )


def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    found = get_object_or_404(ActionPlan, slug=slug)
    form = PlanForm(request.POST or None, instance=found)
    return form_page(
        request,
        form=form,
        save=lambda: plans.amend(plan=found, values=form.values(), by=request.user, at=clock.now(), seen=form.seen),
        done=_("The plan was saved."),
        title=_("Change the plan and its deadlines"),
        lead=_("Changed rules hold for periods to come. What was entered stays."),
        button=_("Save the plan"),
        crumbs=register_crumbs(found),
        back=plan_url(found),
        record=found,
    )


def plan_adopt(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    found = get_object_or_404(ActionPlan, slug=slug)
    initial = {"adopted_on": found.adopted_on, "reporting_from_on": found.reporting_from_on}
    form = AdoptForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form=form,
        save=lambda: plans.adopt(plan=found, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The plan is adopted and public."),
        title=_("Adopt the plan"),
        lead=_("From then on everybody sees the plan, and its periods open by the clock."),
        button=_("Adopt the plan"),
        crumbs=register_crumbs(found),
        back=plan_url(found),
    )


@require_POST
def plan_move(request: HttpRequest, slug: str, move: str) -> HttpResponse:
    """Close a plan, or let a closed one run again."""
    check_manager(request)
    found = get_object_or_404(ActionPlan, slug=slug)
    if move not in MOVES:
        raise Http404
    return act(
        request,
        save=lambda: MOVES[move](plan=found, by=request.user, at=clock.now()),
        done=_("The plan is closed.") if move == "close" else _("The plan runs again."),
        back=plan_url(found),
    )


def area_new(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    found = get_object_or_404(ActionPlan, slug=slug)
    form = AreaForm(request.POST or None, plan=found)
    return form_page(
        request,
        form=form,
        save=lambda: plans.add_area(plan=found, by=request.user, at=clock.now(), **form.values()),
        done=_("The area was saved."),
        title=_("Add a sector") if found.calls_areas_sectors else _("Add a priority area"),
        button=_("Save"),
        crumbs=register_crumbs(found),
        back=plan_url(found),
    )


def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    area = get_object_or_404(PriorityArea.objects.select_related("plan"), pk=pk)
    form = AreaForm(request.POST or None, plan=area.plan, instance=area)
    return form_page(
        request,
        form=form,
        save=lambda: plans.amend_area(area=area, values=form.values(), by=request.user, at=clock.now(), seen=form.seen),
        done=_("The area was saved."),
        title=area,
        button=_("Save"),
        crumbs=register_crumbs(area.plan),
        back=plan_url(area.plan),
        record=area,
    )


def plan_url(plan: ActionPlan) -> str:
    return reverse("commitments:plan", args=[plan.slug])


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {"can_manage": permissions.can_manage_register(request.user)}
