"""What a Magento tells over REST of its websites, groups, attributes and customers, checked for its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from attributes.forms import form_codes
from attributes.models import Attribute
from kernel.text import one_line
from transfer.errors import AnswerNotUnderstood, NothingThere, QuestionRefused
from transfer.magento_rest.client import Client
from transfer.parts import AttributeThere, GroupThere, Parts, StoreGroupThere, StoreThere, WebsiteThere

STORES, GROUPS, CUSTOMERS = "Magento_Backend::store", "Magento_Customer::group", "Magento_Customer::customer"
ALL_LABELS = "all/"  # the base that speaks of no store view: labels are the admin's
METADATA = {Attribute.Entity.CUSTOMER: "customer", Attribute.Entity.ADDRESS: "customerAddress"}
SEARCH = "V1/customers/search"
REPEATS = 3
LAST_NUMBER, LAST_WHOLE = 2**63 - 1, 2**31 - 1

Json = Mapping[str, Any]


class Magento:
    """A shop that is asked through a client. What is asked raises ShopRefused."""

    def __init__(self, client: Client, *, page_size: int = 200) -> None:
        self.client, self.page_size = client, page_size

    def parts(self) -> Parts:
        """Everything customers refer to. The admin's own website and store view are not among it."""
        websites = {each.id: each for each in map(_website, self._list("V1/store/websites", STORES)) if each.id}
        groups = [_store_group(each, websites) for each in self._list("V1/store/storeGroups", STORES) if each.get("id")]
        by_number = {each.id: each for each in groups}
        stores = [
            _store(each, websites, by_number) for each in self._list("V1/store/storeViews", STORES) if each.get("id")
        ]
        return Parts(
            list(websites.values()),
            groups,
            stores,
            list(self._groups()),
            [each for entity in METADATA for each in self._attributes(entity)],
        )

    def count(self) -> int:
        """How many customers there are."""
        asked = {"searchCriteria[pageSize]": 1, "searchCriteria[currentPage]": 1, "fields": "items[id],total_count"}
        return _number(_object(self.client.get(SEARCH, asked, resource=CUSTOMERS), SEARCH), "total_count", SEARCH)

    def customers(self, after: int) -> Iterator[Json]:
        """All customers with a number beyond `after`, in the order of their numbers, a page at a time.

        Each page asks for what follows the last customer, so that it takes no longer however many there were before,
        and nobody is passed over or told twice when somebody else is deleted meanwhile.
        """
        while page := self._page_after(after):
            yield from page
            after = int(page[-1]["id"])

    def _page_after(self, after: int) -> list[Json]:
        why = ""
        for _ in range(REPEATS):  # A cache in between may have answered.
            told = _object(self.client.get(SEARCH, self._criteria(after), resource=CUSTOMERS), SEARCH)
            page = [_object(each, SEARCH) for each in _several(told, "items", SEARCH)]
            numbers = [_number(each, "id", SEARCH) for each in page]
            if not page and _number(told, "total_count", SEARCH):
                why = "it has no customers, though it says there are more"
            elif any(one >= other for one, other in zip([after, *numbers], numbers, strict=False)):
                why = "the customers of a page are not those that follow the last one, in the order of their numbers"
            else:
                return page
        raise AnswerNotUnderstood(SEARCH, why)

    def _criteria(self, after: int) -> dict[str, Any]:
        return _after("entity_id", after, self.page_size)

    def _groups(self) -> Iterator[GroupThere]:
        """Customer groups, by pages too: there may be thousands."""
        path, page, number = "V1/customerGroups/search", 1, 0
        while True:
            asked = {
                "searchCriteria[pageSize]": self.page_size,
                "searchCriteria[currentPage]": page,
                "searchCriteria[sortOrders][0][field]": "customer_group_id",
                "searchCriteria[sortOrders][0][direction]": "ASC",
            }
            told = _object(self.client.get(path, asked, resource=GROUPS), path)
            found = [_object(each, path) for each in _several(told, "items", path)]
            for each in found:
                yield GroupThere(_number(each, "id", path), _text(each, "code", path), _whole(each.get("tax_class_id")))
            number, page = number + len(found), page + 1
            if not found or number >= _number(told, "total_count", path):
                return

    def _attributes(self, entity: Attribute.Entity) -> Iterator[AttributeThere]:
        path = f"V1/attributeMetadata/{METADATA[entity]}"
        try:
            described = self._list(f"{ALL_LABELS}{path}", CUSTOMERS)
        except (NothingThere, QuestionRefused):  # Older ones have no such base.
            described = self._list(path, CUSTOMERS)
        forms = list(self._forms(entity))
        for each in described:
            attribute = _attribute(entity, each, path)
            yield replace(attribute, forms=tuple(form for form, code in forms if code == attribute.code))

    def _forms(self, entity: Attribute.Entity) -> Iterator[tuple[str, str]]:
        """The forms and the codes of the attributes in them."""
        for form in form_codes(entity):
            path = f"V1/attributeMetadata/{METADATA[entity]}/form/{form}"
            try:
                described = self._list(path, CUSTOMERS)
            except (NothingThere, QuestionRefused):  # A form without any attribute is none.
                continue
            yield from ((form, _text(each, "attribute_code", path)) for each in described)

    def _list(self, path: str, resource: str) -> list[Json]:
        told = self.client.get(path, resource=resource)
        if not isinstance(told, list):
            raise AnswerNotUnderstood(path, "it is no list")
        return [_object(each, path) for each in told]


def _after(field: str, number: int, size: int) -> dict[str, Any]:
    """Search criteria for what follows a number, in order."""
    condition = "searchCriteria[filter_groups][0][filters][0]"
    return {
        f"{condition}[field]": field,
        f"{condition}[value]": number,
        f"{condition}[condition_type]": "gt",
        "searchCriteria[sortOrders][0][field]": field,
        "searchCriteria[sortOrders][0][direction]": "ASC",
        "searchCriteria[pageSize]": size,
        "searchCriteria[currentPage]": 1,
    }


def _website(told: Json) -> WebsiteThere:
    path = "V1/store/websites"
    return WebsiteThere(_number(told, "id", path), _text(told, "code", path), _text(told, "name", path))


def _store_group(told: Json, websites: Mapping[int, WebsiteThere]) -> StoreGroupThere:
    path = "V1/store/storeGroups"
    website = websites.get(_number(told, "website_id", path))
    if website is None:
        raise AnswerNotUnderstood(path, "a store is of a website that is not there")
    name = _text(told, "name", path)
    return StoreGroupThere(_number(told, "id", path), str(told.get("code") or ""), name, website.code)


def _store(told: Json, websites: Mapping[int, WebsiteThere], groups: Mapping[int, StoreGroupThere]) -> StoreThere:
    path = "V1/store/storeViews"
    website = websites.get(_number(told, "website_id", path))
    group = groups.get(_number(told, "store_group_id", path))
    if website is None or group is None:
        raise AnswerNotUnderstood(path, "a store view is of a website or store that is not there")
    number, code = _number(told, "id", path), _text(told, "code", path)
    return StoreThere(number, code, _text(told, "name", path), website.code, group.id, bool(told.get("is_active", 1)))


def _attribute(entity: Attribute.Entity, told: Json, path: str) -> AttributeThere:
    code = _text(told, "attribute_code", path)
    return AttributeThere(
        entity=entity.value,
        code=code,
        label=one_line(str(told.get("frontend_label") or told.get("store_label") or code)),
        input_type=str(told.get("frontend_input") or ""),
        is_user_defined=bool(told.get("user_defined")),
        is_required=bool(told.get("required")),
        is_visible=bool(told.get("visible", True)),
        multiline_count=_whole(told.get("multiline_count")),
        sort_order=_whole(told.get("sort_order")),
        input_filter=str(told.get("input_filter") or ""),
        note=one_line(str(told.get("note") or "")),
        validate_rules={
            str(rule.get("name")): str(rule.get("value"))
            for rule in _several(told, "validation_rules", path)
            if isinstance(rule, dict)
        },
        options=tuple(_options(_several(told, "options", path))),
    )


def _options(told: list[Any]) -> Iterator[tuple[str, str]]:
    """The value and the label of each option; headings over others, and what stands for none, are not options."""
    for each in told:
        if not isinstance(each, dict):
            continue
        value, label = each.get("value"), one_line(str(each.get("label") or ""))
        if isinstance(within := each.get("options"), list):
            yield from _options(within)
        if value not in (None, "", " ") and not isinstance(value, list | dict) and label:
            yield str(value), label


def _object(told: Any, path: str) -> Json:
    if not isinstance(told, dict):
        raise AnswerNotUnderstood(path, "it is no object")
    return told


def _several(told: Json, name: str, path: str) -> list[Any]:
    found = told.get(name)
    if found is not None and not isinstance(found, list):
        raise AnswerNotUnderstood(path, f"{name} is no list")
    return found or []


def _number(told: Json, name: str, path: str) -> int:
    value = told.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:20])
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LAST_NUMBER:
        raise AnswerNotUnderstood(path, f"{name} is no number")
    return value


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value <= LAST_WHOLE else 0


def _text(told: Json, name: str, path: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise AnswerNotUnderstood(path, f"{name} is no text")
    return one_line(value)
