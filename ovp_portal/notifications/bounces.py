"""What a mail server says of a message that it took and could not deliver (RFC 3464), read with Python's own parser."""

import email
from email.message import Message
from typing import NamedTuple


class Failure(NamedTuple):
    """Which message did not arrive, and the reason in the server's words."""

    message_id: str
    said: str


def failure_of(raw: bytes) -> Failure | None:
    """The failed delivery that a message tells of; nothing for any other mail: a delay, an answer, an absence."""
    report = email.message_from_bytes(raw)
    if report.get_content_type() != "multipart/report" or report.get_param("report-type") != "delivery-status":
        return None
    parts = report.get_payload()
    if not isinstance(parts, list):
        return None
    said = next((words for part in parts if (words := _failed(part))), "")
    message_id = next((name for part in parts if (name := _original(part))), "")
    return Failure(message_id, said) if said and message_id else None


def _failed(part: Message) -> str:
    """The reason of the first recipient for whom it failed for good."""
    if part.get_content_type() != "message/delivery-status":
        return ""
    for recipient in part.get_payload():
        if str(recipient.get("Action", "")).strip().lower() == "failed":
            said = str(recipient.get("Diagnostic-Code") or recipient.get("Status") or "failed")
            return " ".join(said.removeprefix("smtp;").split())
    return ""


def _original(part: Message) -> str:
    """The Message-ID of the message that comes back, whole or as its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return str(part.get_payload(0).get("Message-ID", "")).strip()
    if kind == "text/rfc822-headers":
        return str(email.message_from_bytes(part.get_payload(decode=True)).get("Message-ID", "")).strip()
    return ""
