import socket

import pytest

from ovp_portal.local import ports
from ovp_portal.local.refusals import Refusal


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_taken_port_that_was_asked_for_is_refused_with_the_next_free_one(taken):
    free = ports.next_free(taken)

    with pytest.raises(Refusal) as refusal:
        ports.choose(str(taken))

    assert free > taken or free >= ports.DEFAULT
    assert str(refusal.value) == f"Port {taken} is taken; try ./run --port {free}."


def test_taken_usual_port_is_passed_over(taken, monkeypatch):
    monkeypatch.setattr(ports, "DEFAULT", taken)

    assert ports.choose(None) == ports.next_free(taken) != taken


def test_free_port_is_taken_as_asked(taken):
    free = ports.next_free(taken)

    assert ports.choose(str(free)) == free


@pytest.mark.parametrize("typed", ["web", "80", "65536", "-1", "", "8000.0", "٨٠٠٠"])
def test_what_is_not_a_port_is_refused(typed):
    with pytest.raises(Refusal, match="is not a port: give a number from 1024 to 65535"):
        ports.choose(typed)
