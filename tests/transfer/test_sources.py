"""Rows that come from another shop: read as those of a file, and gone on with after the last number that was kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from customers.models import Customer
from tests.transfer.conftest import CUSTOMER, errors_of
from transfer import imports
from transfer.errors import ColumnsUnknown
from transfer.files import Row, row_of
from transfer.kinds import Kind
from transfer.models import ImportRun

pytestmark = pytest.mark.django_db


class Elsewhere:
    """A shop whose customers have numbers that are not in a row, and which may go away."""

    name, kind, total = "shop.example", Kind.CUSTOMER, None

    def __init__(self, customers: dict[int, dict[str, str]], identity: str = "shop") -> None:
        self.customers, self.identity, self.away_after = customers, identity, 0
        self.header = list(dict.fromkeys(name for each in customers.values() for name in each))
        self.given: list[int] = []

    def rows(self, after: int) -> Iterator[Row]:
        for number, values in sorted(self.customers.items()):
            if self.away_after and number > self.away_after:
                raise ConnectionError("gone")
            if number > after:
                self.given.append(number)
                yield row_of(number, [values.get(name, "") for name in self.header], self.header)


def customers(*numbers: int) -> dict[int, dict[str, str]]:
    return {number: CUSTOMER | {"email": f"c{number}@example.org"} for number in numbers}


def test_a_source_comes_in_as_a_file_does() -> None:
    told: list[tuple[int, int]] = []

    report = imports.import_source(Elsewhere(customers(7, 12, 40)), batch=2, progress=lambda *done: told.append(done))

    assert dict(report.counts) == {"rows": 3, "customers created": 3}
    assert Customer.objects.count() == 3
    assert told == [(2, 2), (3, 3)]
    assert ImportRun.objects.get().file_name == "shop.example"


def test_one_that_went_away_is_gone_on_with_after_the_last_number_that_was_kept() -> None:
    shop = Elsewhere(customers(7, 12, 40, 41, 90))
    shop.away_after = 40
    with pytest.raises(ConnectionError):
        imports.import_source(shop, batch=2)
    assert Customer.objects.count() == 2

    shop.away_after, shop.given = 0, []
    del shop.customers[7]
    report = imports.import_source(shop, batch=2)

    assert shop.given == [40, 41, 90]
    assert report.resumed_after == 2
    assert dict(report.counts) == {"rows": 5, "customers created": 5}
    assert Customer.objects.count() == 5


def test_another_shop_is_not_gone_on_with() -> None:
    shop = Elsewhere(customers(7, 12, 40))
    shop.away_after = 12
    with pytest.raises(ConnectionError):
        imports.import_source(shop, batch=1)

    report = imports.import_source(Elsewhere(customers(7, 12), identity="another"))

    assert report.resumed_after == 0
    assert dict(report.counts) == {"rows": 2, "customers unchanged": 1, "customers created": 1}


def test_what_has_one_number_is_kept_together() -> None:
    class Several(Elsewhere):
        def rows(self, after: int) -> Iterator[Row]:
            for row in super().rows(after):
                yield row
                yield row_of(row.number, ["second-" + row.cells[0], *row.cells[1:]], self.header)

    shop = Several(customers(1, 2, 3))
    shop.away_after = 2
    with pytest.raises(ConnectionError):
        imports.import_source(shop, batch=1)

    assert sorted(Customer.objects.values_list("email", flat=True)) == ["c1@example.org", "second-c1@example.org"]


def test_whoever_only_looks_changes_nothing() -> None:
    report = imports.import_source(Elsewhere(customers(7, 12)), dry_run=True)

    assert dict(report.counts) == {"rows": 2, "customers created": 2}
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_column_the_shop_has_no_attribute_for_is_not_lost_unnoticed() -> None:
    shop = Elsewhere({1: CUSTOMER | {"shoe_size": "42"}})

    with pytest.raises(ColumnsUnknown):
        imports.import_source(shop)
    assert not Customer.objects.exists()
    assert imports.import_source(shop, ignore_unknown=True).columns_ignored == ["shoe_size"]


def test_rejected_rows_make_a_file_that_can_be_read_in(tmp_path: Path) -> None:
    shop = Elsewhere(customers(7) | {12: CUSTOMER | {"_store": "nowhere"}, 13: CUSTOMER | {"firstname": "\0"}})
    path = tmp_path / "rejects.csv"

    report = imports.import_source(shop, rejects=path)

    assert errors_of(report) == [(12, ["invalidStore"]), (13, ["illegalCharacters"])]
    path.write_text(
        path.read_text()
        .replace("nowhere", "default")
        .replace("\0", "Ada")
        .replace(CUSTOMER["email"], "x@example.org", 1)
    )
    assert dict(imports.import_file(path).counts) == {"rows": 2, "customers created": 2}
