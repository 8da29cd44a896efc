"""What the data can be: constraints with their sentences, addresses that never break, languages without a migration."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from commitments.enums import CommitmentStatus, CompletionLevel, PlanKind
from commitments.models import ActionPlan, Commitment, Membership, Milestone
from commitments.queries import overdue, plan_overview
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_indicator,
    make_membership,
    make_milestone,
    make_plan,
)

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 7)
ROOT = Path(__file__).parents[2]

BROKEN_PLANS = {
    "plan_ends_after_it_starts": {"ends_on": date(2020, 1, 1)},
    "local_plan_has_parent_and_territory": {"kind": PlanKind.LOCAL},
    "required_language_is_one_of_the_languages": {"languages": ["en"]},
    "published_after_data_are_due": {"publication_due_day": 9},
    "adopted_plan_has_its_date": {"adopted_on": None},
}
BROKEN_COMMITMENTS = {
    "numbered_commitment_has_an_area": {"area": None},
    "commitment_ends_after_it_starts": {"starts_on": date(2022, 1, 2), "ends_on": date(2022, 1, 1)},
    "withdrawn_commitment_has_a_reason": {"status": CommitmentStatus.WITHDRAWN},
}


@pytest.mark.parametrize("name", BROKEN_PLANS)
def test_a_broken_plan_is_refused_by_form_and_by_database(name):
    plan = make_plan()
    for field, value in BROKEN_PLANS[name].items():
        setattr(plan, field, value)

    with pytest.raises(ValidationError) as refusal:
        plan.full_clean()
    assert name not in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ActionPlan.objects.filter(pk=plan.pk).update(**BROKEN_PLANS[name])


@pytest.mark.parametrize("name", BROKEN_COMMITMENTS)
def test_a_broken_commitment_is_refused_by_form_and_by_database(name):
    commitment = make_commitment()
    for field, value in BROKEN_COMMITMENTS[name].items():
        setattr(commitment, field, value)

    with pytest.raises(ValidationError) as refusal:
        commitment.full_clean()
    assert name not in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(**BROKEN_COMMITMENTS[name])


def test_a_number_is_taken_once_in_an_area_but_proposals_may_share_it():
    first = make_commitment(number=1)
    make_commitment(plan=first.plan, area=first.area, number=1, status=CommitmentStatus.PROPOSED)

    with pytest.raises(IntegrityError, match="commitment_numbered_once_in_an_area"), transaction.atomic():
        make_commitment(plan=first.plan, area=first.area, number=1)


def test_a_milestone_number_is_taken_once_and_a_sum_is_of_numbers_only():
    milestone = make_milestone()

    with pytest.raises(IntegrityError, match="milestone_numbered_once"), transaction.atomic():
        make_milestone(commitment=milestone.commitment, number=milestone.number)
    with pytest.raises(IntegrityError, match="only_numbers_add_up"), transaction.atomic():
        make_indicator(milestone=milestone, kind="yes_no", accumulation="per_period")


@pytest.mark.parametrize("make", [make_plan, make_commitment])
def test_an_address_never_breaks(make):
    record = make()

    with pytest.raises(DatabaseError), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(slug="another")


def test_a_seat_is_ended_and_never_struck_out():
    seat = make_membership()
    with pytest.raises(DatabaseError), transaction.atomic():
        seat.delete()
    assert Membership.objects.filter(pk=seat.pk).exists()


def test_a_missing_translation_falls_back_to_the_language_of_the_record():
    commitment = make_commitment(title="", language="en", i18n={"title_en": "Title"})

    commitment.full_clean()
    assert commitment.title_i18n == "Title"


def test_the_text_in_the_required_language_must_be_there():
    commitment = make_commitment(title="")

    with pytest.raises(ValidationError) as refusal:
        commitment.full_clean()
    assert "title" in refusal.value.message_dict


def test_a_further_language_needs_no_migration(tmp_path):
    """French for another country: a line in the settings, and texts are kept in it."""
    (tmp_path / "french.py").write_text(
        "from tests.settings import *\n"
        "LANGUAGES = [*LANGUAGES, ('fr', 'Français')]\n"
        "MODELTRANS_AVAILABLE_LANGUAGES = [*MODELTRANS_AVAILABLE_LANGUAGES, 'fr']\n"
    )
    program = (
        "import django; django.setup()\n"
        "from django.utils.translation import deactivate_all; deactivate_all()\n"
        "from django.db.migrations.autodetector import MigrationAutodetector as A\n"
        "from django.db.migrations.loader import MigrationLoader\n"
        "from django.db.migrations.state import ProjectState\n"
        "from django.apps import apps\n"
        "loader = MigrationLoader(None)\n"
        "changes = A(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)\n"
        "from commitments.models import Commitment\n"
        "print(sorted(changes), Commitment(title_fr='Titre').title_fr)\n"
    )
    given = {"DJANGO_SETTINGS_MODULE": "french", "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}

    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | given, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[] Titre", done.stderr


def test_counters_add_up_and_leave_out_what_is_no_promise():
    plan = make_plan()
    area = make_area(plan=plan)
    levels = [CompletionLevel.COMPLETED, CompletionLevel.LIMITED, CompletionLevel.LIMITED]
    promised = make_commitment(plan=plan, area=area, number=1)
    for level in levels:
        make_milestone(commitment=promised, completion=level, due_on=date(2022, 9, 30))
    make_milestone(commitment=promised, is_withdrawn=True)
    make_milestone(commitment=make_commitment(plan=plan, area=area, number=2, status=CommitmentStatus.PROPOSED))
    without_area = make_commitment(plan=plan, area=None, number=None)
    make_milestone(commitment=without_area, due_on=DAY)

    overview = plan_overview(plan=plan, on=DAY)

    assert [(row.area, row.counters.total, row.counters.overdue) for row in overview.areas] == [
        (area, 3, 2),
        (None, 1, 0),
    ]
    assert overview.counters.total == 4
    assert overview.counters.levels["limited"] == 2
    assert list(overdue(on=DAY)) == list(Milestone.objects.filter(commitment=promised, completion="limited"))


def test_an_overview_asks_as_many_queries_for_one_commitment_as_for_several(django_assert_num_queries):
    plan = make_plan()
    for _ in range(2):
        make_milestone(commitment=make_commitment(plan=plan))
        with django_assert_num_queries(3):
            plan_overview(plan=plan, on=DAY)
