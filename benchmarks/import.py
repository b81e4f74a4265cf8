"""Moving in: how fast files of customers are read in, beside a bare COPY of the same rows, and in how much memory.

    DUPLEX_MODE=test DATABASE_URL=postgres://... python -m benchmarks.import 20000

The database is migrated, its customers are deleted, and the argument says how many customers the file has, each with
an address. Without PostgreSQL there is no COPY to compare with. Memory is the most the process has ever had, first
after a tenth of the rows and then after all of them.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DUPLEX_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commerce.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from customers.models import Address, Customer  # noqa: E402
from transfer import exports, imports  # noqa: E402
from transfer.kinds import Kind  # noqa: E402
from transfer.models import ImportRun  # noqa: E402

CITIES = ["Albany", "Buffalo", "Troy", "Utica", "Rochester", "Yonkers", "Syracuse"]


def accounts(count: int) -> Iterator[dict[str, Any]]:
    """Rows of the file `customer`."""
    for number in range(count):
        yield {
            "email": f"somebody.{number}@shop{number % 97}.example.com",
            "_website": "base",
            "_store": "default",
            "created_at": f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02} 10:11:12",
            "created_in": "Default Store View",
            "dob": f"19{50 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}",
            "firstname": f"First{number % 1009}",
            "gender": ("Male", "Female", "Not Specified", "")[number % 4],
            "group_id": 1 + number % 3,
            "lastname": f"Last{number % 10007}",
            "password_hash": f"{number:064x}:mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb:3_32_2_67108864",
            "updated_at": "2026-01-02 03:04:05",
        }


def addresses(count: int) -> Iterator[dict[str, Any]]:
    """Rows of the file `customer_address`."""
    for number in range(count):
        yield {
            "_website": "base",
            "_email": f"somebody.{number}@shop{number % 97}.example.com",
            "_entity_id": 1 + number,
            "city": CITIES[number % len(CITIES)],
            "country_id": "US",
            "firstname": f"First{number % 1009}",
            "lastname": f"Last{number % 10007}",
            "postcode": f"{10000 + number % 9999}",
            "region": "New York",
            "street": f"{number % 999} Quay Street",
            "telephone": f"518-555-{number % 10000:04}",
            "_address_default_billing_": 1,
            "_address_default_shipping_": 1,
        }


def written(path: Path, rows: Iterator[dict[str, Any]]) -> Path:
    with path.open("w", newline="") as file:
        first = next(rows)
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
    return path


def memory() -> float:
    """MiB at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def imported(path: Path, count: int) -> float:
    """Seconds it took."""
    early: list[float] = []

    def watch(rows: int, bytes_read: int) -> None:
        if not early and rows >= count / 10:
            early.append(memory())

    begun = time.perf_counter()
    report = imports.import_file(path, progress=watch)
    seconds = time.perf_counter() - begun
    assert not report.rejected, report.refusals
    print(
        f"{path.name:30} {count / seconds:10,.0f} rows/s  {seconds:8.1f} s  "
        f"{early[0]:6.0f} MiB after a tenth, {memory():6.0f} MiB at the end  {dict(report.counts)}"
    )
    return seconds


def copied(model: Any, count: int) -> None:
    """A bare COPY of what is there into a table of the same columns, indexes and constraints."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE beside (LIKE {table} INCLUDING ALL)")
        with cursor.copy(f"COPY {table} TO STDOUT") as out:
            data = b"".join(bytes(block) for block in out)
        begun = time.perf_counter()
        with cursor.copy("COPY beside FROM STDIN") as into:
            into.write(data)
        seconds = time.perf_counter() - begun
        cursor.execute("DROP TABLE beside")
    print(f"COPY {table:25} {count / seconds:10,.0f} rows/s  {seconds:8.1f} s")


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    Customer.objects.all().delete()
    ImportRun.objects.all().delete()
    print(f"{connection.vendor}, {count:,} customers, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        customers = written(Path(folder) / "customers.csv", accounts(count))
        books = written(Path(folder) / "addresses.csv", addresses(count))
        imported(customers, count)
        imported(books, count)
        imported(customers, count)
        imported(books, count)
    begun = time.perf_counter()
    lines = sum(1 for _ in exports.as_csv(kind=Kind.COMPOSITE)) - 1
    seconds = time.perf_counter() - begun
    print(f"{'export, composite':30} {lines / seconds:10,.0f} rows/s  {seconds:8.1f} s  {memory():6.0f} MiB")
    if connection.vendor == "postgresql":
        copied(Customer, count)
        copied(Address, count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
