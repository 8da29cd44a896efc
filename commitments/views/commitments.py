from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from commitments import permissions
from commitments.enums import CommitmentStatus
from commitments.forms.commitments import CommitmentForm, ConfirmForm, NewCommitmentForm, NumberForm, ReasonForm
from commitments.models import ActionPlan, Commitment
from commitments.services import commitments
from commitments.views.pages import Crumbs, check_manager, check_reader, form_page
from commitments.views.plans import plan_url, register_crumbs
from commitments.workflow import COMMITMENT_MOVES
from ovp_portal import clock
from ovp_portal.lib.dates import local_date


class Move(NamedTuple):
    """An act on a commitment's status: where it leads, what it is called, whether it needs a reason."""

    service: Callable[..., Commitment]
    to: CommitmentStatus
    title: Promise
    needs_reason: bool = False
    only_from: CommitmentStatus | None = None


MOVES = {
    "accept": Move(
        commitments.accept,
        CommitmentStatus.ACCEPTED,
        gettext_lazy("Accept the commitment"),
        only_from=CommitmentStatus.PROPOSED,
    ),
    "decline": Move(
        commitments.decline, CommitmentStatus.UNACCEPTED, gettext_lazy("Do not accept the proposal"), needs_reason=True
    ),
    "propose": Move(commitments.propose_again, CommitmentStatus.PROPOSED, gettext_lazy("Propose again")),
    "withdraw": Move(
        commitments.withdraw, CommitmentStatus.WITHDRAWN, gettext_lazy("Withdraw the commitment"), needs_reason=True
    ),
    "close": Move(commitments.close, CommitmentStatus.CLOSED, gettext_lazy("Close the commitment")),
    "reopen": Move(
        commitments.reopen,
        CommitmentStatus.ACCEPTED,
        gettext_lazy("Let the commitment run again"),
        only_from=CommitmentStatus.CLOSED,
    ),
}


@require_GET
def commitment(request: HttpRequest, slug: str) -> HttpResponse:
    """A commitment of the register, with its milestones and the acts that its status allows."""
    check_reader(request)
    found = _commitment(slug)
    on = local_date(clock.now(), found.plan.time_zone)
    milestones = list(found.milestones.prefetch_related("responsible", "indicators"))
    for milestone in milestones:
        milestone.commitment = found
    context = {
        "commitment": found,
        "milestones": [(milestone, _days_late(milestone, on)) for milestone in milestones],
        "partners": found.partners.in_order(),
        "former_numbers": found.former_numbers.all(),
        "moves": [(key, move.title) for key, move in MOVES.items() if _is_possible(found, move)],
        "crumbs": register_crumbs(found.plan),
        "can_manage": permissions.can_manage_register(request.user),
    }
    return render(request, "commitments/commitment.html", context)


def commitment_new(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    plan = get_object_or_404(ActionPlan, slug=slug)
    form = NewCommitmentForm(request.POST or None, plan=plan)
    return form_page(
        request,
        form=form,
        save=lambda: commitments.propose(plan=plan, by=request.user, at=clock.now(), **form.values()),
        done=_("The commitment was saved as a proposal."),
        title=_("Add a commitment"),
        button=_("Save the commitment"),
        crumbs=register_crumbs(plan),
        back=plan_url(plan),
        to=commitment_url,
    )


def commitment_edit(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    found = _commitment(slug)
    form = CommitmentForm(request.POST or None, plan=found.plan, instance=found)
    return form_page(
        request,
        form=form,
        save=lambda: commitments.amend(
            commitment=found, values=form.values(), by=request.user, at=clock.now(), seen=form.seen
        ),
        done=_("The commitment was saved."),
        title=_("Change the commitment"),
        lead=_("The address stays the same, whatever the title becomes."),
        button=_("Save the commitment"),
        crumbs=commitment_crumbs(found),
        back=commitment_url(found),
        record=found,
    )


def commitment_number(request: HttpRequest, slug: str) -> HttpResponse:
    check_manager(request)
    found = _commitment(slug)
    initial = {"area": found.area_id, "number": found.number}
    form = NumberForm(request.POST or None, plan=found.plan, initial=initial)

    def save() -> Commitment:
        at = clock.now()
        on = local_date(at, found.plan.time_zone)
        return commitments.renumber(commitment=found, by=request.user, at=at, on=on, **form.cleaned_data)

    return form_page(
        request,
        form=form,
        save=save,
        done=_("The commitment has its new number. The old one is kept and found."),
        title=_("Change the number"),
        lead=_("The number that it has now is kept among the former ones."),
        button=_("Save the number"),
        crumbs=commitment_crumbs(found),
        back=commitment_url(found),
    )


def commitment_status(request: HttpRequest, slug: str, move: str) -> HttpResponse:
    """One act on the status; the page says what follows, and asks for a reason where one is due."""
    check_manager(request)
    if move not in MOVES:
        raise Http404
    found, chosen = _commitment(slug), MOVES[move]
    form_class = ReasonForm if chosen.needs_reason else ConfirmForm
    form = form_class(request.POST if request.method == "POST" else None)
    given: dict[str, Any] = {"commitment": found, "by": request.user, "at": clock.now()}
    return form_page(
        request,
        form=form,
        save=lambda: chosen.service(**given, **form.cleaned_data),
        done=_("The status of the commitment was changed."),
        title=chosen.title,
        lead=found,
        button=chosen.title,
        crumbs=commitment_crumbs(found),
        back=commitment_url(found),
    )


def commitment_url(commitment: Commitment) -> str:
    return reverse("commitments:commitment", args=[commitment.slug])


def commitment_crumbs(commitment: Commitment) -> Crumbs:
    return [*register_crumbs(commitment.plan), (commitment.label, commitment_url(commitment))]


def _commitment(slug: str) -> Commitment:
    found = Commitment.objects.select_related("plan", "area", "lead", "group", "predecessor")
    return get_object_or_404(found, slug=slug)


def _is_possible(commitment: Commitment, move: Move) -> bool:
    is_from = move.only_from is None or commitment.status == move.only_from
    return is_from and move.to in COMMITMENT_MOVES[commitment.status]


def _days_late(milestone: Any, on: Any) -> int:
    return (on - milestone.due_on).days if milestone.is_overdue(on) and not milestone.is_withdrawn else 0
