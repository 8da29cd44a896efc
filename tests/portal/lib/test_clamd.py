"""The virus scanner is asked over a real socket; what is no clear answer is none."""

import socket

import pytest

from ovp_portal.lib.clamd import ScannerSilent, virus_in
from tests.virus_scanner import EICAR, scanning


def test_a_clean_file_has_no_virus_and_an_infected_one_has_its_name():
    with scanning() as scanner:
        assert virus_in(b"a note", address=scanner.address) == ""
        assert virus_in(b"", address=scanner.address) == ""
        assert virus_in(b"x" * 200_000 + EICAR, address=scanner.address) == "Eicar-Test-Signature"
        assert scanner.asked == [6, 0, 200_000 + len(EICAR)]


@pytest.mark.parametrize("says", [b"", b"\0", b"stream: OK", b"stream: ERROR\0", b"OK FOUND it\0", b"\xff" * 5_000])
def test_what_does_not_say_that_a_file_is_clean_is_no_answer(says):
    with scanning() as scanner:
        scanner.says = says
        with pytest.raises(ScannerSilent):
            virus_in(b"a note", address=scanner.address)


def test_a_file_that_the_scanner_does_not_take_is_not_clean():
    with scanning() as scanner:
        scanner.most = 10
        with pytest.raises(ScannerSilent):
            virus_in(b"x" * 2**20, address=scanner.address)


def test_nobody_there_and_nobody_answering_are_said(tmp_path):
    with pytest.raises(ScannerSilent):
        virus_in(b"a note", address=f"unix://{tmp_path}/nobody")
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(ScannerSilent):
        virus_in(b"a note", address=f"tcp://127.0.0.1:{deaf.getsockname()[1]}", patience=0.1)
