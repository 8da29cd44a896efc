"""What a browser sends from the note's form: every field that stands on the page, as it stands there."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Reads the fields of the form with id "note"; buttons are pressed by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._is_inside = False
        self._select = self._textarea = ""
        self._options: list[str] = []
        self._text = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._is_inside = given.get("id") == "note"
        if not self._is_inside:
            return
        if tag == "input" and given.get("name") and given.get("type") != "submit":
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and self._select:
            if "selected" in given or not self._options:
                self._options = [given.get("value", "")]
        elif tag == "textarea":
            self._textarea, self._text = given["name"], ""

    def handle_data(self, data):
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_inside = False
        elif tag == "select" and self._select:
            self.fields[self._select] = self._options
            self._select = ""
        elif tag == "textarea" and self._textarea:
            self.fields[self._textarea] = [self._text.removeprefix("\n")]
            self._textarea = ""


def fields_of(html: str) -> dict[str, list[str]]:
    """Every field of the note's form with its value, ready to be changed and sent."""
    form = _Form()
    form.feed(html)
    return form.fields
