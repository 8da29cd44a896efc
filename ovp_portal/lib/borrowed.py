"""Sentences of Django that people meet and that Django itself does not say in every language of the portal.

Nothing imports this file: standing here, they come into our catalogues, which are asked first.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

BORROWED = [
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        10,
    ),
]
