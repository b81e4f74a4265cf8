"""`searchCriteria` in a query string, and the answer to a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest

from kernel import search
from kernel.errors import InputTooLarge, ValueRequired
from kernel.text import can_be_kept
from rest_api.errors import BodyNotReadable
from rest_api.shapes import Int, Shape, Text, snake_case

DEEPEST = 16
CRITERIA = "search_criteria"


class Filter(Shape):
    field = Text()
    value = Text()
    condition_type = Text(required=False)


class FilterGroup(Shape):
    filters = Filter(many=True)


class SortOrder(Shape):
    field = Text()
    direction = Text()


class SearchCriteria(Shape):
    filter_groups = FilterGroup(many=True)
    sort_orders = SortOrder(many=True, required=False)
    page_size = Int(required=False)
    current_page = Int(required=False)


PARAMETERS = {
    "searchCriteria[filterGroups][0][filters][0][field]": Text(required=False),
    "searchCriteria[filterGroups][0][filters][0][value]": Text(required=False),
    "searchCriteria[filterGroups][0][filters][0][conditionType]": Text(required=False),
    "searchCriteria[sortOrders][0][field]": Text(required=False),
    "searchCriteria[sortOrders][0][direction]": Text(required=False),
    "searchCriteria[pageSize]": Int(required=False),
    "searchCriteria[currentPage]": Int(required=False),
}


def query(request: HttpRequest) -> dict[str, Any]:
    """A query string as PHP reads it: `a[b][0]=x` is a mapping of mappings, `a[]=x` counts up; criteria in snake_case.

    Raises InputTooLarge.
    """
    try:
        pairs = parse_qsl(
            request.META.get("QUERY_STRING", ""),
            keep_blank_values=True,
            max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        )
    except ValueError:
        raise InputTooLarge() from None
    found: dict[str, Any] = {}
    for key, value in pairs:
        name, *rest = key.split("[")
        if len(rest) > DEEPEST:
            raise InputTooLarge()
        inner = [part.removesuffix("]") for part in rest]
        if snake_case(name) == CRITERIA:
            # Clients mix filterGroups and filter_groups even within one search.
            name, inner = CRITERIA, [snake_case(part) for part in inner]
        _put(found, [name, *inner], value)
    return found


def read(given: Mapping[str, Any]) -> search.Criteria:
    """What a query string searches for; everything, if `searchCriteria` is there and says nothing.

    Raises ValueRequired, FieldNotSupported, NestedWrongType, SortDirectionInvalid, BodyNotReadable.
    """
    if CRITERIA not in given:
        raise ValueRequired(fieldName="searchCriteria")
    asked = given[CRITERIA]
    if not can_be_kept(asked):
        raise BodyNotReadable()
    if not isinstance(asked, dict) or set(asked) == {"0"}:
        asked = {}  # `searchCriteria=`, `searchCriteria=all` and `searchCriteria[]` are how clients ask for everything.
    asked = {key: value for key, value in asked.items() if value != ""}
    sent = SearchCriteria().read(_with_lists(asked) if asked else {})
    return search.Criteria(
        groups=[
            [
                search.Filter(each.get("field") or "", each.get("value") or "", each.get("condition_type") or "eq")
                for each in group.get("filters") or []
            ]
            for group in sent.get("filter_groups") or []
        ],
        sort_orders=[
            search.SortOrder(each.get("field") or "", each.get("direction") or search.DESCENDING)
            for each in sent.get("sort_orders") or []
        ],
        page_size=sent.get("page_size"),
        current_page=1 if sent.get("current_page") is None else sent["current_page"],
    )


def answer(items: list[Any], criteria: search.Criteria, total_count: int) -> dict[str, Any]:
    """A page of results with the criteria they were found by."""
    told: dict[str, Any] = {
        "filter_groups": [
            {
                "filters": [
                    {"field": each.field, "value": each.value, "condition_type": each.condition} for each in group
                ]
            }
            for group in criteria.groups
        ]
    }
    if criteria.sort_orders:
        told["sort_orders"] = [{"field": each.field, "direction": each.direction} for each in criteria.sort_orders]
    if criteria.page_size is not None:
        told["page_size"] = criteria.page_size
    return {
        "items": items,
        "search_criteria": told | {"current_page": criteria.current_page},
        "total_count": total_count,
    }


def _put(found: dict[str, Any], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        inner = found.get(key) if key else None
        if not isinstance(inner, dict):
            inner = found[key or _free(found)] = {}
        found = inner
    found[keys[-1] or _free(found)] = value


def _free(found: Mapping[str, Any]) -> str:
    """The next number nobody has used."""
    return str(max((int(key) for key in found if _counts(key)), default=-1) + 1)


def _counts(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 10


def _with_lists(value: Any) -> Any:
    """What a query string says, with lists where it counts."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(each) for key, each in value.items()}
    if inner and all(_counts(key) for key in inner):
        return list(inner.values())
    return inner
