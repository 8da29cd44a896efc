"""What the history calls each act. The floors above add their own words; the ground knows none of their records."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, str | Promise] = {}


def describe(words: Mapping[str, str | Promise]) -> None:
    """Say in words what actions such as "submission.submitted" are; called once, when an app is ready."""
    _WORDS.update(words)


def words_for(action: str) -> str:
    """The words for an action; an act without any shows its plain name rather than nothing."""
    return str(_WORDS.get(action, action))


describe(
    {
        "person.added": _("Account opened"),
        "person.invited": _("Invited"),
        "person.accepted_invitation": _("Accepted the invitation"),
        "calendar.made": _("Made an address for the calendar"),
        "calendar.revoked": _("Revoked the address of the calendar"),
        "person.used_sign_in_link": _("Signed in with a link"),
        "person.changed": _("Name or organization changed"),
        "person.changed_language": _("Language changed"),
        "person.named_substitute": _("Named a substitute"),
        "person.ended_substitution": _("Ended a substitution"),
        "person.deactivated": _("Account deactivated"),
        "person.reactivated": _("Account activated"),
        "person.reminders_chosen": _("Reminders chosen"),
        "reminder.sent_again": _("Reminder sent again"),
        "mail.came_back": _("Message did not arrive"),
        "ladder.saved": _("Reminder steps saved"),
        "role.granted": _("Role given"),
        "role.revoked": _("Role taken back"),
        "organization.added": _("Organization added"),
        "organization.changed": _("Organization changed"),
        "person.changed_naming": _("Consent to be named changed"),
        "circulation.opened": _("Sent to all members for their positions"),
        "position.taken": _("Position given"),
        "remark.disposed": _("Remark answered"),
        "opinion.written": _("Opinion attached"),
        "opinion.changed": _("Opinion changed by its author"),
        "opinion.withdrawn": _("Opinion withdrawn by its author"),
        "edition.published": _("Edition published"),
    }
)
