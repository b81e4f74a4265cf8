"""Files of customers, written for a test."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymysql
import pytest
from pytest_django import Settings

from customers.models import Customer
from tests.transfer.magento_tables import Magento, connect, fresh_magento
from transfer import exports, imports
from transfer.kinds import Behavior, Kind
from transfer.models import FormerAddressId, ImportRun
from transfer.reports import Report

CUSTOMER = {
    "email": "ada@example.org",
    "_website": "base",
    "_store": "default",
    "firstname": "Ada",
    "lastname": "Novak",
}
ADDRESS = {
    "_website": "base",
    "_email": "ada@example.org",
    "_entity_id": "7001",
    "city": "Albany",
    "country_id": "US",
    "firstname": "Ada",
    "lastname": "Novak",
    "postcode": "12207",
    "region": "New York",
    "street": "12 Quay Street",
    "telephone": "518-555-0142",
    "_address_default_billing_": "1",
    "_address_default_shipping_": "",
}
COMPOSITE = CUSTOMER | {
    name if name.startswith("_address") else f"_address_{name}": value
    for name, value in ADDRESS.items()
    if name not in ("_website", "_email", "_entity_id")
}

Rows = list[dict[str, str]]
Import = Callable[..., Report]


@pytest.fixture(autouse=True)
def hashers_of_the_suite(settings: Settings) -> None:
    """Hashing that takes no time, and Magento's forms beside it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "transfer.hashers.Magento"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of rows, with the columns of all of them; the name is another for each."""
    written: list[Path] = []

    def write(rows: Rows, **how: Any) -> Path:
        path = tmp_path / f"file{len(written)}.csv"
        with path.open("w", newline="", encoding=how.get("encoding", "utf-8")) as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
        return path

    return write


@pytest.fixture
def bring(db: None, write: Callable[..., Path]) -> Import:
    """Imports rows, or a file."""

    def bring(rows: Rows | Path, behavior: str = "add_update", **options: Any) -> Report:
        path = rows if isinstance(rows, Path) else write(rows)
        return imports.import_file(path, behavior=Behavior(behavior), **options)

    return bring


def errors_of(report: Report) -> list[tuple[int, list[str]]]:
    """The number and the codes of each row that was left out."""
    return [(each.row, [problem.code for problem in each.problems]) for each in report.refusals]


def exported(kind: str) -> str:
    """The whole file."""
    return "".join(exports.as_csv(kind=Kind(kind)))


def everything() -> dict[str, list[Any]]:
    """Every row an import could have written, but for its own progress."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for model in (Customer, Customer._meta.get_field("addresses").related_model, FormerAddressId)
    }


def forget_everybody() -> None:
    """As before anybody came."""
    Customer.objects.all().delete()
    ImportRun.objects.all().delete()


@pytest.fixture
def magento() -> Iterator[Magento]:
    """A Magento's database, as Magento installs it."""
    need_mariadb()
    with fresh_magento() as made:
        yield made


def need_mariadb() -> None:
    """Skip a test for which there is no server, unless one was promised by MARIADB_URL."""
    try:
        connect().close()
    except pymysql.OperationalError:
        if "MARIADB_URL" in os.environ:
            raise
        pytest.skip("no MariaDB answers; `source .ci/mariadb` starts one")
