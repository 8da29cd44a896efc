from datetime import time
from typing import Any

from django import forms

from ovp_portal.lib.times import read_time


class HourField(forms.CharField):
    """An hour typed as text, "10.00", because a browser's own field speaks the browser's language."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time):
            return value
        return read_time(str(value)) if str(value).strip() else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}.{value.minute:02}" if isinstance(value, time) else value
