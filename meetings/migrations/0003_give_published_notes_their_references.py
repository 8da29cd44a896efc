from django.db import migrations
from django.db.models import F

MOST_NUMBERS = 3


def give(apps, schema_editor):
    """Number the notes that are out already, in each group and year by the order in which they were published."""
    MeetingNote = apps.get_model("meetings", "MeetingNote")
    NoteReference = apps.get_model("meetings", "NoteReference")
    notes = MeetingNote.objects.filter(status="published", reference__isnull=True)
    taken = set(NoteReference.objects.values_list("group__plan_id", "text"))
    counts = {}
    for note in notes.select_related("meeting__group").order_by("published_at", "pk"):
        group, year = note.meeting.group, note.meeting.starts_on.year
        number = counts.get((group.pk, year), 0) + 1
        prefix = _prefix(group)
        while (group.plan_id, text := f"{prefix}/{year}-{number:02}") in taken:
            number += 1
        counts[group.pk, year] = number
        taken.add((group.plan_id, text))
        NoteReference.objects.create(
            note=note, group=group, year=year, number=number, text=text, given_at=note.published_at
        )


def _prefix(group):
    in_order = (F("area__number").asc(nulls_last=True), F("number").asc(nulls_last=True), "pk")
    rows = group.commitments.select_related("area").order_by(*in_order)
    numbers = [f"{row.area.number}.{row.number}" for row in rows if row.area and row.area.number and row.number]
    return "+".join(numbers) if 1 <= len(numbers) <= MOST_NUMBERS else group.slug


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_notes_say_more")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
