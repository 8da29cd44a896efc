"""Lists for PostgreSQL, as one value: a list of constants takes it longer to read than rows take to write."""

from collections.abc import Iterable


def array(values: Iterable[object]) -> str:
    """PostgreSQL's own text for an array of texts, numbers or truth values, to be cast to its type."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
