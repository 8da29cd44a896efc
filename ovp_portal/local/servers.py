"""Database and broker, up together."""

from collections.abc import Iterable

from ovp_portal.local import broker
from ovp_portal.local.children import wait_until
from ovp_portal.local.places import Places
from ovp_portal.local.postgres import Postgres
from ovp_portal.local.supervisor import Supervisor


def start(places: Places, supervisor: Supervisor, *, holds: Iterable[int]) -> dict[str, str]:
    """Both are started before either is waited for; the addresses are for the environment."""
    database = Postgres(var=places.var, sockets=places.sockets, log=places.log("database"), holds=holds)
    if database.is_new:
        places.prepared.unlink(missing_ok=True)
    running = supervisor.watch(database.start())
    valkey = supervisor.watch(
        broker.start(var=places.var, sockets=places.sockets, log=places.log("broker"), holds=holds)
    )
    database.wait(running, supervisor.pause)
    wait_until(lambda: broker.answers(places.sockets), valkey, seconds=60, pause=supervisor.pause)
    return {"DATABASE_URL": database.url, "REDIS_URL": broker.url(places.sockets)}
