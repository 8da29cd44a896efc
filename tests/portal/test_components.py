import re
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import translation

from ovp_portal.lib.charts import Period, Point

COUNTS = {"completed": 2, "substantial": 2, "limited": 2, "not_started": 1, "no_evidence": 1}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def _render(source: str, **values) -> str:
    return Template(source).render(Context(values))


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# --- marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("completed", "Completed"),
        ("substantial", "Substantial"),
        ("limited", "Limited"),
        ("not_started", "Not started"),
        ("no_evidence", "No evidence available"),
    ],
)
def test_a_level_is_a_square_and_a_word(key, word):
    html = _render("{% level key %}", key=key)

    assert _text(html) == word
    assert "<rect" in html
    assert "<circle" not in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("key", ["draft", "sent", "done", "back", "none"])
def test_a_state_is_a_circle_and_a_word(key):
    html = _render("{% state key word %}", key=key, word="<b>")

    assert _text(html) == "&lt;b&gt;"
    assert "<circle" in html
    assert "<rect" not in html
    assert f"state--{key}" in html


def test_a_level_that_does_not_exist_is_an_error_and_not_an_empty_place():
    with pytest.raises(KeyError):
        _render('{% level "almost" %}')


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, ""), (None, ""), (-3, ""), (1, "1 day late"), (109, "109 days late"), (1200, "1,200 days late")],
)
def test_late_says_how_many_days(days, words):
    assert _text(_render("{% late days %}", days=days)) == words


def test_late_counts_are_said_or_stand_bare_in_a_column():
    assert _text(_render("{% late_count 11 %}")) == "11 late"
    assert _text(_render("{% late_count 11 bare=True %}")) == "11"
    assert _render("{% late_count 0 bare=True %}") == "0"


def test_a_field_has_a_square_for_each_milestone_in_level_order_with_the_late_ones_marked():
    html = _render("{% field marks %}", marks=[("not_started", True), ("completed", False), ("limited", False)])

    assert html.count("<svg") == 3
    assert html.count("is-late") == 1
    assert html.index('class="tick"') < html.index('y="10"') < html.index("is-late")
    assert html.startswith('<div class="field" aria-hidden="true">')


def test_the_sum_adds_up_and_late_stands_outside_it():
    html = _render("{% level_sum counts late=2 %}", counts=COUNTS)

    assert re.findall(r"<dd>(\d+)</dd>", html) == ["2", "2", "2", "1", "1", "8"]
    assert "2 late They are counted above, in the level they have." in _text(html)


def test_the_sum_without_anything_late_says_nothing_of_it():
    assert "sum-note" not in _render("{% level_sum counts %}", counts=COUNTS)


def test_the_sum_of_papers_adds_up():
    html = _render('{% state_sum rows "expected" %}', rows=[("done", "Accepted", 3), ("none", "No answer", 0)])

    assert re.findall(r"<dd>(\d+)</dd>", html) == ["3", "0", "3"]


def test_the_bar_fills_its_width_and_skips_what_is_empty():
    html = _render("{% bar counts %}", counts={"completed": 1, "limited": 3})

    assert re.findall(r'class="(l\w)" x="([\d.]+)" y="0" width="([\d.]+)"', html) == [
        ("l3", "0.000", "25.000"),
        ("l1", "25.000", "75.000"),
    ]


def test_the_bar_of_nothing_is_an_empty_outline():
    html = _render("{% bar counts %}", counts={})

    assert html.count("<rect") == 1


@pytest.mark.parametrize(
    ("call", "shade", "words"),
    [
        ("0 8", "cell--0", "0/8"),
        ("2 8", "cell--1", "2/8"),
        ("4 8", "cell--2", "4/8"),
        ("7 8", "cell--3", "7/8"),
        ("1 3", "cell--1", "1/3"),
        ("2 3", "cell--2", "2/3"),
        ("0 0", "cell--0", "0/0"),
        ('2 8 "/r/" is_slow=True', "cell--1", "2/8 , published after its day"),
        ('is_late=True url="/r/"', "cell--late", "late"),
        ("", "cell--later", "–"),
    ],
)
def test_a_field_of_the_matrix(call, shade, words):
    html = _render("{% cell " + call + " %}")

    assert f'class="cell {shade}"' in html
    assert _text(html) == words


def test_a_period_that_is_not_open_has_a_spoken_name():
    assert 'aria-label="the period is not open yet"' in _render("{% cell %}")


# --- charts ---------------------------------------------------------------------------------------


def test_an_indicator_is_drawn_with_a_name_its_target_and_a_key_of_what_is_missing():
    points = [Point("I", "2022", 0), Point("II", "2022", None, "not_available"), Point("III", "2022", 1)]
    html = _render('{% chart_columns points "Teams by quarter" target=2 %}', points=points)

    assert 'role="img"' in html
    assert "<title>Teams by quarter</title>" in html
    assert "target 2" in html
    assert html.count('class="col"') == 2
    assert "figure not available" in _text(html)


def test_an_indicator_of_a_frozen_edition_is_drawn_from_plain_values():
    points = [{"label": "I", "year": "2022", "value": "1.5", "absence": ""}]

    assert "1.5" in _text(_render('{% chart_columns points "T" %}', points=points))


def test_less_is_better_is_said_in_the_target():
    points = [Point("I", "2022", 40)]

    assert "target at most 10" in _render('{% chart_columns points "T" target=10 is_decreasing=True %}', points=points)


def test_the_same_chart_is_the_same_bytes():
    periods = [Period("I", "2022", COUNTS)]

    assert _render('{% chart_stack periods "T" %}', periods=periods) == _render(
        '{% chart_stack periods "T" %}', periods=periods
    )


def test_levels_by_period_are_named_beside_the_last_column():
    html = _render('{% chart_stack periods "Levels" %}', periods=[Period("III", "2022", COUNTS)])

    assert "Completed" in html
    assert "No evidence" in html
    assert "<title>Levels</title>" in html


# --- what stands around something ---------------------------------------------------------------------


def test_a_part_is_named_by_its_heading():
    html = _render('{% part "m" "Milestones" note="In order." is_wide=True %}<p>x</p>{% endpart %}')

    assert '<section class="part part--wide" aria-labelledby="m">' in html
    assert '<h2 id="m">Milestones</h2>\n<p>In order.</p>' in html
    assert '<div class="part__body"><p>x</p></div>' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% scroll "Table" %}x{% endscroll %}', 'tabindex="0" role="region" aria-label="Table">x</div>'),
        ('{% graph "Caption" %}x{% endgraph %}', "<figcaption>Caption</figcaption>"),
        ('{% how "Why" is_open=True %}x{% endhow %}', '<details class="how" open><summary>Why</summary>'),
        ('{% voice "v" "Opinion" "CSO" is_quote=True %}x{% endvoice %}', "<blockquote>x</blockquote>"),
        ('{% notice is_late=True role="alert" %}x{% endnotice %}', 'notice--late" role="alert">x</div>'),
        ('{% before "Last time" %}x{% endbefore %}', '<h3 class="before__title">Last time</h3>x'),
        ('{% row_form "training" "Training 1" %}x{% endrow_form %}', 'role="group" aria-label="Training 1">x'),
        ('{% saved_foot "Saved" %}x{% endsaved_foot %}', 'role="status"><span class="dot"'),
        ('{% door "Sign in" %}x{% enddoor %}', "<h1>Sign in</h1>x"),
        ('{% dated_item "now" on=day is_late=True %}x{% enddated_item %}', '<time datetime="2022-10-05">now</time>'),
    ],
)
def test_a_component_stands_around_its_matter(source, expected):
    assert expected in _render(source, day=date(2022, 10, 5))


def test_steps_say_where_the_quarter_is():
    steps = [("done", "Opened", "1 Oct"), ("now", "Data", "10 Oct"), ("next", "Published", "15 Oct")]
    html = render_to_string("components/steps.html", {"steps": steps})

    assert html.count('aria-current="step"') == 1
    assert _text(html) == "done: Opened 1 Oct now: Data 10 Oct next: Published 15 Oct"


def test_a_pager_keeps_the_filters_and_is_silent_on_a_single_page():
    pages = Paginator(range(25), 10)
    html = render_to_string("components/pager.html", {"page": pages.page(2), "query": "q=a"})

    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    assert "Page 2 of 3" in html
    assert render_to_string("components/pager.html", {"page": Paginator([1], 10).page(1)}).strip() == ""


def test_every_partial_says_what_it_takes():
    for path in (get_template("components/part.html").origin.loader.get_dirs()[0] / "components").glob("*.html"):
        assert re.match(r"(\{% load \w+ %\})?\{# .+ Takes[: ].+#\}", path.read_text(encoding="utf-8")), path.name
