from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.forms.commitments import IndicatorForm, MilestoneForm, ReasonForm
from commitments.models import Commitment, Indicator, Milestone
from commitments.services import indicators, milestones
from commitments.views.commitments import commitment_crumbs, commitment_url
from commitments.views.pages import Crumbs, check_manager, form_page
from ovp_portal import clock


def milestone_new(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    commitment = get_object_or_404(Commitment.objects.select_related("plan", "area"), slug=slug)
    last = commitment.milestones.aggregate(last=Max("number"))["last"] or 0
    form = MilestoneForm(request.POST or None, plan=commitment.plan, initial={"number": last + 1})
    return form_page(
        request,
        form=form,
        save=lambda: milestones.add(commitment=commitment, by=request.user, at=clock.now(), **form.values()),
        done=_("The milestone was saved."),
        title=_("Add a milestone"),
        button=_("Save the milestone"),
        crumbs=commitment_crumbs(commitment),
        back=commitment_url(commitment),
        to=milestone_url,
    )


def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone's form, and its indicators below it."""
    check_manager(request)
    found = _milestone(pk)
    form = MilestoneForm(request.POST or None, plan=found.commitment.plan, instance=found)
    return form_page(
        request,
        form=form,
        save=lambda: milestones.amend(
            milestone=found, values=form.values(), by=request.user, at=clock.now(), seen=form.seen
        ),
        done=_("The milestone was saved."),
        title=found,
        button=_("Save the milestone"),
        crumbs=commitment_crumbs(found.commitment),
        back=commitment_url(found.commitment),
        record=found,
        milestone=found,
        indicators=found.indicators.all(),
    )


def milestone_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    found = _milestone(pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form=form,
        save=lambda: milestones.withdraw(milestone=found, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The milestone is withdrawn. It is not counted any more."),
        title=_("Withdraw the milestone"),
        lead=found,
        button=_("Withdraw the milestone"),
        crumbs=commitment_crumbs(found.commitment),
        back=milestone_url(found),
    )


def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    found = _milestone(pk)
    last = found.indicators.aggregate(last=Max("position"))["last"] or 0
    form = IndicatorForm(request.POST or None, plan=found.commitment.plan, initial={"position": last + 1})
    return form_page(
        request,
        form=form,
        save=lambda: indicators.add(milestone=found, by=request.user, at=clock.now(), **form.values()),
        done=_("The indicator was saved."),
        title=_("Add an indicator"),
        lead=found,
        button=_("Save the indicator"),
        crumbs=milestone_crumbs(found),
        back=milestone_url(found),
    )


def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    found = _indicator(pk)
    form = IndicatorForm(request.POST or None, plan=found.milestone.commitment.plan, instance=found)
    return form_page(
        request,
        form=form,
        save=lambda: indicators.amend(
            indicator=found, values=form.values(), by=request.user, at=clock.now(), seen=form.seen
        ),
        done=_("The indicator was saved."),
        title=found,
        button=_("Save the indicator"),
        crumbs=milestone_crumbs(found.milestone),
        back=milestone_url(found.milestone),
        record=found,
        indicator=found,
    )


def indicator_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    check_manager(request)
    found = _indicator(pk)
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form=form,
        save=lambda: indicators.withdraw(indicator=found, by=request.user, at=clock.now(), **form.cleaned_data),
        done=_("The indicator is withdrawn. What was published stays."),
        title=_("Withdraw the indicator"),
        lead=found,
        button=_("Withdraw the indicator"),
        crumbs=milestone_crumbs(found.milestone),
        back=milestone_url(found.milestone),
    )


def milestone_url(milestone: Milestone) -> str:
    return reverse("commitments:milestone", args=[milestone.pk])


def milestone_crumbs(milestone: Milestone) -> Crumbs:
    return [*commitment_crumbs(milestone.commitment), (milestone.full_number, milestone_url(milestone))]


def _milestone(pk: int) -> Milestone:
    return get_object_or_404(Milestone.objects.select_related("commitment__plan", "commitment__area"), pk=pk)


def _indicator(pk: int) -> Indicator:
    whole = Indicator.objects.select_related("milestone__commitment__plan", "milestone__commitment__area")
    return get_object_or_404(whole, pk=pk)
