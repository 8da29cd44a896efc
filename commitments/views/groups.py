from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from commitments import permissions, queries
from commitments.enums import MemberRole
from commitments.forms.groups import EndForm, FromDayForm, GroupForm, ReplaceForm, SeatForm
from commitments.models import ActionPlan, Membership, WorkingGroup
from commitments.services import groups
from commitments.views.pages import Crumbs, check_manager, form_page
from commitments.views.plans import plan_url, register_crumbs
from ovp_portal import clock
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.paging import page_of


@require_GET
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A group: who sits in it today, what it works on, and who sat in it before. Its members see it too."""
    found = _group(request, pk)
    on = _today(found.plan)
    can_manage = permissions.can_manage_register(request.user)
    past_and_coming = found.memberships.exclude(pk__in=Membership.objects.on(on).of(found).values("pk"))
    others = past_and_coming.select_related("user", "organization").order_by("-starts_on", "-pk")
    context = {
        "group": found,
        "seats": queries.roster(found, on),
        "others": page_of(others, request),
        "commitments": found.commitments.select_related("area").in_order(),
        "coordinator_role": MemberRole.COORDINATOR,
        "crumbs": register_crumbs(found.plan) if permissions.can_see_register(request.user) else [],
        "can_manage": can_manage,
    }
    return render(request, "commitments/group.html", context)


def group_new(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    plan = get_object_or_404(ActionPlan, slug=slug)
    form = GroupForm(request.POST or None, plan=plan)

    def save() -> WorkingGroup:
        works_on = form.cleaned_data["works_on"]
        return groups.create(plan=plan, commitments=works_on, by=request.user, at=clock.now(), **form.values())

    return form_page(
        request,
        form=form,
        save=save,
        done=_("The group was saved. Now give its members their seats."),
        title=_("Add a working group"),
        button=_("Save the group"),
        crumbs=register_crumbs(plan),
        back=plan_url(plan),
        to=lambda saved: saved.get_absolute_url(),
    )


def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = GroupForm(request.POST or None, plan=found.plan, instance=found)

    def save() -> WorkingGroup:
        given = {"commitments": form.cleaned_data["works_on"], "seen": form.seen}
        return groups.amend(group=found, values=form.values(), by=request.user, at=clock.now(), **given)

    return form_page(
        request,
        form=form,
        save=save,
        done=_("The group was saved."),
        title=_("Change the group"),
        button=_("Save the group"),
        crumbs=group_crumbs(found),
        back=found.get_absolute_url(),
        record=found,
    )


def seat_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    form = SeatForm(request.POST or None, initial={"starts_on": _today(found.plan)})
    return form_page(
        request,
        form=form,
        save=lambda: groups.seat(group=found, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The member has a seat in the group."),
        title=_("Add a member"),
        lead=found,
        button=_("Add the member"),
        crumbs=group_crumbs(found),
        back=found.get_absolute_url(),
    )


def seat_replace(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    on = _today(seat.group.plan)
    form = ReplaceForm(request.POST or None, initial={"starts_on": on})
    return form_page(
        request,
        form=form,
        save=lambda: groups.replace(membership=seat, on=on, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The seat has a new member. The seat before is kept with its last day."),
        title=_("Replace a member"),
        lead=_seat_words(seat),
        button=_("Replace the member"),
        crumbs=group_crumbs(seat.group),
        back=seat.group.get_absolute_url(),
    )


def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    on = _today(seat.group.plan)
    form = EndForm(request.POST or None, initial={"ends_on": on})
    return form_page(
        request,
        form=form,
        save=lambda: groups.end(membership=seat, on=on, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The seat has its last day."),
        title=_("End a seat"),
        lead=_seat_words(seat),
        button=_("End the seat"),
        crumbs=group_crumbs(seat.group),
        back=seat.group.get_absolute_url(),
    )


def seat_coordinator(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    on = _today(seat.group.plan)
    form = FromDayForm(request.POST or None, initial={"starts_on": on})
    return form_page(
        request,
        form=form,
        save=lambda: groups.name_coordinator(
            membership=seat, on=on, by=request.user, at=clock.now(), **form.cleaned_data
        ),
        done=_("The group has a new coordinator."),
        title=_("Name the coordinator"),
        lead=_seat_words(seat),
        button=_("Name the coordinator"),
        crumbs=group_crumbs(seat.group),
        back=seat.group.get_absolute_url(),
    )


def group_crumbs(group: WorkingGroup) -> Crumbs:
    return [*register_crumbs(group.plan), (group, group.get_absolute_url())]


def _group(request: HttpRequest, pk: int) -> WorkingGroup:
    """A group that this person may see on this day in the group's plan."""
    visible = WorkingGroup.objects.visible_to(request.user, clock.today())
    return get_object_or_404(visible.select_related("plan"), pk=pk)


def _managed(request: HttpRequest, pk: int) -> WorkingGroup:
    check_manager(request)
    return _group(request, pk)


def _seat(request: HttpRequest, pk: int) -> Membership:
    check_manager(request)
    return get_object_or_404(Membership.objects.select_related("group__plan", "user", "organization"), pk=pk)


def _seat_words(seat: Membership) -> str:
    return f"{seat.user} · {seat.organization} · {seat.group}"


def _today(plan: ActionPlan) -> date:
    return local_date(clock.now(), plan.time_zone)
