"""An owner asked for another date: it waits for the coordinator's answer."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import BooleanField, DateField, F, Func, IntegerField, Value
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.due.common import LocalDay, number_of, owed_by_coordinators, thing
from commitments.enums import PlanStatus
from meetings.models import DateRequest
from ovp_portal.lib.dates import day_text
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "task_date"
GROUP = "part__follow_up__group"
DAYS = 3
"""So long an answer may take; the date that holds runs on meanwhile."""
OWNER, SUBSTITUTE, NATIONAL = Audience.OWNER, Audience.SUBSTITUTE, Audience.NATIONAL
STEPS = (Default(None), Default(0), Default(1, (OWNER, SUBSTITUTE)), Default(3, (OWNER, SUBSTITUTE, NATIONAL), 7, 4))


class AnswerDay(Func):
    """The day by which a request is answered, in the time zone of its plan."""

    template = f"(timezone(%(expressions)s))::date + {DAYS}"
    output_field = DateField()


def branches(at: datetime) -> Iterable[Branch]:
    rows = DateRequest.objects.waiting().filter(**{f"{GROUP}__plan__status": PlanStatus.ADOPTED})
    rows = rows.annotate(
        local_day=LocalDay(f"{GROUP}__plan__time_zone", at),
        thing=thing(KIND),
        ladder=F(f"{GROUP}__plan__slug"),
        chase=Value(KIND),
        since_at=F("asked_at"),
        deadline_on=AnswerDay(F(f"{GROUP}__plan__time_zone"), F("asked_at")),
        round=Value(1, output_field=IntegerField()),
        is_prompt=Value(False, output_field=BooleanField()),
    )
    return owed_by_coordinators(rows, group=GROUP)


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    rows = DateRequest.objects.filter(pk__in=map(number_of, things)).select_related(
        "part__organization", "part__follow_up__conclusion", "part__follow_up__group__plan"
    )
    return {
        f"{KIND}:{row.pk}": Matter(row, row.part.follow_up.group, "", gettext_lazy("the coordinator")) for row in rows
    }


def words(due: Due, matter: Matter, on: date) -> Waiting:
    request = matter.record
    named = {"organization": request.part.organization, "day": day_text(request.wanted_on)}
    return Waiting(
        due_on=due.due_on,
        title=_("%(organization)s asks for another date: %(day)s") % named,
        url=f"{request.part.get_absolute_url()}#act",
        sub=f"{Truncator(request.part.follow_up.conclusion.text).chars(120)} · {Truncator(request.reason).chars(120)}",
        action=_("Answer"),
        action_end=str(request.part.organization),
        is_late=due.due_on < on,
    )


LABEL = gettext_lazy("Requests for another date of a task")
DATE_REQUESTS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    chases=(Chase(KIND, LABEL, STEPS),),
    listed_for=frozenset({OWNER, SUBSTITUTE}),
)
