"""What coordinators say of a note among themselves, until it is finished."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.models import InternalRemark, MeetingNote
from meetings.services.notes import locked
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.text import tidy


@transaction.atomic
def remark_internally(*, note: MeetingNote, text: str, by: User, at: datetime) -> InternalRemark:
    """Keep a remark for the coordinators of the group; the history tells that there is one, and not what it says."""
    note = locked(note)
    if note.is_finished:
        raise ValidationError(_("The note is finished: what became of its remarks is fixed."))
    remark = InternalRemark(note=note, text=tidy(text), written_by=by, written_at=at)
    remark.full_clean()
    remark.save()
    record(actor=by, action="note.remarked_internally", target=note, at=at, remark=remark.pk)
    return remark
