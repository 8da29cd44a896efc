"""What a web server does before it forks."""

import gc

from django.utils.translation import trans_real

from ovp_portal import web


def test_what_all_web_processes_need_is_read_before_the_fork_and_left_alone_by_the_collector():
    before = gc.get_freeze_count()
    try:
        web.when_ready(None)

        assert {"mk", "sq", "en", "sr-latn"} <= set(trans_real._translations)
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
