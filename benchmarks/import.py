"""Moving in: how fast files of customers are read in and written out, beside a bare COPY of the same rows.

    DUPLEX_MODE=test DATABASE_URL=postgres://... python -m benchmarks.import 1000000

The argument says how many customers there are, each with two addresses; DATABASE_URL may be SQLite's, too. The database
is migrated and emptied, unless it has customers this program did not make. The files have all the columns Magento
writes. No two people, telephone numbers or streets are alike but by chance: names are put together from frequent ones
and from syllables, numbers are such as sixteen countries have, so nothing can be looked up that was seen before and
would not be in a shop.

Every step is a process of its own, so that its memory is the most it has ever had; the first ones read 10,000
customers and their addresses, to compare the memory of the others with. `processor` is the seconds the process took,
`database` those of the PostgreSQL process that served it, where that runs on this machine. The COPY puts the rows the
import has written into the same tables once more, emptied before, with the indexes and foreign keys they have: what the
database needs for these rows, whoever writes them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import FIRSTNAMES, LASTNAMES
from benchmarks.processes import usage_of
from kernel.text import folded

FEW = 10_000
PER_CUSTOMER = 2
OURS = ".example"
MAILS = ("mail", "post", "inbox", "web", "letters")
# Country, of a thousand addresses, what telephone numbers and postcodes look like, cities, regions as Magento has them.
COUNTRIES = (
    ("US", 440, ("(212) 5##-####", "+1 415-6##-####", "518-2##-####", "312.8##.####"), "#####",
     ("New York", "Chicago", "Albany"), ("New York", "California", "Illinois", "Texas", "Ohio", "Florida")),
    ("GB", 110, ("020 7### ####", "07911 ######", "+44 113 4## ####"), "LS# #AB", ("London", "Leeds"), ()),
    ("DE", 110, ("030 2#######", "+49 171 #######", "0151 2#######"), "1####", ("Berlin", "Köln"), ("Berlin",)),
    ("FR", 80, ("06 1# ## ## ##", "+33 1 4# ## ## ##"), "69###", ("Lyon", "Paris"), ("Paris", "Rhône")),
    ("CA", 70, ("416-5##-####", "+1 (604) 6##-####"), "M#B #C#", ("Toronto",), ("Ontario", "Quebec")),
    ("AU", 40, ("04## ### ###", "+61 2 9### ####"), "2###", ("Sydney",), ("New South Wales",)),
    ("ES", 30, ("6## ### ###", "+34 91 ### ## ##"), "41###", ("Sevilla",), ("Sevilla", "Madrid")),
    ("IT", 30, ("06 6###-####", "+39 34# ### ####"), "10###", ("Torino",), ("Torino", "Roma")),
    ("NL", 25, ("06 1# ## ## ##", "+31 20 ### ####"), "1### AB", ("Utrecht",), ()),
    ("SE", 15, ("070-### ## ##", "+46 8 ### ### ##"), "2## ##", ("Malmö",), ()),
    ("CH", 12, ("079 ### ## ##", "+41 44 ### ## ##"), "4###", ("Basel",), ("Zürich",)),
    ("AT", 12, ("0664 #######", "+43 1 #######"), "8###", ("Graz",), ("Wien",)),
    ("BR", 10, ("(11) 9####-####", "+55 21 3###-####"), "5####-###", ("Recife",), ("Pernambuco",)),
    ("JP", 8, ("090-####-####", "+81 3-3###-####"), "5##-####", ("Osaka",), ()),
    ("NO", 5, ("4## ## ###", "+47 22 ## ## ##"), "5###", ("Bergen",), ()),
    ("IS", 3, ("6## ####", "+354 5## ####"), "1##", ("Reykjavík",), ()),
)  # fmt: skip
SYLLABLES = [
    f"{start}{vowel}{end}"
    for start in ("b", "br", "d", "f", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "w", "z")
    for vowel in ("a", "e", "i", "o", "u", "ä", "ei", "ou")
    for end in ("", "l", "n", "r", "s", "ck")
]


class People:
    """Customers and their addresses as rows of Magento's files, the same ones every time."""

    def __init__(self) -> None:
        self.dice = random.Random(20)  # noqa: S311 - nothing is kept secret by it
        self.weights = [country[1] for country in COUNTRIES]

    def write(self, count: int, customers: Path, addresses: Path) -> None:
        from transfer.exports import header_of
        from transfer.kinds import Kind

        with customers.open("w", newline="") as first, addresses.open("w", newline="") as second:
            accounts = csv.DictWriter(first, header_of(Kind.CUSTOMER))
            books = csv.DictWriter(second, header_of(Kind.ADDRESS))
            accounts.writeheader()
            books.writeheader()
            for number in range(count):
                account = self.account(number)
                accounts.writerow(account)
                books.writerows(self.book(number, account))

    def account(self, number: int) -> dict[str, Any]:
        dice = self.dice
        firstname, lastname = self.firstname(), self.lastname()
        host = dice.choice(MAILS) if dice.random() < 0.8 else f"{dice.choice(SYLLABLES)}{dice.choice(SYLLABLES)}"
        local = folded(f"{firstname}.{lastname}").replace(" ", "")
        created = f"20{dice.randint(12, 25)}-{self.day()} {dice.randint(0, 23):02}:{self.sixty()}:{self.sixty()}"
        return {
            "email": f"{local}{number if dice.random() < 0.9 else f'_{number}'}@{folded(host)}{OURS}",
            "_website": "base",
            "_store": "default",
            "confirmation": f"{dice.getrandbits(128):032x}" if dice.random() < 0.02 else "",
            "created_at": created,
            "created_in": "Default Store View",
            "disable_auto_group_change": 0,
            "dob": f"19{dice.randint(40, 99)}-{self.day()}" if dice.random() < 0.4 else "",
            "failures_num": 0,
            "firstname": firstname,
            "gender": dice.choice(("Male", "Female", "Not Specified", "")),
            "group_id": dice.choice((1, 1, 1, 1, 1, 1, 1, 2, 3)),
            "lastname": lastname,
            "middlename": f"{dice.choice('ABCDEGHJKLMPRST')}." if dice.random() < 0.1 else "",
            "password_hash": f"{dice.getrandbits(256):064x}:{dice.getrandbits(128):032x}:3_32_2_67108864",
            "store_id": 1,
            "taxvat": f"DE{dice.randint(10**8, 10**9 - 1)}" if dice.random() < 0.05 else "",
            "updated_at": f"2026-{self.day()} {dice.randint(0, 23):02}:{self.sixty()}:{self.sixty()}",
            "website_id": 1,
        }

    def book(self, number: int, account: dict[str, Any]) -> Iterator[dict[str, Any]]:
        dice = self.dice
        for place in range(PER_CUSTOMER):
            code, _, telephones, postcode, cities, regions = dice.choices(COUNTRIES, self.weights)[0]
            street = f"{dice.randint(1, 300)} {self.lastname()} {dice.choice(('Street', 'Road', 'Lane', 'Square'))}"
            yield {
                "_website": "base",
                "_email": account["email"],
                "_entity_id": PER_CUSTOMER * number + place + 1,
                "city": dice.choice(cities),
                "company": f"{account['lastname']} & Co." if dice.random() < 0.15 else "",
                "country_id": code,
                "firstname": account["firstname"],
                "lastname": account["lastname"],
                "middlename": account["middlename"],
                "postcode": self.digits(postcode),
                "region": dice.choice(regions) if regions else "",
                "street": f"{street}\nFloor {dice.randint(1, 30)}" if dice.random() < 0.1 else street,
                "telephone": self.digits(dice.choice(telephones)),
                "_address_default_billing_": 1 if place == 0 else "",
                "_address_default_shipping_": 1 if place == PER_CUSTOMER - 1 else "",
            }

    def firstname(self) -> str:
        dice = self.dice
        return dice.choice(FIRSTNAMES) if dice.random() < 0.8 else f"{dice.choice(SYLLABLES)}a".capitalize()

    def lastname(self) -> str:
        dice = self.dice
        if dice.random() < 0.4:
            return dice.choice(LASTNAMES)
        return "".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))).capitalize()

    def day(self) -> str:
        return f"{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"

    def sixty(self) -> str:
        return f"{self.dice.randint(0, 59):02}"

    def digits(self, form: str) -> str:
        return "".join(self.dice.choice("0123456789") if sign == "#" else sign for sign in form)


TABLES = ("customers_customer", "customers_address")


def imported(path: Path) -> Iterator[int]:
    from transfer import imports

    report = imports.import_file(path)
    assert not report.rejected, (report.errors, report.refusals)
    yield report.counts["rows"]


def exported(path: Path) -> Iterator[int]:
    from transfer import exports
    from transfer.kinds import Kind

    with path.open("w", newline="") as file:
        yield sum(1 for line in exports.as_csv(kind=Kind(path.name)) if file.write(line)) - 1


def read_out(folder: Path) -> Iterator[int]:
    """The rows of both tables into files, as COPY writes them."""
    from django.db import connection

    for table in TABLES:
        with connection.cursor() as cursor, (folder / table).open("wb") as file:
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                for some in rows:
                    file.write(some)
            yield cursor.rowcount


def copied(folder: Path) -> Iterator[int]:
    """Such files into their tables, in one transaction, as customers and addresses refer to each other.

    Foreign keys are looked at right behind the table that has them, but for a customer's default addresses.
    """
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            with (folder / table).open("rb") as file, cursor.copy(f"COPY {table} FROM STDIN") as rows:
                while some := file.read(65_536):
                    rows.write(some)
            count = cursor.rowcount
            cursor.execute(
                "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint WHERE contype = 'f' "
                "AND conrelid = %s::regclass AND NOT (conrelid, confrelid) = (%s::regclass, %s::regclass)",
                [table, *TABLES],
            )
            cursor.execute(f"SET CONSTRAINTS {cursor.fetchone()[0]} IMMEDIATE")
            if table == TABLES[-1]:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield count


STEPS: dict[str, Callable[[Path], Iterator[int]]] = {
    "import": imported,
    "export": exported,
    "read out": read_out,
    "copy": copied,
}


@dataclass
class Lap:
    """What a part of a step took: seconds of time, of its process and of its database server's."""

    rows: int
    seconds: float
    processor: float
    database: float
    memory: float

    @property
    def per_second(self) -> float:
        return self.rows / self.seconds

    def __add__(self, other: Lap) -> Lap:
        return Lap(
            self.rows + other.rows,
            self.seconds + other.seconds,
            self.processor + other.processor,
            self.database + other.database,
            max(self.memory, other.memory),
        )


def measured(step: Callable[[Path], Iterator[int]], path: Path) -> Iterator[dict[str, float]]:
    from django.db import connection

    connection.ensure_connection()
    server = connection.connection.info.backend_pid if connection.vendor == "postgresql" else 0

    def used() -> tuple[float, float, float]:
        own, children = os.times(), resource.getrusage(resource.RUSAGE_CHILDREN)
        here = own.user + own.system + children.ru_utime + children.ru_stime
        return time.perf_counter(), here, usage_of(server).cpu if server else 0

    before = used()
    for rows in step(path):
        after = used()
        status = Path("/proc/self/status").read_text()
        memory = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
        seconds, processor, database = (late - early for late, early in zip(after, before, strict=True))
        yield {"rows": rows, "seconds": seconds, "processor": processor, "database": database, "memory": memory}
        before = used()


def laps(step: str, path: Path) -> list[Lap]:
    """What a step took, done in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.import", "--step", step, "--path", str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return [Lap(**lap) for lap in json.loads(done.stdout)]


def empty() -> None:
    """Take away everybody who was made here. Ends the program if there is anybody else."""
    from django.db import connection

    from customers.models import Customer
    from transfer.models import ImportRun

    if Customer.objects.exclude(email_key__endswith=OURS).exists():
        sys.exit("This database has customers of somebody's; give one that has none.")
    ImportRun.objects.all().delete()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        for table in reversed(TABLES):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("PRAGMA foreign_keys = ON")


def tell(name: str, lap: Lap, note: str = "") -> Lap:
    print(
        f"{name:32}{lap.rows:>11,}{lap.per_second:>9,.0f}{lap.seconds:>9.1f}{lap.processor:>11.1f}{lap.database:>10.1f}"
        f"{lap.memory:>6.0f}  {note}",
        flush=True,
    )
    return lap


def compare(count: int, folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    empty()
    begun = time.perf_counter()
    few, many = ((folder / f"{size}-customers.csv", folder / f"{size}-addresses.csv") for size in (FEW, count))
    People().write(FEW, *few)
    People().write(count, *many)
    print(
        f"{connection.vendor}, {count:,} customers, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; "
        f"files written in {time.perf_counter() - begun:.0f} s\n\n"
        f"{'':32}{'rows':>11}{'rows/s':>9}{'seconds':>9}{'processor':>11}{'database':>10}{'MiB':>6}"
    )
    early = [laps("import", few[0])[0], laps("import", few[1])[0]]
    early += laps("export", folder / "customer_composite")
    empty()

    def growth(lap: Lap, before: Lap) -> str:
        return f"{lap.memory / before.memory:.2f} times the memory of {before.rows:,}"

    customers, addresses = laps("import", many[0])[0], laps("import", many[1])[0]
    tell("customers in", customers, growth(customers, early[0]))
    tell("addresses in", addresses, growth(addresses, early[1]))
    both = tell("both", customers + addresses)
    tell("customers in again: no change", laps("import", many[0])[0])
    out = laps("export", folder / "customer_composite")[0]
    tell("both out, in one file", out, growth(out, early[2]))
    if connection.vendor != "postgresql":
        return
    laps("read out", folder)
    empty()
    bare = laps("copy", folder)
    for name, lap, ours in zip(("COPY of customers", "COPY of addresses"), bare, (customers, addresses), strict=True):
        tell(name, lap, f"ours has {ours.per_second / lap.per_second:.2f} of its rows per second")
    whole = bare[0] + bare[1]
    tell("COPY of both", whole, f"ours has {both.per_second / whole.per_second:.2f} of its rows per second")


def main() -> None:
    asked = argparse.ArgumentParser(description="Measures reading files of customers in, and writing them out.")
    asked.add_argument("count", type=int, nargs="?", default=20_000, help="customers, each with two addresses")
    asked.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    asked.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    arguments = asked.parse_args()
    os.environ.setdefault("DUPLEX_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commerce.settings")
    import django

    django.setup()
    if arguments.step:
        print(json.dumps(list(measured(STEPS[arguments.step], arguments.path))))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(arguments.count, Path(folder))


if __name__ == "__main__":
    main()
