"""What a note says of the tasks of earlier ones, as plain data and in words."""

from typing import Any

from django.utils.translation import gettext as _

from meetings.follow_up_enums import TaskAct
from meetings.models import MeetingNote, TaskMention
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.languages import chosen, in_languages

Payload = dict[str, Any]


def tasks_payload(note: MeetingNote) -> list[Payload]:
    """Organizations only, never a person; two queries. The task's own note is named by its day and address."""
    mentions = TaskMention.objects.filter(note=note).exclude(act="")
    mentions = mentions.select_related("follow_up__conclusion__note__meeting", "follow_up__conclusion__note__edition")
    return [_mention(row) for row in mentions.prefetch_related("follow_up__parts__organization")]


def _mention(row: TaskMention) -> Payload:
    task, parts = row.follow_up.conclusion, row.follow_up.parts.all()
    is_public = task.note.edition_id is not None
    return {
        "text": task.text,
        "set_on": task.note.meeting.ends_on,
        "address": f"{task.note.address}#{task.anchor}" if is_public else "",
        "is_for_everyone": task.is_for_everyone,
        "owners": [] if task.is_for_everyone else [in_languages(part.organization, "name") for part in parts],
        "first_due_on": task.due_on,
        "act": row.act,
        "new_due_on": row.new_due_on,
        "sentence": row.sentence,
    }


def task_words(row: Payload) -> Payload:
    """One line of the page, in the reader's language."""
    act = {
        TaskAct.LEFT: _("left open"),
        TaskAct.DONE: _("done"),
        TaskAct.DROPPED: _("no longer needed"),
        TaskAct.MOVED: _("moved on to %(day)s") % {"day": day_text(row["new_due_on"])} if row["new_due_on"] else "",
    }[row["act"]]
    owners = _("All members") if row["is_for_everyone"] else "; ".join(chosen(name).text for name in row["owners"])
    return {**row, "act_words": act, "owner": owners}
