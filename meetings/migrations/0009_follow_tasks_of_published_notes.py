from django.db import migrations
from django.db.models import Q


def follow(apps, schema_editor):
    """Notes published before this day set tasks too: each is followed from the moment of its publication."""
    conclusions = apps.get_model("meetings", "Conclusion")
    task, part_of, entry = (apps.get_model("meetings", name) for name in ("FollowUp", "FollowUpPart", "FollowUpEntry"))
    seats = apps.get_model("commitments", "Membership")
    found = conclusions.objects.filter(
        kind="task", note__status__in=["published", "internal"], due_on__isnull=False, follow_up__isnull=True
    ).select_related("note__meeting", "owner")
    for row in found.order_by("pk"):
        note, group = row.note, row.note.meeting.group_id
        day = (note.published_at or note.kept_at).date()
        owners = [row.owner.organization_id if row.owner else row.owner_organization_id]
        if row.is_for_everyone:
            held = seats.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), group=group, starts_on__lte=day)
            held = held.filter(role__in=["coordinator", "deputy", "member"], user__is_active=True)
            owners = sorted(set(held.values_list("organization_id", flat=True)))
        followed = task.objects.create(conclusion=row, group_id=group, opened_at=note.published_at or note.kept_at)
        for owner in filter(None, owners):
            part = part_of.objects.create(
                follow_up=followed,
                organization_id=owner,
                seat=row.owner,
                first_due_on=row.due_on,
                due_on=row.due_on,
                since_at=note.published_at or note.kept_at,
            )
            entry.objects.create(
                part=part,
                kind="opened",
                note=note,
                on=day,
                at=note.published_at or note.kept_at,
                status="open",
                due_on=part.due_on,
            )


class Migration(migrations.Migration):
    """Back leaves the rows: they are history, and history is only added to."""

    dependencies = [("meetings", "0008_add_follow_ups"), ("commitments", "0001_begin")]
    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
