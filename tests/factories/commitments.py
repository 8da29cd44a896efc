"""Records of the register, each saved whole; a test names only what it is about."""

from datetime import date

from commitments.enums import CommitmentStatus, MemberRole, PlanKind, PlanStatus
from commitments.models import (
    ActionPlan,
    Commitment,
    Indicator,
    Membership,
    Milestone,
    PriorityArea,
    WorkingGroup,
)
from tests.factories.numbers import Numbers
from tests.factories.portal import make_organization, make_user

_number, _plan = Numbers(), Numbers()


def make_plan(**given) -> ActionPlan:
    """An adopted national plan 2021–2023, reported by quarters from October 2021."""
    fields = {
        "kind": PlanKind.NATIONAL,
        "status": PlanStatus.ADOPTED,
        "slug": f"plan-{next(_plan)}",
        "title": "Национален акциски план",
        "short_title": "НАП",
        "starts_on": date(2021, 10, 26),
        "ends_on": date(2023, 12, 31),
        "adopted_on": date(2021, 10, 26),
        "reporting_from_on": date(2021, 10, 1),
    }
    return ActionPlan.objects.create(**fields | given)


def make_area(**given) -> PriorityArea:
    fields = {"title": "Пристап до правда", "number": next(_number)}
    if "plan" not in given:
        fields["plan"] = make_plan()
    return PriorityArea.objects.create(**fields | given)


def make_group(**given) -> WorkingGroup:
    fields = {"slug": f"group-{next(_number)}", "name": "Работна група"}
    if "plan" not in given:
        fields["plan"] = make_plan()
    return WorkingGroup.objects.create(**fields | given)


def make_membership(**given) -> Membership:
    """A member's seat since the plan began; the person's own organization when none is named."""
    fields = {"role": MemberRole.MEMBER, "function": "Советник", "starts_on": date(2021, 10, 1)}
    if "group" not in given:
        fields["group"] = make_group()
    if "user" not in given:
        fields["user"] = make_user(**({"organization": given["organization"]} if "organization" in given else {}))
    user = given.get("user") or fields["user"]
    fields["organization"] = user.organization
    return Membership.objects.create(**fields | given)


def make_commitment(**given) -> Commitment:
    """An accepted commitment with an area, a number and a group of its own in the same plan."""
    number = next(_number)
    plan = given.get("plan") or getattr(given.get("group"), "plan", None) or make_plan()
    fields = {"plan": plan, "slug": f"commitment-{number}", "number": 1, "title": "Заложба"}
    fields["status"] = CommitmentStatus.ACCEPTED
    if "area" not in given:
        fields["area"] = make_area(plan=plan)
    if "group" not in given:
        fields["group"] = make_group(plan=plan)
    return Commitment.objects.create(**fields | given)


def make_milestone(*, responsible=(), **given) -> Milestone:
    """A milestone due at the end of 2022, of the organizations named in `responsible`."""
    fields = {"title": "Достигнување", "due_on": date(2022, 12, 31)}
    if "commitment" not in given:
        fields["commitment"] = make_commitment()
    commitment = given.get("commitment") or fields["commitment"]
    fields["number"] = commitment.milestones.count() + 1
    milestone = Milestone.objects.create(**fields | given)
    milestone.responsible.set(responsible)
    return milestone


def make_indicator(**given) -> Indicator:
    fields = {"name": "Одржани обуки", "unit": "обуки"}
    if "milestone" not in given:
        fields["milestone"] = make_milestone(responsible=[make_organization()])
    return Indicator.objects.create(**fields | given)
