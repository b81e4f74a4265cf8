"""Finding customers: by Magento's search criteria, and by what a merchant types into a box."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim, Upper
from django.db.models.lookups import In

from attributes.models import Attribute
from customers import census, lookups, telephones
from customers.models import Address, Customer, email_key
from kernel import search
from kernel.text import folded

MOST_WORDS = 20
LONG = 6
MOST_WITH_TELEPHONE = 1000
LARGEST_ID = 2**63 - 1
LETTERS = re.compile(r"[^\W_]+")


def find_customers(criteria: search.Criteria, attributes: Iterable[Attribute]) -> search.Found[Customer]:
    """The customers criteria ask for; `attributes` are the merchant's own, which can be searched too.

    Raises what `kernel.search.find` raises.
    """
    return search.find(lookups.searchable_customers(), fields(attributes), criteria, census)


def by_words(customers: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """The customers whose name or e-mail has all of these words in it, or whose number or telephone this is.

    Letters count without case and accents; words of one or two letters are beginnings. A telephone is found in any
    format, by five of its digits or more; of those that many have in common, by the 1,000 newest customers.
    """
    words = list(dict.fromkeys(folded(text).split()))
    if not words:
        return customers
    fitting = Q(pk__in=_numbered(text))
    digits = telephones.looked_for(text)
    if digits is None or text.strip().isdecimal():
        fitting |= _with_words(words)
    return customers.filter(fitting)


def _numbered(text: str) -> list[int]:
    """The ids a text can stand for: itself, and those of customers with this telephone. It takes a statement, so that
    the other one has nothing to join."""
    ids = set()
    number = text.strip()
    if number.isdecimal() and len(number) < 20 and int(number) <= LARGEST_ID:
        ids.add(int(number))
    digits = telephones.looked_for(text)
    if digits is not None:
        with_telephone = Address.objects.filter(telephone_digits__contains=digits).order_by("-customer_id")
        ids |= set(with_telephone.values_list("customer_id", flat=True)[:MOST_WITH_TELEPHONE])
    return sorted(ids)


def _with_words(words: Sequence[str]) -> Q:
    if len(words) > MOST_WORDS or not all(any(letter.isalnum() for letter in word) for word in words):
        return Q(pk__in=[])  # Nobody's name has so many, or nothing but marks in one.
    fitting = Q()
    for word in words:
        # An index of parts knows three letters in a row, and the beginnings of words.
        is_part = any(len(run) >= 3 for run in LETTERS.findall(word))
        fitting &= Q(search_text__contains=word if is_part else f" {word}")
    return fitting


def fields(attributes: Iterable[Attribute]) -> search.Fields:
    """What customers can be searched by: Magento's columns, its joined ones, and the attributes of the merchant."""
    own = {attribute.code: CustomText(_custom_value(attribute.code), code=attribute.code) for attribute in attributes}
    return {**own, **BUILT_IN}


def _custom_value(code: str) -> Combinable:
    # Not a lookup by name: an attribute may be called what a lookup is called.
    return Cast(KeyTextTransform(code, "custom_values"), TextField())


@dataclass(frozen=True)
class CustomText(search.Text):
    """The value of an attribute of the merchant; an index knows the parts of all of them as they are kept, in JSON."""

    code: str = ""

    def equal(self, texts: Sequence[str]) -> search.Condition:
        same = Q(In(Upper(self.column), [Upper(Value(text)) for text in texts]))
        return same & Q(OneOfCustomKeys(f"{self.code}={text}" for text in texts))

    def hint(self, pattern: str) -> search.Condition | None:
        if json.dumps(pattern, ensure_ascii=False) != f'"{pattern}"':
            return None  # JSON keeps some of it in another way.
        kept = Upper(Cast("custom_values", TextField()))
        # What is long says enough by itself: an index would look up each part of the code, which everybody has.
        code = "" if len(pattern) >= LONG else self.code.replace("_", r"\_")
        return search.Hint(kept, Upper(Value(f'%{code}": "{pattern}"%')))


class OneOfCustomKeys(Func):
    """That a customer has one of some values of custom attributes, each behind its code, as an index of PostgreSQL
    knows them (customers/search_indexes.py). Elsewhere it says nothing."""

    output_field = BooleanField()

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(F("custom_values"))
        self.keys = list(keys)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        values, _ = compiler.compile(self.source_expressions[0])
        keys = "ARRAY(SELECT md5(upper(key)) FROM unnest(%s::text[]) AS key)"
        return f"(customers_custom_keys({values}) && {keys} AND {values} <> '{{}}'::jsonb)", (self.keys,)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return "1", ()


def _words(*columns: str) -> Combinable:
    """The whole name of somebody, a space between its parts."""
    spaced = [
        Case(When(**{f"{column}__gt": ""}, then=Concat(column, Value(" "))), default=Value("")) for column in columns
    ]
    return Trim(Concat(*spaced, output_field=TextField()))


# Magento knows the first of these as entity_id only; `id` is what its answers call it. After
# Customer/Model/ResourceModel/CustomerRepository.php, which joins the name as a whole and the billing address.
BUILT_IN: search.Fields = {
    "entity_id": search.Number("id"),
    "id": search.Number("id"),
    "website_id": search.Number("website_id"),
    "store_id": search.Number("store_id"),
    "group_id": search.Number("group_id"),
    "default_billing": search.Number("default_billing_id"),
    "default_shipping": search.Number("default_shipping_id"),
    "gender": search.Number("gender"),
    "disable_auto_group_change": search.Number(Cast(F("disable_auto_group_change"), IntegerField())),
    "failures_num": search.Number("failures_count"),
    "first_failure": search.Time("first_failure_at"),
    "lock_expires": search.Time("locked_until_at"),
    "created_at": search.Time("created_at"),
    "updated_at": search.Time("updated_at"),
    "dob": search.Date("dob"),
    "email": search.Key("email", whole="search_text", key="email_key", form=email_key),
    "confirmation": search.Text(NullIf(F("confirmation_key"), Value(""))),
    "name": search.Text(_words("prefix", "firstname", "middlename", "lastname", "suffix"), whole="search_text"),
    **{
        name: search.Text(name, whole="search_text")
        for name in ("prefix", "firstname", "middlename", "lastname", "suffix")
    },
    **{name: search.Text(name) for name in ("taxvat", "created_in")},
    **{
        f"billing_{name}": search.Text(f"default_billing__{name}")
        for name in ("postcode", "city", "telephone", "company", "country_id")
    },
    "billing_region": search.Text(Coalesce(F("default_billing__region__name"), F("default_billing__region_text"))),
}
