"""The eye that looks over every page of a journey sees what it is there to see."""

from tests.browser import launched
from tests.journeys.accessibility import violations

PAGE = '<!doctype html><html lang="en"><title>A page</title><body><main><h1>A page</h1>{}</main>'
FINE = '<p style="color: #222">A text</p>'
FAINT = '<p style="color: #ddd">A text</p>'
ON_DARK = '<div style="background: #333">{}</div>'


def test_a_combination_of_colours_is_looked_at_once_and_any_other_is_found():
    looked_at: set[str] = set()
    with launched() as browser:
        page = browser.new_page()

        def found(body: str) -> list[str]:
            page.goto("about:blank")
            page.set_content(PAGE.format(body))
            return [rule for rule, *_told in violations(page, looked_at)]

        assert found(FINE) == []
        known = set(looked_at)
        assert found(FINE * 3) == []
        assert looked_at == known != set()
        assert found(FINE + FAINT) == ["color-contrast"]
        assert found(FINE + FAINT) == ["color-contrast"], "what is wrong is never taken for known"
        assert found(ON_DARK.format(FINE)) == ["color-contrast"]
        assert found(ON_DARK.format(FAINT)) == []
        assert found(FINE + "<img src='/x.png'>") == ["image-alt"], "all other rules are asked on every page"
