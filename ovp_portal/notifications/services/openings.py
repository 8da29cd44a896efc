from datetime import datetime

from ovp_portal.notifications.links import Followed
from ovp_portal.notifications.models import LinkOpening, Mail


def note_opening(*, followed: Followed, at: datetime) -> None:
    """Keep that a mail's link was followed, the first time; later openings leave no trace."""
    if Mail.objects.filter(pk=followed.mail).exists():
        opening = LinkOpening(mail_id=followed.mail, kind=followed.kind, thing=followed.thing, at=at)
        LinkOpening.objects.bulk_create([opening], ignore_conflicts=True)
