"""Two notes as coordinators really write them go through the browser's form into a public edition."""

import json

import pytest
from django.urls import reverse

from meetings.models import MeetingNote
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_group,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.meetings import make_coordinator_of
from tests.factories.portal import make_organization, make_user
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db


def seat_of(group, organization, **given):
    return make_membership(
        group=group, user=make_user(name=f"Person of {organization}", organization=organization), **given
    )


def begin(client, group, **days):
    client.post(reverse("meetings:new"), {"group": group.pk, "kind": "consultation", **days})
    note = MeetingNote.objects.get(meeting__group=group)
    return note, fields_of(client.get(reverse("meetings:edit", args=[note.pk])).text)


def send(client, note, fields, act="save"):
    response = client.post(reverse("meetings:edit", args=[note.pk]), {**fields, "act": act})
    assert response.status_code == 302, response.text
    return fields_of(client.get(reverse("meetings:edit", args=[note.pk])).text)


def publish(client, note):
    client.post(reverse("meetings:publish", args=[note.pk]))
    note.refresh_from_db()
    assert note.is_published
    return note.edition


def test_the_note_of_group_4_1_is_entered_and_published(client):
    plan = make_plan()
    group = make_group(plan=plan, slug="4-1")
    commitment = make_commitment(plan=plan, group=group, area=make_area(plan=plan, number=4), number=1)
    interior, justice, hops, sanctions = (
        make_organization(name=name) for name in ("Внатрешни работи", "Правда", "ХОПС", "Извршување санкции")
    )
    milestone = make_milestone(commitment=commitment, responsible=[interior, sanctions])
    coordinator = make_coordinator_of(group, organization=interior)
    consulted = [seat_of(group, justice), seat_of(group, hops)]
    silent = seat_of(group, make_organization(name="Здравство"))
    client.force_login(coordinator)

    note, fields = begin(client, group, starts_on="03 октомври 2022 година")
    assert fields["starts_on"] == ["3.10.2022"]
    assert fields[f"member-{silent.pk}-presence"] == [""]
    fields |= {
        "modes": ["email", "telephone"],
        "purpose": "Да се утврди докаде се двете институции.",
        "agenda-0-text": "· податоци за третиот квартал; \n\n· обврски на двете институции; \n· рокови за известување;",
        "discussion": "Никој не пријавил активност.\n\nОбуките од септември може да се пријават дополнително.",
        "nothing_done_reason": "Периодот се совпаднал со годишните одмори.",
        "conclusion-0-text": "Да се провери дали во септември имало обуки, со број, учесници и тема.",
        "conclusion-0-kind": "task",
        "conclusion-0-owner": f"organization-{sanctions.pk}",
        "conclusion-0-due_on": "10.10.2022",
        **{f"member-{seat.pk}-presence": "consulted" for seat in consulted},
        f"member-{group.memberships.get(user=coordinator).pk}-presence": "present",
    }
    fields = send(client, note, fields)
    assert [fields[f"agenda-{place}-text"] for place in range(3)] == [
        ["податоци за третиот квартал"],
        ["обврски на двете институции"],
        ["рокови за известување"],
    ]
    fields["agenda-1-about"] = [f"milestone-{milestone.pk}"]
    fields = send(client, note, fields)
    fields |= {
        "conclusion-1-text": "Нацрт-известувањето оди до секој член пред објавата.",
        "conclusion-1-kind": "information",
        "conclusion-1-owner": "",
        "conclusion-1-due_on": "",
    }
    send(client, note, fields)

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["starts_on"], said["ends_on"], said["modes"]) == ("2022-10-03", "2022-10-03", ["email", "telephone"])
    assert (said["place"], said["from_hour"]) == ("", "")
    assert [row["milestone"] for row in said["agenda"]] == ["", "4.1.1", ""]
    assert [(row["organization"]["mk"], row["presence"]) for row in said["attendance"]] == [
        ("Внатрешни работи", "present"),
        ("Правда", "consulted"),
        ("ХОПС", "consulted"),
    ]
    page = edition.pages.get(language="mk").html
    assert "3 октомври 2022" in page
    assert "Периодот се совпаднал со годишните одмори." in page
    assert "Извршување санкции" in page
    assert "10 окт. 2022" in page
    assert "Здравство" not in page
    for language in ("mk", "sq", "en", "sr-latn"):
        assert "Person of" not in edition.pages.get(language=language).html
    assert "Person of" not in edition.payload
    assert "@example.org" not in edition.payload + page
    assert edition.published_by == "Внатрешни работи"


def test_the_note_of_group_3_6_is_entered_and_published(client):
    plan = make_plan()
    group = make_group(plan=plan, slug="3-6")
    commitment = make_commitment(plan=plan, group=group, area=make_area(plan=plan, number=3), number=6)
    names = ("Правда", "Здравство", "Труд и социјална политика", "Отворена порта")
    seats = [seat_of(group, make_organization(name=name)) for name in names]
    make_milestone(commitment=commitment, responsible=[seat.organization for seat in seats])
    commission = seat_of(group, make_organization(name="Национална комисија"))
    coordinator = make_coordinator_of(group)
    client.force_login(coordinator)

    note, fields = begin(client, group, starts_on="4.10.2022", ends_on="5.10.2022")
    fields |= {
        "title": "Консултации за третиот квартал",
        "modes": ["email", "telephone"],
        "purpose": "Каде се активностите од заложбата.",
        "agenda-0-text": "• податоци по индикатори • јасно наведени податоци • обврски на носителите • рокови",
        "discussion": "Има напредок кај три носители.\n- Правда: нема\n- Здравство: нема\n- Труд: нема",
        "conclusion-0-text": "Се доставуваат податоците.",
        "conclusion-0-kind": "task",
        "conclusion-0-owner": "everyone",
        "conclusion-0-due_on": "10 октомври 2022",
        "conclusion-1-text": "Известувањето се објавува.",
        "conclusion-1-kind": "task",
        "conclusion-1-owner": f"member-{group.memberships.get(user=coordinator).pk}",
        "conclusion-1-due_on": "15.10.2022",
        **{f"member-{seat.pk}-presence": "consulted" for seat in seats},
    }
    send(client, note, fields)

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["starts_on"], said["ends_on"]) == ("2022-10-04", "2022-10-05")
    assert len(said["agenda"]) == 4
    assert [row["due_on"] for row in said["conclusions"]] == ["2022-10-10", "2022-10-15"]
    assert [row["owner"]["who"] for row in said["conclusions"]] == ["everyone", "member"]
    page = edition.pages.get(language="mk").html
    assert "4–5 октомври 2022" in page
    assert "Консултации за третиот квартал" in page
    assert "<li>Здравство: нема</li>" in page
    assert str(commission.organization) not in page
    assert note.address == f"/notes/{note.pk}/" == edition.address
    assert edition.number == "1.0"
