"""Rows that are written by the thousand are to the letter what the domain writes one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from attributes.models import Attribute, AttributeOption
from customers import accounts, addresses
from customers.models import Address, Customer
from directory.models import Region
from stores.models import Store
from tests.conftest import address
from tests.transfer.conftest import ADDRESS, CUSTOMER, Import, forget_everybody

NAMES = (
    "Ada", "José", "Søren", "İpek", "Zoë", "Zoe\u0308", "O'Brien", "Anne-Marie", "ΑΛΈΞΗΣ", "Straße", "ŁUKASZ", "李",
    "Ýr Ñ", " Ada  Q. ", "ﬁona", "x" * 200,
)  # fmt: skip
TELEPHONES = (
    ("US", "518-555-0142"), ("US", "+1 (212) 555-0199 ext. 5"), ("US", "12"), ("US", "ask at the desk"),
    ("GB", "020 7946 0018"), ("GB", "+49 (0)30 901820"), ("DE", "0171 2345678"), ("DE", " 030/901820 "),
    ("IT", "06 6988 4857"), ("FR", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"), ("JP", "０９０－１２３４－５６７８"), ("AR", "011 15-2345-6789"),
    ("MX", "+52 1 55 1234 5678"), ("BR", "(11) 91234-5678"), ("NO", "0047 22 12 34 56"), ("CH", "+41791234567"),
)  # fmt: skip
TEXTS = ("", "plain", "a\tb\\c", "\\N", '"quoted", and so on', "‘’ €  😀", "NULL", "{}", "\\.")

# What follows from who comes when; the domain's welcome has a link to set a password.
NOT_COMPARED = ("id", "customer_id", "created_at", "updated_at", "reset_token_digest", "reset_token_created_at")


@pytest.fixture
def made(db: None) -> dict[str, Attribute]:
    """An attribute of each type for customers and addresses."""
    found = {}
    for entity in Attribute.Entity.values:
        for place, kind in enumerate(Attribute.Input.values):
            code = f"{entity.removeprefix('customer_')[:4]}_{kind}"
            found[code] = Attribute.objects.create(
                entity_type=entity, code=code, label=code, input_type=kind, sort_order=place, multiline_count=3
            )
            if found[code].offers_options and kind != Attribute.Input.BOOLEAN:
                for option, label in enumerate(("Red", "Dark blue", "Rot, grün")):
                    AttributeOption.objects.create(attribute=found[code], label=label, sort_order=option)
    return found


def test_rows_are_what_the_domain_writes(bring: Import, store: Store, made: dict[str, Attribute]) -> None:
    people = list(_people(made, 60))
    for told, row, _ in people:
        customer = accounts.create_customer(store=store, fields=told)
        customer.created_in = row["created_in"]
        customer.save(update_fields=["created_in"])
    by_the_domain = _rows(Customer)
    books = [(row["email"], *book) for _, row, book in people]
    for email, told, _ in books:
        owner = Customer.objects.get(email_key=email)
        kept, problems = addresses.checked(told, store)
        assert not problems
        addresses.save_added(owner, kept)
    books_by_the_domain = _rows(Address)
    forget_everybody()

    reports = [bring([row for _, row, _ in people]), bring([row for _, _, row in books])]

    assert [each.rejected for each in reports] == [0, 0], [each.refusals for each in reports]
    assert _differences(by_the_domain, _rows(Customer)) == []
    assert _differences(books_by_the_domain, _rows(Address)) == []


def test_saving_what_was_written_changes_nothing(bring: Import, made: dict[str, Attribute]) -> None:
    people = list(_people(made, 60))
    bring([row for _, row, _ in people])
    bring([row for _, _, (_, row) in people])

    before = _rows(Customer, also=True), _rows(Address, also=True)
    for model in (Customer, Address):
        for each in model._default_manager.all():
            each.save()

    assert (_rows(Customer, also=True), _rows(Address, also=True)) == before


def test_saving_what_was_changed_changes_nothing(bring: Import, made: dict[str, Attribute]) -> None:
    for seed in (1, 2):
        people = list(_people(made, 40, seed))
        bring([row | {"email": f"n{number}@example.org"} for number, (_, row, _) in enumerate(people)])
        reports = bring(
            [row | {"_email": f"n{number}@example.org", "_entity_id": str(number + 1)}
             for number, (_, _, (_, row)) in enumerate(people)]
        )  # fmt: skip
    assert reports.counts["addresses updated"] > 30

    before = _rows(Customer, also=True), _rows(Address, also=True)
    for model in (Customer, Address):
        for each in model._default_manager.all():
            each.save()

    assert (_rows(Customer, also=True), _rows(Address, also=True)) == before


def _people(made: dict[str, Attribute], count: int, seed: int = 7) -> Iterator[tuple[dict[str, Any], ...]]:
    """What the domain is told of a customer, the row of a file that says the same, and both of an address."""
    dice = random.Random(seed)  # noqa: S311
    for number in range(count):
        firstname, lastname = dice.choice(NAMES), dice.choice(NAMES)
        email = f"n{number}@{dice.choice(('example.org', 'bücher.example', 'mail.example'))}"
        texts = {code: dice.choice(TEXTS)[:40] for code in ("prefix", "suffix", "taxvat")}
        dob = dice.choice((None, "1972-03-11", "2000-02-29"))
        gender = dice.choice((None, 1, 2, 3))
        told = {"email": email, "firstname": firstname, "lastname": lastname, "dob": dob, "gender": gender, **texts}
        customs, cells = _customs(made, "customer", dice)
        row = CUSTOMER | {"email": email, "firstname": firstname, "lastname": lastname, "dob": dob or "", **texts}
        row |= {"gender": str(gender or ""), "created_in": dice.choice(("Here", "Shop — Größe")), **cells}
        country, telephone = dice.choice(TELEPHONES)
        street = dice.choice((["12 Quay Street"], ["Hôtel\tde Ville", "2e étage"], ["\\N", "a,b"]))
        region = Region.objects.filter(country_id=country).order_by("pk").first()
        fields = {code: dice.choice(TEXTS) for code in ("company", "fax", "vat_id", "prefix", "suffix", "middlename")}
        place = {"firstname": firstname, "lastname": lastname, "city": dice.choice(("Köln", "Albany")), **fields}
        customs_of_address, cells_of_address = _customs(made, "customer_address", dice)
        yield (
            told | {"custom_attributes": customs},
            row,
            (
                address(
                    **place, street=street, country_id=country, telephone=telephone,
                    region_id=region.pk if region else None, custom_attributes=customs_of_address,
                ),
                ADDRESS | place | cells_of_address | {
                    "_email": email, "_entity_id": "", "street": "\n".join(street), "country_id": country,
                    "telephone": telephone, "region": region.name if region else "",
                    "_address_default_billing_": "",
                },
            ),
        )  # fmt: skip


def _customs(made: dict[str, Attribute], entity: str, dice: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
    """Values of custom attributes as clients tell them, and as they stand in a file."""
    told: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for code, attribute in made.items():
        if attribute.entity_type != entity:
            continue
        cells[code] = ""
        if dice.random() < 0.3:
            continue
        match attribute.input_type:
            case Attribute.Input.DATE:
                told[code] = cells[code] = "1999-12-31"
            case Attribute.Input.BOOLEAN:
                told[code], cells[code] = dice.choice((("1", "Yes"), ("0", "No")))
            case Attribute.Input.SELECT | Attribute.Input.MULTISELECT:
                option = dice.choice(list(attribute.options.all()))
                told[code], cells[code] = str(option.pk), option.label.upper()
            case _:
                told[code] = cells[code] = dice.choice(TEXTS)
    return told, cells


def _rows(model: type[Customer | Address], *, also: bool = False) -> list[dict[str, Any]]:
    """Rows as the database has them, but for their numbers and times; with `also` all of them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")  # noqa: S608
        assert cursor.description
        names = [column[0] for column in cursor.description]
        left_out = () if also else NOT_COMPARED
        return [
            {name: value for name, value in zip(names, row, strict=True) if name not in left_out}
            for row in cursor.fetchall()
        ]


def _differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    return [
        (name, had[name], has[name])
        for had, has in zip(before, after, strict=True)
        for name in had
        if had[name] != has[name]
    ]
