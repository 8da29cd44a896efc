"""A real SMTP server in a thread, that does to each message as it is told."""

import contextlib
import email
import socket
import threading
from collections.abc import Callable, Iterator

from aiosmtpd.controller import Controller

ACCEPT = "250 OK"


class MailServer:
    """What arrived, by Message-ID; `answer` decides what the server says to each recipient or message."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.connections = 0
        self.to_recipient: Callable[[str], str] = lambda address: ACCEPT
        self.to_message: Callable[[str], str] = lambda message_id: ACCEPT
        self.port = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.to_recipient(address)
        if answer == ACCEPT:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        message_id = email.message_from_bytes(envelope.content)["Message-ID"]
        answer = await server.loop.run_in_executor(None, self.to_message, message_id)
        if answer == ACCEPT:
            self.arrived.append(message_id)
        if answer == "drop after 250":
            self.arrived.append(message_id)
            server.transport.abort()
            return ACCEPT
        return answer


class Gate:
    """Holds a message at the server until the test lets it go."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def hold(self) -> None:
        self.reached.set()
        self.open.wait(60)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def mail_server(port: int | None = None) -> Iterator[MailServer]:
    server = MailServer()
    server.port = port or free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    server.connections = 0
    try:
        yield server
    finally:
        controller.stop()
