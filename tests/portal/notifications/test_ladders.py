"""The steps as data: changed in the browser, kept as versions, brought back, seen and tried."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from ovp_portal.notifications import ladders
from ovp_portal.notifications.models import LadderVersion, Mail, ReminderStep
from ovp_portal.notifications.services.ladders import save_steps
from tests.factories.commitments import make_plan
from tests.factories.portal import make_national_coordinator
from tests.factories.reports import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def _save(plan, by, **given):
    fields = {"kind": "submission", "steps": [{"day": -3, "audiences": ["owner"]}], "is_in_working_days": False}
    return save_steps(ladder=plan.slug, by=by, at=NOW, **{"seen": 0} | fields | given)


def _days(plan, kind="submission"):
    return ladders.ladders(NOW)[plan.slug, kind].days_for("owner")


def test_a_plan_begins_with_what_the_sources_propose(plan):
    assert _days(plan)[:5] == (-5, -2, 0, 1, 3)
    assert _days(plan)[-1] == 59


def test_a_change_is_a_version_and_leaves_the_other_kinds_alone(plan):
    review = _days(plan, "review")
    version = _save(plan, make_national_coordinator())

    assert (version.number, _days(plan), _days(plan, "review")) == (1, (-3,), review)
    assert _days(make_plan())[:2] == (-5, -2)


def test_a_form_that_was_opened_on_an_older_version_is_told(plan):
    keeper = make_national_coordinator()
    _save(plan, keeper)

    with pytest.raises(ValidationError) as refusal:
        _save(plan, keeper)
    assert refusal.value.code == "stale"


@pytest.mark.parametrize(
    "steps",
    [
        [{"day": 1, "audiences": ["owner"]}] * 2,
        [{"day": 1, "audiences": ["stranger"]}],
        [{"day": 1, "audiences": []}],
        [{"day": 999, "audiences": ["owner"]}],
        [{"day": None, "audiences": ["owner"], "repeats": 2, "repeat_days": 7}],
        [{"day": 1, "audiences": ["owner"], "repeats": 2}],
    ],
)
def test_steps_that_make_no_sense_are_refused(plan, steps):
    with pytest.raises(ValidationError):
        _save(plan, make_national_coordinator(), steps=steps)
    assert not LadderVersion.objects.exists()


def test_a_version_is_kept_as_it_was(plan):
    _save(plan, make_national_coordinator())

    for change in (lambda: ReminderStep.objects.update(day=1), lambda: LadderVersion.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_browser_saves_shows_restores_and_sends_a_test(client, plan, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)
    keeper = make_national_coordinator()
    client.force_login(keeper)
    form = {
        "steps-TOTAL_FORMS": "8",
        "steps-INITIAL_FORMS": "7",
        **{f"steps-{row}-DELETE": "on" for row in range(7)},
        "steps-7-day": "-14",
        "steps-7-audiences": ["owner", "head"],
        "steps-7-text_mk": "Ве молиме, јавете се.",
        "seen": "0",
        "note": "",
        "is_in_working_days": "on",
    }
    again = {
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "1",
        "steps-0-day": "-7",
        "steps-0-audiences": "owner",
        "seen": "1",
    }
    kind = reverse("notifications:ladder_kind", args=[plan.slug, "submission"])

    assert client.post(kind, form).status_code == 302
    assert _days(plan) == (-14,)
    assert ladders.ladders(NOW)[plan.slug, "submission"].clock.working_days is not None
    preview = reverse("notifications:ladder_preview", args=[plan.slug, "submission", "mk"])
    assert "Ве молиме, јавете се." in client.get(preview).text
    assert client.post(preview, {"step": "-14:owner"}).status_code == 302
    assert [mail.address for mail in Mail.objects.all()] == [keeper.email]

    assert client.post(kind, again).status_code == 302
    assert _days(plan) == (-7,)
    assert client.post(reverse("notifications:ladder_version", args=[plan.slug, 1])).status_code == 302
    assert (_days(plan), LadderVersion.objects.count()) == ((-14,), 3)


def test_a_step_without_a_day_is_told_beside_its_field(client, plan):
    client.force_login(make_national_coordinator())
    form = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-0-audiences": ["owner"], "seen": "0"}

    response = client.post(reverse("notifications:ladder_kind", args=[plan.slug, "submission"]), form)

    assert response.status_code == 200
    assert not LadderVersion.objects.exists()


def test_the_mails_are_shown_in_each_language_of_the_plan_beside_the_pages_own_languages(client, plan):
    client.force_login(make_national_coordinator())

    page = client.get(reverse("notifications:ladder_preview", args=[plan.slug, "submission", "mk"])).text

    for language, name in settings.LANGUAGES:
        address = reverse("notifications:ladder_preview", args=[plan.slug, "submission", language])
        assert (f'{address}"' in page) is (language in plan.languages)
        assert name in page
    assert 'href=""' not in page
