"""What gunicorn is told beside its command line: each web process has the clockwork's watch beside its requests."""


def post_worker_init(worker: object) -> None:
    """Not before the fork: a thread does not come along."""
    from ovp_portal.notifications.watchman import Watchman

    Watchman().start()
