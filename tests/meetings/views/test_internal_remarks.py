"""What coordinators say among themselves stays there: on no page, in no file, mail or data of anybody else."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from meetings.models import InternalRemark
from meetings.services import sharing
from meetings.services.internal_remarks import remark_internally
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.queries import history_of
from ovp_portal.notifications.models import Mail
from tests.factories.commitments import make_commitment
from tests.factories.meetings import NOW, PUBLISHED, make_circulated_note, make_coordinator_of
from tests.factories.notifications import look
from tests.factories.portal import make_role, make_user

pytestmark = pytest.mark.django_db
SECRET = "Тајнозборче"


@pytest.fixture
def note(client, monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)
    note = make_circulated_note(group=make_commitment().group)
    client.force_login(note.created_by)
    return note


def address(note, page):
    return reverse(f"meetings:{page}", args=[note.pk])


def remarked(note, text=SECRET):
    return remark_internally(note=note, text=text, by=note.created_by, at=NOW)


def test_coordinators_read_it_marked_as_internal_and_nobody_else_does(client, note):
    assert client.post(address(note, "remark"), {"internal-text": " "}).status_code == 422
    client.post(address(note, "remark"), {"internal-text": f"{SECRET} <b>x</b>"})
    deputy = make_coordinator_of(note.meeting.group, role="deputy")
    national, council = make_user(), make_user()
    make_role(national, Role.NATIONAL_COORDINATOR)
    make_role(council, Role.COUNCIL)

    for user in (note.created_by, deputy):
        client.force_login(user)
        page = client.get(address(note, "circulation")).text
        assert f"{SECRET} &lt;b&gt;x&lt;/b&gt;" in page
        assert page.count("remark--internal") == 1
    for user in (national, council):
        client.force_login(user)
        page = client.get(address(note, "circulation"))
        assert (page.status_code, SECRET in page.text, "remark--internal" in page.text) == (200, False, False)
        assert client.post(address(note, "remark"), {"internal-text": "x"}).status_code == 403
    assert InternalRemark.objects.count() == 1


def test_it_leaks_into_no_page_file_mail_or_data_of_the_note(client, note):
    remarked(note)
    position = note.circulation.positions.get()
    look(at=NOW)
    for page in ("preview", "versions"):
        assert SECRET not in client.get(address(note, page)).text
    client.force_login(position.user)
    assert SECRET not in client.get(reverse("meetings:position", args=[position.pk])).text

    note = sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)
    client.logout()
    said = [note.edition.payload, note.circulation.payload, *note.edition.pages.values_list("html", flat=True)]
    addresses = [("public:note", [note.pk]), ("public:note_data", [note.pk, note.edition.number])]
    said += [client.get(reverse(name, args=args)).text for name, args in addresses]
    word = client.get(reverse("public:note_file", args=[note.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(word.content)) as parts:
        said += [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]
    mails = Mail.objects.all()
    assert mails
    said += [part for mail in mails for part in (mail.subject, mail.text, mail.html)]
    assert [text for text in said if SECRET in text] == []


def test_the_history_tells_that_there_is_one_and_not_what_it_says(note):
    remarked(note)

    event = history_of(note)[0]

    assert event.action == "note.remarked_internally"
    assert SECRET not in str(event.data)


def test_it_is_kept_as_it_is(note):
    remark = remarked(note)

    with pytest.raises(ValidationError):
        remarked(note, " ")
    for change in (lambda rows: rows.update(text="Друго"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(InternalRemark.objects.filter(pk=remark.pk))


def test_a_finished_note_keeps_its_remarks_and_takes_no_more(client, note):
    remarked(note)
    note = sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)

    page = client.get(address(note, "circulation")).text
    assert (SECRET in page, "internal-text" in page) == (True, False)
    client.post(address(note, "remark"), {"internal-text": "Потоа"})

    assert InternalRemark.objects.count() == 1
