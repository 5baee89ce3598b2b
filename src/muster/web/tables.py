"""What every list does alike: order, pages of fifty, and the question whether a file is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS_A_PAGE = 50

Row = TypeVar("Row", bound=Model)


def wants_csv(request: HttpRequest) -> bool:
    """Return whether the table is asked for as a file."""
    return request.GET.get("format") == "csv"


def number_in(request: HttpRequest, name: str) -> int:
    """Return the key that a filter such as ``?unit=7`` names; 0, which is nobody's, where it names none."""
    return key_of(request.GET.get(name, ""))


def key_of(text: str) -> int:
    """Return the key that somebody sent; 0, which is nobody's, for what is none or more than a database holds."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def keys_of(texts: Iterable[str]) -> list[int]:
    """Return the keys that somebody sent, without what is none."""
    return [key for text in texts if (key := key_of(text))]


class ListPage(Page):  # type: ignore[type-arg]  # Django's class takes no argument when the program runs
    """One page of a list, which knows the numbers to show below it."""

    @property
    def nearby(self) -> list[int | str]:
        """The first and last pages and those beside this one, with an ellipsis for each gap."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class ListPaginator(Paginator):  # type: ignore[type-arg]  # as above
    """Cuts a list into pages of the kind above."""

    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def page_of(request: HttpRequest, rows: QuerySet[Row] | Sequence[Any], size: int = ROWS_A_PAGE) -> ListPage:
    """Return the page that ``?page=`` asks for; the nearest one where there is no such page."""
    page = ListPaginator(rows, size).get_page(request.GET.get("page"))
    assert isinstance(page, ListPage)  # noqa: S101 - what the paginator above makes
    return page


def sorted_by(
    request: HttpRequest, rows: QuerySet[Row], columns: Mapping[str, str], default: str
) -> QuerySet[Row]:
    """Return rows in the order of ``?sort=name`` or ``?sort=-name``; ``columns`` says which are known.

    The primary key comes last, so that no row changes place between two pages.
    """
    asked = request.GET.get("sort", default)
    name = asked.removeprefix("-")
    if name not in columns:
        asked, name = default, default.removeprefix("-")
    field = columns[name]
    return rows.order_by(f"-{field}" if asked.startswith("-") else field, "pk")
