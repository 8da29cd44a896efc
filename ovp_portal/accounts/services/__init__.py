from ovp_portal.accounts.services.links import LinkRefused, link_of, send_sign_in_link, use_link
from ovp_portal.accounts.services.organizations import save_organization
from ovp_portal.accounts.services.people import (
    change_language,
    change_naming,
    change_person,
    deactivate,
    grant,
    invite,
    invite_again,
    reactivate,
    revoke,
)
from ovp_portal.accounts.services.substitutes import end_substitution, name_substitute

__all__ = [
    "LinkRefused",
    "change_language",
    "change_naming",
    "change_person",
    "deactivate",
    "end_substitution",
    "grant",
    "invite",
    "invite_again",
    "link_of",
    "name_substitute",
    "reactivate",
    "revoke",
    "save_organization",
    "send_sign_in_link",
    "use_link",
]
