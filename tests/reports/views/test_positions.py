"""A member before the draft: he reads what was frozen, and answers for himself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ovp_portal.circulation.models import Opinion, Position
from ovp_portal.notifications.registry import waiting_of
from ovp_portal.notifications.sources import source_of
from reports.enums import ReportStatus
from reports.services import status_reports
from tests.factories.portal import make_user
from tests.factories.reports import COMPILED, PUBLISHED, coordinator_of, make_report, move_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: COMPILED)
    return move_report(make_report(), ReportStatus.CIRCULATED)


@pytest.fixture
def cso(report):
    return report.circulation.positions.get(is_civil_society=True)


@pytest.fixture
def ministry(report):
    return report.circulation.positions.get(is_civil_society=False)


def address(position, name="position"):
    return reverse(f"reports:{name}", args=[position.pk])


def test_the_member_reads_the_frozen_draft_and_answers(client, ministry, report):
    client.force_login(ministry.user)
    page = client.get(address(ministry))
    assert report.lines.first().text in page.text

    answer = client.post(address(ministry), {"answer": "remark", "text": "Да се наведе причината."})

    assert answer.status_code == 302
    ministry.refresh_from_db()
    assert (ministry.answer, ministry.text) == ("remark", "Да се наведе причината.")
    assert "Да се наведе причината." in client.get(address(ministry)).text


@pytest.mark.parametrize(
    "data", [{}, {"answer": "object"}, {"answer": "perhaps"}, {"answer": ["agree"] * 3, "text": "x" * 6_000}]
)
def test_what_is_no_answer_is_refused_beside_its_field(client, ministry, data):
    client.force_login(ministry.user)
    answer = client.post(address(ministry), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Position.objects.get(pk=ministry.pk).answer == ""


def test_nobody_else_finds_the_place(client, ministry, cso, report):
    for user in [cso.user, coordinator_of(report), make_user(is_superuser=True)]:
        client.force_login(user)
        for name in ["position", "opinion", "opinion_withdraw"]:
            assert client.post(address(ministry, name), {"answer": "agree"}).status_code == 404
    assert Position.objects.get(pk=ministry.pk).answer == ""


def test_a_civil_society_member_attaches_changes_and_withdraws_the_opinion(client, cso):
    client.force_login(cso.user)
    for text in ["Прво видување.", "Второ видување."]:
        client.post(address(cso, "opinion"), {"opinion-text": text, "opinion-language": "mk"})
    assert Opinion.objects.get().text == "Второ видување."
    assert "Второ видување." in client.get(address(cso)).text
    client.post(address(cso, "opinion_withdraw"))
    assert not Opinion.objects.exists()
    assert client.post(address(cso, "opinion_withdraw")).status_code == 404


def test_what_was_withdrawn_stands_in_its_authors_form_and_is_given_again_word_for_word(client, cso, report):
    client.force_login(cso.user)
    client.post(address(cso, "opinion"), {"opinion-text": "Прво видување.", "opinion-language": "sq"})
    client.post(address(cso, "opinion"), {"opinion-text": "Второ видување.", "opinion-language": "sq"})
    client.post(address(cso, "opinion_withdraw"))

    page = client.get(address(cso))

    assert page.context["withdrawn"][:2] == ("Второ видување.", "sq")
    assert "You withdrew this opinion on 12 October 2022" in client.get(f"/en/work/positions/{cso.pk}/").text
    form = page.context["opinion_form"]
    client.post(address(cso, "opinion"), {f"opinion-{name}": form[name].value() for name in ("text", "language")})
    assert Opinion.objects.values_list("text", "language").get() == ("Второ видување.", "sq")
    page = client.get(address(cso))
    assert page.context["withdrawn"] is None
    client.force_login(coordinator_of(report))
    assert "видување." not in client.get(f"/work/reports/{report.pk}/preview/").text


def test_a_ministry_has_no_form_for_an_opinion(client, ministry):
    client.force_login(ministry.user)
    assert "opinion-text" not in client.get(address(ministry)).text
    answer = client.post(address(ministry, "opinion"), {"opinion-text": "Видување.", "opinion-language": "mk"})
    assert answer.status_code == 403
    assert not Opinion.objects.exists()


def test_after_the_closing_day_the_page_says_so_and_takes_nothing(client, ministry, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: COMPILED + timedelta(days=4))
    client.force_login(ministry.user)
    assert client.post(address(ministry), {"answer": "agree"}).status_code == 422
    page = client.get(f"/en/work/positions/{ministry.pk}/")
    assert "The closing date, 14 October 2022, has passed." in page.text
    assert Position.objects.get(pk=ministry.pk).answer == ""


def _waits(user, kind: str, at) -> list[str]:
    return [row.url for row in waiting_of([source_of(kind)], user.pk, at, own_only=True)]


def test_the_draft_waits_for_its_members_and_not_for_the_sender(ministry, report):
    assert _waits(ministry.user, "position", COMPILED) == [address(ministry)]
    assert _waits(coordinator_of(report), "position", COMPILED) == []
    assert _waits(ministry.user, "position", COMPILED + timedelta(days=3)) == []


def test_a_report_waits_for_its_coordinator_when_it_is_his_turn(report):
    by = coordinator_of(report)
    assert _waits(by, "report_approve", COMPILED) == []
    assert len(_waits(by, "report_approve", COMPILED + timedelta(days=3))) == 1
    status_reports.recall(report=report, by=by, at=COMPILED)
    assert len(_waits(by, "report_circulate", COMPILED)) == 1


@pytest.mark.parametrize("status", [one for one in ReportStatus if one != ReportStatus.PUBLISHED])
def test_before_its_time_the_public_sees_neither_text_nor_data(client, status, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: COMPILED)
    draft = make_report()
    draft.lines.update(text="Тајна реченица.")
    report = move_report(draft, status)
    base = f"/commitments/{report.commitment.slug}/"
    for end in ["", "reports/2022-q3/", "reports/2022-q3/1.0/", "reports/2022-q3/1.0/data.json"]:
        answer = client.get(base + end)
        assert "Тајна реченица." not in answer.text
        assert answer.status_code == (200 if end in ("", "reports/2022-q3/") else 404)


def test_payload_page_and_data_are_the_same_bytes(client, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: PUBLISHED)
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    base = f"/commitments/{report.commitment.slug}/reports/2022-q3/1.0/"

    data = client.get(f"{base}data.json")

    assert data.content == report.edition.payload.encode()
    assert data["ETag"] == f'"{report.edition.checksum}"'
    for page in report.edition.pages.all():
        prefix = "" if page.language == "mk" else f"/{page.language}"
        shown = client.get(prefix + base).text
        head, _line, tail = page.html.partition("<!-- edition -->")
        assert head.strip() in shown
        assert tail.strip() in shown
