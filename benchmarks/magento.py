"""Moving in from a Magento's database: how fast its rows are read, how fast all of it comes in, and in how much memory.

    DUPLEX_MODE=test DATABASE_URL=postgres://... MARIADB_URL=mysql://... python -m benchmarks.magento 100000

A Magento of so many customers, each with two addresses and two custom attributes, is made on the server of MARIADB_URL
and dropped afterwards. The shop's own database is migrated; it is one without customers. Processor seconds are this
process's alone; memory is the most it has ever had.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DUPLEX_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commerce.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from customers.models import Customer  # noqa: E402
from tests.transfer.magento_tables import ADDRESS, CUSTOMER, Magento, fresh_magento  # noqa: E402
from transfer.magento_database import database, definitions, structure  # noqa: E402
from transfer.magento_database.people import Addresses, Customers, People  # noqa: E402

HASH = (
    "90a025a1394b49943c8b7d56bae6867d4e40802bf58aed4e0f928fe7376d221b:mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb:3_32_2_67108864"
)


def fill(magento: Magento, count: int) -> None:
    """Customers by the server's own engine for sequences, which takes seconds."""
    color = magento.attribute(CUSTOMER, "favorite_color", "int", "select")
    red, blue = magento.option(color, "Red"), magento.option(color, "Blue")
    size = magento.attribute(CUSTOMER, "shoe_size", "varchar", "text")
    floor = magento.attribute(ADDRESS, "floor", "varchar", "text")
    sequences = {"CUSTOMERS": f"seq_1_to_{count}", "ADDRESSES": f"seq_1_to_{2 * count}"}
    for statement, *values in (
        (
            "INSERT INTO {customer_entity} (entity_id, website_id, email, group_id, store_id, created_at, updated_at,"
            " created_in, firstname, lastname, password_hash, gender, taxvat)"
            " SELECT seq, 1, CONCAT('somebody.', seq, '@shop', seq %% 97, '.example.com'), 1, 1, '2020-01-01',"
            " '2021-01-01', 'Default Store View', CONCAT('First', seq %% 1009), CONCAT('Last', seq %% 10007), %s,"
            " 1 + seq %% 2, seq"
            " FROM CUSTOMERS",
            HASH,
        ),
        (
            "INSERT INTO {customer_entity_int} (attribute_id, entity_id, value)"
            " SELECT %s, seq, IF(seq %% 2, %s, %s) FROM CUSTOMERS",
            color,
            red,
            blue,
        ),
        (
            "INSERT INTO {customer_entity_varchar} (attribute_id, entity_id, value)"
            " SELECT %s, seq, seq %% 50 FROM CUSTOMERS",
            size,
        ),
        (
            "INSERT INTO {customer_address_entity} (entity_id, parent_id, city, country_id, firstname, lastname,"
            " postcode, region, region_id, street, telephone) SELECT seq, 1 + seq %% %s, CONCAT('City', seq %% 977),"
            " 'US', 'Ada', 'Novak', 10000 + seq %% 9999, 'New York', 43, CONCAT(seq %% 999, ' Quay Street'),"
            " CONCAT('518-555-', LPAD(seq %% 10000, 4, '0')) FROM ADDRESSES",
            count,
        ),
        (
            "INSERT INTO {customer_address_entity_varchar} (attribute_id, entity_id, value)"
            " SELECT %s, seq, seq %% 9 FROM ADDRESSES",
            floor,
        ),
        (
            "UPDATE {customer_entity} c JOIN {customer_address_entity} a ON a.parent_id = c.entity_id"
            " SET c.default_billing = a.entity_id, c.default_shipping = a.entity_id, c.updated_at = c.updated_at"
            " WHERE %s",
            1,
        ),
        (
            "INSERT INTO {newsletter_subscriber} (store_id, customer_id, subscriber_email, subscriber_status,"
            " change_status_at) SELECT 1, entity_id, email, 1 + entity_id %% 3, '2021-01-01' FROM {customer_entity}"
            " WHERE entity_id %% %s = 0",
            3,
        ),
    ):
        for name, sequence in sequences.items():
            statement = statement.replace(name, sequence)
        magento.run(statement, *values)


def measured(name: str, work: Callable[[], int]) -> None:
    """Do some work and tell what it took; it says how many rows that were."""
    wall, processor = time.perf_counter(), time.process_time()
    rows = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:24} {rows:9,} rows  {processor:7.1f} s of processor, {rows / processor:8,.0f} rows/s"
        f"  {wall:7.1f} s in all  {memory:5.0f} MiB",
        flush=True,
    )


def read(address: str) -> None:
    """Only read what there is."""
    with transaction.atomic(), database.opened(address) as there:
        places, _ = structure.bring(there, writes=True)
        known, _ = definitions.bring(there, places, writes=True)
        for kind in (Customers, Addresses):
            people: People = kind(there, places, known)
            measured(f"reading {people.label}", lambda people=people: sum(1 for _ in people.rows(0)))  # type: ignore[misc]
        transaction.set_rollback(True)


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    if Customer.objects.exists():
        sys.exit("The database has customers. Give an empty one.")
    with fresh_magento() as magento:
        fill(magento, count)
        read(magento.url)

        def move() -> int:
            output: Any = open(os.devnull, "w")  # noqa: SIM115
            call_command("import_customers", "--from-database", magento.url, stdout=output)
            return 3 * count + count // 3

        measured("bringing all", move)
        measured("bringing it once more", move)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
