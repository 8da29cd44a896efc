"""Periods as charts and tables name them."""

from ovp_portal.lib.dates import parse_period_key, period_short


def chart_label(key: str) -> tuple[str, str]:
    """A period's part over its year, as two lines under a column; a year has no part."""
    rhythm, year, part = parse_period_key(key)
    short = period_short(rhythm, year, part)
    if rhythm == "year":
        return short, ""
    return short.replace(str(year), "").strip(" ."), str(year)


def short_of(key: str) -> str:
    """III 2022"""
    return period_short(*parse_period_key(key))
