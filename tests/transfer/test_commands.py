"""`manage.py import_customers` and `export_customers`, as somebody types them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from customers.models import Address, Customer
from tests.server import PATIENCE, ROOT, fresh_database
from tests.transfer.conftest import ADDRESS, COMPOSITE, CUSTOMER, Rows
from transfer import writing

Write = Callable[[Rows], Path]


def told(*arguments: object) -> str:
    output = StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=output)
    return output.getvalue()


def refused(*arguments: object) -> tuple[str, int]:
    with pytest.raises(CommandError) as refusal:
        told(*arguments)
    return str(refusal.value), refusal.value.returncode


@pytest.mark.django_db
def test_files_are_read_in_one_after_the_other(write: Write) -> None:
    customers, addresses = write([CUSTOMER]), write([ADDRESS])

    assert told("import_customers", customers, addresses) == (
        "file0.csv\n"
        "             1 rows\n"
        "             1 customers created\n"
        "file1.csv\n"
        "             1 rows\n"
        "             1 addresses created\n"
    )
    assert Address.objects.get().customer == Customer.objects.get()


@pytest.mark.django_db
def test_whoever_only_looks_is_told_what_would_come(write: Write) -> None:
    customers, addresses = write([CUSTOMER]), write([ADDRESS])

    assert told("import_customers", "--dry-run", customers, addresses) == (
        "file0.csv (nothing was changed)\n"
        "             1 rows\n"
        "             1 customers created\n"
        "file1.csv (nothing was changed)\n"
        "             1 rows\n"
        "             1 addresses created\n"
    )
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_rejected_rows_are_told_and_end_it_with_2(write: Write, tmp_path: Path) -> None:
    rows = [CUSTOMER | {"password_hash": "x"}, CUSTOMER | {"email": "?"}, CUSTOMER]
    output, rejects = StringIO(), tmp_path / "rejects.csv"

    with pytest.raises(SystemExit) as end:
        call_command("import_customers", str(write(rows)), "--rejects", str(rejects), stdout=output)

    assert end.value.code == 2
    assert output.getvalue() == (
        "file0.csv\n"
        "             3 rows\n"
        "             1 customers created\n"
        "             1 password hashes that cannot be used; their owners need a new password (row 2)\n"
        "             2 rows rejected\n"
        "             1 x duplicateEmailSite\n"
        "             1 x invalidEmail\n"
        "  row 3: Please enter a valid email.\n"
        "  row 4: This email is found more than once in the import file.\n"
    )
    assert len(rejects.read_text().splitlines()) == 3


@pytest.mark.django_db
def test_what_cannot_be_done_is_told_in_a_sentence(write: Write, tmp_path: Path) -> None:
    path, missing = write([CUSTOMER]), tmp_path / "missing.csv"
    nowhere = tmp_path / "no" / "where.csv"

    assert refused("import_customers", missing) == (f"{missing}: No such file or directory", 1)
    assert refused("import_customers", tmp_path) == (f"{tmp_path}: Is a directory", 1)
    assert refused("import_customers", path, "--rejects", nowhere) == (f"{nowhere}: No such file or directory", 1)
    assert refused("import_customers", path, "--kind", "customer_address") == (
        f"{path}: We can't find required columns: _email, _entity_id.", 1,
    )  # fmt: skip
    assert refused("import_customers", path, "--batch", 0) == ("--batch is between 1 and 10000.", 1)
    assert refused("import_customers", path, "--separator", "::") == ("--separator is one character.", 1)
    assert refused("import_customers", path, path, "--rejects", missing)[0].startswith("--rejects goes with one FILE")
    assert refused("export_customers", nowhere) == (f"{nowhere}.part: No such file or directory", 1)
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_a_database_that_gives_up_is_told_in_a_sentence(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write([CUSTOMER])

    def give_up(customers: object) -> None:
        raise OperationalError("server closed the connection\n\tunexpectedly")

    monkeypatch.setattr(writing, "create_customers", give_up)

    assert refused("import_customers", path) == (
        f"{path}: the database gave up (server closed the connection unexpectedly). "
        "Start it again, and it goes on where it was.",
        1,
    )
    monkeypatch.undo()
    assert "1 customers created" in told("import_customers", path)


@pytest.mark.django_db
@pytest.mark.parametrize("behavior", ["add-update", "append", "add_update"])
def test_the_first_behavior_has_several_names(write: Write, behavior: str) -> None:
    told("import_customers", write([COMPOSITE]), "--behavior", behavior)

    assert Customer.objects.count() == 1


@pytest.mark.django_db
def test_an_export_is_for_its_owners_eyes_and_replaces_a_whole_one(write: Write, tmp_path: Path) -> None:
    told("import_customers", write([CUSTOMER]))
    path = tmp_path / "out.csv"
    path.write_text("older")

    assert told("export_customers", path) == f"1 rows in {path}\n"
    assert path.read_text() == told("export_customers", "-")
    assert path.read_text().splitlines()[1].startswith("ada@example.org,base,default,")
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("out")] == ["out.csv"]


class Shop:
    """A shop of its own, looked after by commands in processes of their own."""

    def __init__(self, url: str) -> None:
        self.environment = {
            **os.environ, "DUPLEX_MODE": "test", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "commerce.settings",
        }  # fmt: skip

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", *(str(argument) for argument in arguments)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: object, ends_with: int = 0) -> str:
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == ends_with, output
        return output


def test_two_imports_of_the_same_people_do_not_trip_each_other_up(write: Write, tmp_path: Path) -> None:
    rows = [CUSTOMER | {"email": f"c{number}@example.org", "taxvat": str(number)} for number in range(400)]
    forward, backward = write(rows), write(rows[::-1])
    with fresh_database(tmp_path) as url:
        shop = Shop(url)
        shop.run("migrate", "--verbosity", 0)

        both = [shop.start("import_customers", path, "--batch", 10) for path in (forward, backward)]
        told = [process.communicate(timeout=PATIENCE)[0] for process in both]

        assert [process.returncode for process in both] == [0, 0], told
        written = shop.run("export_customers", "-").splitlines()[1:]
    assert sorted(line.split(",")[0] for line in written) == sorted(row["email"] for row in rows)
    assert sum(int(line.split()[0]) for text in told for line in text.splitlines() if "created" in line) == 400


def test_an_import_that_was_killed_goes_on_to_the_same_end(write: Write, tmp_path: Path) -> None:
    rows: Rows = []
    for number in range(300):
        stored = {"created_at": "2020-01-01 00:00:00", "password_hash": f"{'a' * 32}:salt{number}:0"}
        rows.append(COMPOSITE | stored | {"email": f"c{number}@example.org"})
        rows.append(COMPOSITE | stored | dict.fromkeys(CUSTOMER, "") | {"_address_city": f"City {number}"})
        if number % 2:
            rows[-1] |= {"_address_region": "Nowhere"}
    path, rejects, again, out = write(rows), tmp_path / "rejects.csv", tmp_path / "again.csv", tmp_path / "out.csv"
    with fresh_database(tmp_path) as url:
        shop = Shop(url)
        shop.run("migrate", "--verbosity", 0)
        shop.run("import_customers", path, "--batch", 4, "--rejects", rejects, ends_with=2)
        whole = shop.run("export_customers", "-", "--kind", "customer_composite")
        shop.run("import_customers", path, "--behavior", "delete")

        process = shop.start("import_customers", path, "--batch", 4, "--rejects", again)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (not again.exists() or len(again.read_bytes().splitlines()) < 4):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        started = shop.run("export_customers", out, "--kind", "customer_composite")
        output = shop.run("import_customers", path, "--batch", 4, "--rejects", again, ends_with=2)

        assert 0 < int(started.split()[0]) < 450
        assert "gone on after" in output
        assert "           600 rows\n" in output
        assert shop.run("export_customers", "-", "--kind", "customer_composite") == whole
    assert again.read_bytes() == rejects.read_bytes()
    assert len(whole.splitlines()) == 451
