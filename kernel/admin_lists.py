"""Lists of the admin whose tables can have a million rows: nothing is counted to the end, no page is slow.

Of what fits a list looks at the first two hundred, newest first as a rule, by their ids alone; these are its pages.
Behind the last one the list goes on from there: an index finds the place as fast as the beginning.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.admin import ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateFilter

MOST = 200  # A search for what is neither rare nor frequent reads a hundred rows for each it finds.
BEFORE = "before"
LARGEST_ID = 2**63 - 1


class AtLeast(int):
    """A number of rows nobody has counted to the end."""

    def __str__(self) -> str:
        return f"more than {int(self):,}"


class FirstFew(ChangeList):
    """What a list shows: a page of the first two hundred, or of the two hundred that come `before` an id."""

    older: str | None = None
    """The address of the list that goes on behind this one."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        before = request.GET.get(BEFORE, "")
        self.before = int(before) if before.isdecimal() and len(before) < 20 and int(before) <= LARGEST_ID else None
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: Any = None) -> Any:
        for kept in (self.params, self.filter_params):
            kept.pop(BEFORE, None)  # Another filter or order begins at the beginning.
        left = super().get_filters_params(params)
        left.pop(BEFORE, None)
        return left

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        if self.before is not None and new_params and PAGE_VAR in new_params:
            new_params = {BEFORE: self.before, **new_params}
        return super().get_query_string(new_params, remove)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request, *args, **kwargs)
        if self.before is not None and _is_by_id(rows):
            rows = rows.filter(pk__lt=self.before)
        return rows

    def get_results(self, request: HttpRequest) -> None:
        ids = list(self.queryset.values_list("pk", flat=True)[: MOST + 1])
        goes_on = len(ids) > MOST
        ids = ids[:MOST]
        self.paginator = Paginator(ids, self.list_per_page)
        try:
            shown = list(self.paginator.page(self.page_num).object_list)
        except InvalidPage:
            raise IncorrectLookupParameters from None
        rows = self.apply_select_related(self.root_queryset.filter(pk__in=shown)).in_bulk() if shown else {}
        self.result_list = [rows[pk] for pk in shown if pk in rows]
        self.result_count = AtLeast(MOST) if goes_on else len(ids)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = len(ids) > self.list_per_page
        if goes_on and _is_by_id(self.queryset):
            self.older = self.get_query_string({BEFORE: ids[-1]}, [PAGE_VAR])


class DaysFilter(RangeDateFilter):
    """From one day to another, both of them whole, by UTC. What is no day is not asked for."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = (self._day(end) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(**{f"{self.parameter_name}__gte": first})
        if last:
            queryset = queryset.filter(**{f"{self.parameter_name}__lt": last + dt.timedelta(days=1)})
        return queryset

    def _day(self, end: str) -> dt.datetime | None:
        try:
            day = dt.date.fromisoformat(self.used_parameters.get(f"{self.parameter_name}_{end}", ""))
            return dt.datetime.combine(day, dt.time(), dt.UTC) if 1900 < day.year < 9999 else None
        except ValueError:
            return None


class LongList(ModelAdmin):
    """A side of a ModelAdmin, to be named before it."""

    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # They count all there is, filter by filter.
    list_per_page = 50
    _lists: ClassVar[dict[type[Any], type[Any]]] = {}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Any]:
        whole = super().get_changelist(request, **kwargs)
        if whole not in self._lists:
            self._lists[whole] = type("FirstFewOfList", (FirstFew, whole), {})
        return self._lists[whole]


def _is_by_id(rows: QuerySet[Any]) -> bool:
    """Whether rows come newest id first."""
    return bool(rows.query.order_by) and rows.query.order_by[0] in ("-id", "-pk")
