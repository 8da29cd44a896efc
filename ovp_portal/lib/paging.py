"""Pages of a list whose links keep the reader's filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class PageLink:
    """One number in the pager; `number` is None for the gap between far numbers."""

    number: int | None
    url: str
    is_current: bool


class LinkedPage(Page):
    """Django's Page, with addresses that keep every other parameter of the request."""

    parameter: str
    request: HttpRequest

    def url_of(self, number: int) -> str:
        """A relative address; the first page is the list's own address, without a number."""
        query = self.request.GET.copy()
        query.pop(self.parameter, None)
        if number > 1:
            query[self.parameter] = str(number)
        return f"?{query.urlencode()}"

    @property
    def previous_url(self) -> str:
        """The page before, or nothing on the first."""
        return self.url_of(self.number - 1) if self.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The page after, or nothing on the last."""
        return self.url_of(self.number + 1) if self.has_next() else ""

    def links(self) -> Iterator[PageLink]:
        """The first and last pages, those around this one, and a gap between far ones."""
        for number in self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1):
            if isinstance(number, int):
                yield PageLink(number, self.url_of(number), number == self.number)
            else:
                yield PageLink(None, "", False)


class _LinkedPaginator(Paginator):
    def _get_page(self, *args, **kwargs) -> LinkedPage:
        return LinkedPage(*args, **kwargs)


def page_of(
    items: QuerySet | Sequence, request: HttpRequest, per_page: int = 50, parameter: str = "page"
) -> LinkedPage:
    """The page that the request asks for, or the nearest there is.

    Asks two queries of a queryset, whatever its length: one to count, one for the rows.
    """
    paginator = _LinkedPaginator(items, per_page)
    asked = _number(request.GET.get(parameter, ""))
    page = paginator.page(min(max(asked, 1), paginator.num_pages))
    page.request, page.parameter = request, parameter
    return page


def _number(text: str) -> int:
    """A typed page number; what is none asks for the first page."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return int(digits) if len(digits) < 10 else 10**10
