"""A note's form as it was typed: its session, its version, and what is kept of it when it cannot be saved."""

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from meetings.forms.editor import NoteEditor
from meetings.models import MeetingNote, TypedNote
from meetings.services import writing
from ovp_portal.accounts.models import User

SHOW = "show-typed"
"""The act of a browser that kept an unsaved text: the form with what it sends, and nothing saved."""
_SESSION = re.compile(r"[0-9a-f]{32}")
_NOT_TYPED = {"csrfmiddlewaretoken", "act", "session", "seen_version"}


def session_in(request: HttpRequest) -> str:
    """The editing session that the form belongs to; a forged one is none."""
    typed = request.POST.get("session", "")
    return typed if _SESSION.fullmatch(typed) else ""


def version_in(typed: str) -> int:
    """The version that the form was opened on; what cannot be read is older than any."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def keep(request: HttpRequest, note: MeetingNote, reason: str, at: datetime) -> None:
    """Keep the whole form as it was sent, for the one who sent it."""
    fields = {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}
    writing.keep_typed(note=note, user=request.user, fields=fields, reason=reason, at=at)


def tell_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell the browser that what it kept of this session is saved, on whatever page it comes to (kept_texts.js)."""
    response.set_cookie(
        "saved_session", session_in(request), max_age=86_400, secure=request.is_secure(), samesite="Lax"
    )
    return response


def kept_for(user: User, note: MeetingNote) -> TypedNote | None:
    return TypedNote.objects.filter(note=note, user=user).first()


def form_data(kept: TypedNote) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        data.setlist(name, values)
    return data


def version_of(kept: TypedNote) -> str:
    return (kept.fields.get("version") or [""])[0]


def unread(editor: NoteEditor) -> str:
    """What of the form cannot be read, in words: which field, and what is wrong with it."""
    said = [str(message) for _field, message in editor.refusals]
    for form in editor.errors():
        if isinstance(form, tuple):
            continue
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            row = getattr(form, "summary_name", "")
            where = " – ".join(str(part) for part in (row, label) if part)
            said += [
                _("%(field)s: %(error)s") % {"field": where, "error": error} if where else error for error in errors
            ]
    return " ".join(strip_tags(line) for line in said)
