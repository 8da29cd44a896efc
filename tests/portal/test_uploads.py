"""More than the portal takes is refused at every address, before a byte of it is read."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

ROOM_FOR_FIELDS = 3 * 2**20


class Zeros:
    """A body that nobody could keep in memory, and how much of it was read."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0

    def read(self, size: int = -1) -> bytes:
        size = min(self.size - self.taken if size < 0 else size, self.size - self.taken)
        self.taken += size
        return bytes(size)

    readline = read

    def close(self) -> None:
        """As a connection's end."""


def sends(client, path: str, size: int) -> tuple[object, Zeros, list[int]]:
    """The answer, the body, and how much of it was taken when the answer was there."""
    body, taken = Zeros(size), []
    client.handler.load_middleware()
    get_response = client.handler._middleware_chain

    def look(request):
        answer = get_response(request)
        taken.append(body.taken)
        return answer

    client.handler._middleware_chain = look
    kind = "multipart/form-data; boundary=x"
    return (
        client.generic("POST", path, b"", content_type=kind, CONTENT_LENGTH=str(size), **{"wsgi.input": body}),
        body,
        taken,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_what_is_too_big_for_any_form_is_refused_unread_and_read_away_afterwards(client, language):
    with translation.override(language):
        path, sentence = reverse("account_login"), translation.gettext("Too much was sent at once")

    answer, body, taken = sends(client, path, 200 * 2**20)

    assert (answer.status_code, taken, body.taken) == (413, [0], body.size)
    assert f"<h1>{sentence}</h1>" in answer.text


@pytest.mark.django_db
def test_a_body_of_any_forms_size_is_not(client):
    answer, _body, _taken = sends(client, reverse("account_login"), settings.NOTE_FILE_MOST_BYTES + ROOM_FOR_FIELDS)

    assert answer.status_code == 200  # the form again: zeros fill no field
