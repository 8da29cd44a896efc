"""Mails that wait, delivered as the clockwork does, against a bare loop: messages a second, in one run.

    ./run bench mails             # 10,000 mails
    ./run bench mails 2000

A real SMTP server runs in a process of its own on this machine. In turns, a block of mails goes out

- by **the bare loop**: one connection, the same messages put together by the same code and sent one after the other,
  from rows that were read before. It claims nothing, marks nothing, and loses or doubles what it pleases;
- by **the clockwork's own `deliver_waiting`**: each mail claimed by a conditional UPDATE, sent over a kept line, and
  marked, in a transaction each, so that a kill at any moment doubles no more than each line held.
"""

# ruff: noqa: E402 – Django is set up before its models are imported
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from bench._crowd import database
from ovp_portal.local import ports
from ovp_portal.notifications.emails import message_of
from ovp_portal.notifications.enums import MailStatus
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services import deliver_waiting

MAILS, BLOCKS = 10_000, 10
LIMIT = 0.9
LETTER = "Почитувани,\n\n" + "Уште 2 дена: едно известување за третиот квартал од 2022 година.\n" * 12
SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP

class Taken:
    count = 0
    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        return f"250 {self.count}"

async def main():
    taken = Taken()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(taken), "127.0.0.1", int(sys.argv[1]))
    print("up", flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


def wait(count: int) -> None:
    """So many mails that wait now."""
    user = make_user()
    now = timezone.now()
    Mail.objects.bulk_create(
        Mail(
            recipient=user, address=f"p{number}@example.org", template="digest", language="mk", subject="Уште 2 дена",
            text=LETTER, html=f"<!doctype html><p>{LETTER}</p>", message_id=f"<{now.timestamp()}.{number}@bench>",
            written_at=now, next_try_at=now,
        )
        for number in range(count)
    )  # fmt: skip


def bare() -> float:
    rows = list(Mail.objects.filter(status=MailStatus.QUEUED))
    began = time.perf_counter()
    with get_connection() as line:
        for row in rows:
            message_of(row, line).send()
    return len(rows) / (time.perf_counter() - began)


def clockwork() -> float:
    began = time.perf_counter()
    sent = 0
    while Mail.objects.filter(status=MailStatus.QUEUED).exists():
        sent += deliver_waiting()
    return sent / (time.perf_counter() - began)


def measure(count: int) -> float:
    rates: dict[str, list[float]] = {"bare loop": [], "clockwork": []}
    block = max(count // BLOCKS, 1)
    for _ in range(BLOCKS):
        wait(block)
        rates["bare loop"].append(bare())
        rates["clockwork"].append(clockwork())
        assert not Mail.objects.exclude(status=MailStatus.SENT).exists()
    for name, found in rates.items():
        print(f"{name:10} {median(found):7.1f} mails a second")
    ratio = median(ours / theirs for ours, theirs in zip(rates["clockwork"], rates["bare loop"], strict=True))
    print(f"ratio      {ratio:7.2f} (at least {LIMIT}), over {block * BLOCKS} mails each")
    return ratio


if __name__ == "__main__":
    port = ports.next_free(18900)
    sink = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdout=subprocess.PIPE, text=True)
    try:
        sink.stdout.readline()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with database():
            from tests.factories.portal import make_user

            RATIO = measure(int(sys.argv[1]) if len(sys.argv) > 1 else MAILS)
    finally:
        sink.kill()
        sink.wait()
    sys.exit(RATIO < LIMIT)
