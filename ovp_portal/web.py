"""What gunicorn is told beside its command line: each web process has the clockwork's watch beside its requests."""

import gc


def when_ready(server: object) -> None:
    """Before the fork: what every web process needs is read once, and lies in memory that they share."""
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver().url_patterns  # noqa: B018 - every view, with what it imports
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Sign in")
    gc.collect()
    gc.freeze()  # the collector would write into what is shared, and so make it each process's own


def post_worker_init(worker: object) -> None:
    """Not before the fork: a thread does not come along."""
    from ovp_portal.notifications.watchman import Watchman

    Watchman().start()
