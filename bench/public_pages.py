"""The public page of a commitment with 240 indicator rows, against a tuned render of the same bytes, in one run.

    ./run bench public_pages

The tuned one asks one join for the rows, formats each number once and builds them by plain string
building inside the same frame; all else on the page it finds ready. That is the least that writing these
bytes costs anybody who reads the numbers when he is asked: a template, a second query or a number written
twice would only make it dearer. Both pass the same middleware, and their bytes are compared. At 10 × and
100 × the rows the page is read in parts of the same size.

"page" is what readers get while no row that the page shows has changed, though before each reading something
else in the database does. The first reader after such a change pays more: "a number" when the value of one
indicator was changed, "a title" when that of a milestone was. "all anew" is the first reader's after a start
of the portal.
"""

# ruff: noqa: E402 – Django is set up before its models are imported

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.models import Commitment, Indicator, IndicatorResult, Milestone
from ovp_portal import clock, urls
from reports.public.http import clear_memory
from reports.public.views.commitments import INDICATORS_PER_PAGE

NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
PERIODS = [
    (f"{year}-q{part}", date(year, part * 3 - 2, 1), date(year, part * 3, 28))
    for year in (2020, 2021)
    for part in (1, 2, 3, 4)
]
PERIODS += [("2022-q1", date(2022, 1, 1), date(2022, 3, 28)), ("2022-q2", date(2022, 4, 1), date(2022, 6, 28))]
LIMIT, MOST_QUERIES = 1.25, 8
VIEWS, BLOCKS = 20, 7


class Ready(NamedTuple):
    """What the tuned view finds ready: all of a page before and after its indicators."""

    before: str
    after: str
    number: str
    commitment: int
    indicators: list[int]
    words: dict[str, str]


READY: dict[str, Ready] = {}


def make_page(indicators: int) -> Commitment:
    """A commitment of eight milestones whose indicators each have a value in ten quarters."""
    milestones = [make_milestone(responsible=[make_organization()])]
    commitment = milestones[0].commitment
    milestones += [make_milestone(commitment=commitment, responsible=[make_organization()]) for _ in range(7)]
    rows = [
        Indicator(
            milestone=milestones[i * 8 // indicators],
            position=i + 1,
            name=f"Број на одржани обуки {i + 1}",
            unit="обуки",
            target=Decimal(2000 + i % 24),
            accumulation="cumulative",
        )
        for i in range(indicators)
    ]
    Indicator.objects.bulk_create(rows, batch_size=2000)
    IndicatorResult.objects.bulk_create(
        (
            IndicatorResult(
                indicator=row,
                period_key=key,
                starts_on=starts_on,
                ends_on=ends_on,
                state="value",
                value=Decimal((row.position * 37 + i * 91) % 1000),
                published_at=NOW,
                source="/",
            )
            for row in rows
            for i, (key, starts_on, ends_on) in enumerate(PERIODS)
        ),
        batch_size=5000,
    )
    return commitment


# --- the tuned render ---------------------------------------------------------------------------

ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
JOINED = """
    SELECT i.id, m.number, i.name, i.unit, i.target, r.period_key, r.value
    FROM commitments_milestone m
    JOIN commitments_indicator i ON i.milestone_id = m.id
    JOIN commitments_indicatorresult r ON r.indicator_id = i.id
    WHERE m.commitment_id = %s AND i.id = ANY(%s)
    ORDER BY m.number, i.position, r.ends_on
"""


@login_not_required
def tuned(request: HttpRequest, slug: str) -> HttpResponse:
    ready = READY[slug]
    with connection.cursor() as cursor:
        cursor.execute(JOINED, [ready.commitment, ready.indicators])
        rows = cursor.fetchall()
    texts: dict[Decimal, str] = {}
    step = len(PERIODS)
    each = (rows[i : i + step] for i in range(0, len(rows), step))
    parts = [one_indicator(one, ready.number, ready.words, texts) for one in each]
    return HttpResponse(
        FRAME.render({"before": ready.before, "middle": "\n".join(parts), "after": ready.after}, request)
    )


def text_of(value: Decimal, texts: dict[Decimal, str]) -> str:
    text = texts.get(value)
    if text is None:
        text = f"{value:,.4f}".rstrip("0").rstrip(".").replace(",", "\u00a0").replace(".", ",")
        texts[value] = text
    return text


def one_indicator(rows: list[tuple], number: str, words: dict[str, str], texts: dict[Decimal, str]) -> str:
    """Chart and table of one indicator, written out by hand."""
    pk, milestone, name, _unit, target, _key, _value = rows[0]
    goal = text_of(target, texts)
    values = [row[6] for row in rows]
    low, high = Decimal(0), max(max(values), target)
    span = float(high - low)
    slot = 420 / len(rows)
    width = min(50.0, slot * 0.6)
    shapes, numbers, body, year_before = [], [], [], ""
    for i, row in enumerate(rows):
        year, part = row[5][:4], ROMAN[row[5][-1]]
        y = 52.5 + float(high - row[6]) / span * 137.5
        x = slot * i + (slot - width) / 2
        middle = f"{x + width / 2:.1f}"
        top, height = (y, 190.0 - y) if 190.0 - y >= 1.5 else (188.5, 1.5)
        text_y = y - 7 if 190.0 - y >= 1.5 else 183.0
        text = text_of(row[6], texts)
        shapes.append(
            f'<rect class="col" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
            f'<text x="{middle}" y="209" text-anchor="middle">{part}</text>'
        )
        if slot >= 40 or year != year_before:
            year_x = min(max(x + width / 2, 15.2), 404.8)
            shapes.append(f'<text class="soft" x="{year_x:.1f}" y="224" text-anchor="middle">{year}</text>')
        year_before = year
        numbers.append(f'<text class="bold halo" x="{middle}" y="{text_y:.1f}" text-anchor="middle">{text}</text>')
        body.append(f'<tr><th scope="row">{part} {year}</th><td class="num">{text}</td></tr>')
    goal_y = 52.5 + float(high - target) / span * 137.5
    line = f'd="M0 {goal_y:.1f}H420"'
    words_of_goal = words["goal"].replace("@", goal)
    caption = words["caption"].replace("@", goal)
    return (
        f'<h3 id="indicator-{pk}">{number}.{milestone} <span>{name}</span></h3><figure class="graph">'
        f'<figcaption>{caption}</figcaption><div class="graph__cols"><div class="chart-box">'
        f'<svg class="chart" viewBox="0 0 420 232" role="img"><title>{words["title"].replace("@", name)}</title>'
        f'{"".join(shapes)}<path class="axis" d="M0 190.5H420"/><path class="cut" {line}/><path class="target" {line}/>'
        f'<text class="bold halo" x="0" y="{goal_y - 7:.1f}" text-anchor="start">{words_of_goal}</text>'
        f'{"".join(numbers)}</svg></div><table class="sheet sheet--tight"><caption>{words["same"]}</caption><thead><tr>'
        f'<th scope="col">{words["period"]}</th><th scope="col" class="num">{words["value"]}</th></tr></thead>'
        f'<tbody>{"".join(body)}</tbody><tfoot><tr><th scope="row">{words["target"]}</th>'
        f'<td class="num">{goal}</td></tr></tfoot></table></div></figure>'
    )


# --- the comparison --------------------------------------------------------------------------------

FRAME = engines["django"].from_string(
    "{{ before|safe }}{{ middle|safe }}{{ after|safe }}"
    "{% comment %}The masthead and the foot are made anew for each reader, as on every page.{% endcomment %}"
)


def get_ready(commitment: Commitment, html: str) -> None:
    """Cut a page at its indicators; what stands around them is kept."""
    with override("mk"):
        goal = _("target %(value)s") % {"value": "@"}
        facts = ", ".join([goal, _("more is better")])
        words = {
            "caption": f"{_('Number')} (обуки), {_('the state at the end of the period')}."
            f" {facts[:1].upper()}{facts[1:]}.",
            "title": _("%(name)s, by period; the same numbers stand in the table.") % {"name": "@"},
            "same": _("The same numbers as a table"),
            "period": _("Period"),
            "value": _("Value"),
            "target": _("Target"),
            "goal": goal,
        }
    begin, end = html.index('<h3 id="indicator-'), html.rindex("</figure>") + len("</figure>")
    ids = Indicator.objects.filter(milestone__commitment=commitment).order_by("milestone__number", "position")
    pks = list(ids.values_list("pk", flat=True)[:INDICATORS_PER_PAGE])
    READY[commitment.slug] = Ready(html[:begin], html[end:], commitment.full_number, commitment.pk, pks, words)


def cost(client: Client, address: str, before: Callable[[], None] = lambda: None) -> float:
    """Seconds of this process's CPU for one page."""
    spent = 0.0
    for _view in range(VIEWS):
        before()
        began = time.process_time()
        client.get(address)
        spent += time.process_time() - began
    return spent / VIEWS


def measure(times: int) -> bool:
    commitment, other = make_page(24 * times), make_milestone()
    client = Client()
    page, bare = f"/commitments/{commitment.slug}/", f"/tuned/{commitment.slug}/"
    clear_memory()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(page)
    queries = len(asked)
    assert response.status_code == 200
    get_ready(commitment, response.text)
    same = client.get(bare).text
    assert same == response.text, difference(same, response.text)
    first = IndicatorResult.objects.filter(indicator=READY[commitment.slug].indicators[0]).first()

    def change_a_number() -> None:
        IndicatorResult.objects.filter(pk=first.pk).update(value=1 + next(turns) % 2)

    def change_a_title() -> None:
        Milestone.objects.filter(pk=first.indicator.milestone_id).update(title=f"Обуки {next(turns) % 10}")

    def change_something_else() -> None:
        Milestone.objects.filter(pk=other.pk).update(title=f"{next(turns)}")

    turns = count()
    ways = {
        "page": (page, change_something_else),
        "a number": (page, change_a_number),
        "a title": (page, change_a_title),
        "all anew": (page, clear_memory),
        "tuned": (bare, lambda: None),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for block in range(BLOCKS):
        for name, (address, before) in ways.items():
            seconds = cost(client, address, before)
            if block:  # the first warms up
                spent[name].append(seconds)
    found = {name: median(all_of_it) * 1000 for name, all_of_it in spent.items()}
    told = ", ".join(f"{name} {found[name]:.2f} ms ({found[name] / found['tuned']:.2f} ×)" for name in ways)
    print(
        f"{240 * times:6} rows, {len(response.content) // 1024} KB of CPU: {told};"
        f" at most {LIMIT} × for the page; {queries} queries (at most {MOST_QUERIES})"
    )
    return found["page"] / found["tuned"] <= LIMIT and queries <= MOST_QUERIES


def difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"tuned: …{one[max(at - 80, 0) : at + 80]!r}\npage:  …{other[max(at - 80, 0) : at + 80]!r}"


if __name__ == "__main__":
    urls.urlpatterns.append(path("tuned/<slug:slug>/", tuned))
    clock.now = lambda: NOW
    call_command("collectstatic", interactive=False, verbosity=0)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        from tests.factories.commitments import make_milestone
        from tests.factories.portal import make_organization

        kept = [measure(times) for times in (1, 10, 100)]
    finally:
        connection.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)
    sys.exit(not all(kept))
