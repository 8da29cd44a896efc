"""Loads the demonstration's register: what is missing, and never over what a person changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from commitments.demo.facts import facts, values
from commitments.demo.people import load_people
from commitments.enums import CommitmentStatus, PlanStatus
from commitments.models import ActionPlan, Commitment, Milestone, PriorityArea, WorkingGroup
from commitments.services import commitments, groups, indicators, milestones, plans
from ovp_portal.accounts.models import Organization, User


@transaction.atomic
def load_register(*, at: datetime) -> None:
    """Bring in organizations, people, plans, commitments and groups that are not there yet.

    A record that is there is left as it is, with everything below it: whoever
    withdrew a milestone or ended a seat does not find it again.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("The demonstration is loaded only where PORTAL_DEMO=1.")
    load_people(at=at)
    organizations = {one.slug: one for one in Organization.objects.all()}
    for fact in facts("plans"):
        if not ActionPlan.objects.filter(slug=fact["slug"]).exists():
            _load_plan(fact, at)
    for fact in facts("commitments"):
        if not Commitment.objects.filter(slug=fact["slug"]).exists():
            _load_commitment(fact, organizations, at)
    for fact in facts("groups"):
        if not WorkingGroup.objects.filter(plan__slug=fact["plan"], slug=fact["slug"]).exists():
            _load_group(fact, at)


PLAN_FIELDS = ("kind", "slug", "number", "title", "short_title", "description", "starts_on", "ends_on")


def _load_plan(fact: Mapping[str, Any], at: datetime) -> None:
    plan = plans.create(by=None, at=at, **values(ActionPlan, fact, *PLAN_FIELDS))
    for position, area in enumerate(fact["areas"], start=1):
        plans.add_area(plan=plan, by=None, at=at, position=position, **values(PriorityArea, area, "number", "title"))
    if fact["status"] == PlanStatus.DRAFT:
        return
    days = {name: date.fromisoformat(fact[name]) for name in ("adopted_on", "reporting_from_on") if name in fact}
    plans.adopt(plan=plan, by=None, at=at, **days)
    if fact["status"] == PlanStatus.CLOSED:
        plans.close(plan=plan, by=None, at=at)


COMMITMENT_FIELDS = (
    "slug",
    "language",
    "number",
    "ogp_code",
    "title",
    "problem",
    "aim",
    "starts_on",
    "ends_on",
    "source_note",
)


def _load_commitment(fact: Mapping[str, Any], organizations: Mapping[str, Organization], at: datetime) -> None:
    plan = ActionPlan.objects.get(slug=fact["plan"])
    commitment = commitments.propose(
        plan=plan,
        area=_area(plan, fact.get("area")),
        lead=organizations.get(fact.get("lead", "")),
        partners=[organizations[slug] for slug in fact.get("partners", [])],
        predecessor=Commitment.objects.filter(slug=fact.get("predecessor", "")).first(),
        by=None,
        at=at,
        **values(Commitment, fact, *COMMITMENT_FIELDS),
    )
    if fact["status"] != CommitmentStatus.PROPOSED:
        commitments.accept(commitment=commitment, by=None, at=at)
    for former in fact.get("former_numbers", []):
        until = date.fromisoformat(former["changed_on"])
        commitments.keep_former_number(
            commitment=commitment, number=former["number"], changed_on=until, note=former["note"], by=None, at=at
        )
    for milestone in fact.get("milestones") or facts("milestones").get(fact["slug"], []):
        _load_milestone(commitment, milestone, organizations, at)
    if fact["status"] == CommitmentStatus.CLOSED:
        commitments.close(commitment=commitment, by=None, at=at)


def _area(plan: ActionPlan, named: int | str | None) -> PriorityArea | None:
    """An area by its number, or by its English title where it has none."""
    if named is None:
        return None
    key = {"number": named} if isinstance(named, int) else {"i18n__title_en": named}
    return plan.areas.filter(**key).first()


MILESTONE_FIELDS = ("number", "title", "due_on", "due_precision", "is_example")
INDICATOR_FIELDS = (
    "name",
    "kind",
    "unit",
    "baseline",
    "target",
    "target_on",
    "accumulation",
    "aggregation",
    "is_example",
)


def _load_milestone(
    commitment: Commitment, fact: Mapping[str, Any], organizations: Mapping[str, Organization], at: datetime
) -> None:
    milestone = milestones.add(
        commitment=commitment,
        responsible=[organizations[slug] for slug in fact.get("responsible", [])],
        language=_language(fact["title"]),
        by=None,
        at=at,
        **values(Milestone, fact, *MILESTONE_FIELDS),
    )
    for position, indicator in enumerate(fact.get("indicators", []), start=1):
        indicators.add(
            milestone=milestone,
            position=position,
            language=_language(indicator["name"]),
            by=None,
            at=at,
            **values(indicators.Indicator, indicator, *INDICATOR_FIELDS),
        )
    if published := fact.get("completion"):
        on = date.fromisoformat(published["on"])
        milestones.set_completion(
            milestone=milestone, level=published["level"], on=on, source=published["source"], at=at
        )


def _language(texts: Mapping[str, str]) -> str:
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in texts else next(iter(texts))


def _load_group(fact: Mapping[str, Any], at: datetime) -> None:
    group = groups.create(
        plan=ActionPlan.objects.get(slug=fact["plan"]),
        commitments=Commitment.objects.filter(slug__in=fact["commitments"]),
        by=None,
        at=at,
        **values(WorkingGroup, fact, "slug", "name"),
    )
    for seat in fact["seats"]:
        user = User.objects.get(email=seat["email"])
        groups.seat(
            group=group,
            user=user,
            organization=user.organization,
            function=seat["function"],
            role=seat["role"],
            starts_on=date.fromisoformat(fact["starts_on"]),
            by=None,
            at=at,
        )
