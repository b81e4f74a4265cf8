"""What passes and what is a mistake of ours, told apart by real errors of real databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.utils import ConnectionHandler

from kernel.errors import DatabaseUnavailable, InvalidInput, ServiceUnavailable
from kernel.outages import failure_behind
from tests.server import free_port

pytestmark = pytest.mark.django_db


def another(**differences: Any) -> Any:
    """A connection of its own, closed so far."""
    return ConnectionHandler({"default": {**settings.DATABASES["default"], **differences}})["default"]


def raised_by(deed: Any) -> Error:
    with pytest.raises(Error) as raised:
        deed()
    return raised.value


def test_a_server_that_is_not_there_is_an_outage() -> None:
    away = another(ENGINE="django.db.backends.postgresql", HOST="127.0.0.1", PORT=free_port(), NAME="x", OPTIONS={})

    assert failure_behind(raised_by(away.ensure_connection)) == DatabaseUnavailable()


def test_a_file_that_cannot_be_opened_is_an_outage(tmp_path: Path) -> None:
    away = another(ENGINE="django.db.backends.sqlite3", NAME=tmp_path / "nowhere" / "x.sqlite3", OPTIONS={})

    assert failure_behind(raised_by(away.ensure_connection)) == DatabaseUnavailable()


def test_a_writer_who_waited_in_vain_is_an_outage(tmp_path: Path) -> None:
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "x.sqlite3", "OPTIONS": {"timeout": 0}}
    first, second = another(**place), another(**place)
    first.cursor().execute("BEGIN IMMEDIATE")

    refused = raised_by(lambda: second.cursor().execute("BEGIN IMMEDIATE"))
    first.close()
    second.close()

    assert failure_behind(refused) == DatabaseUnavailable()


def test_a_statement_that_makes_no_sense_is_no_outage() -> None:
    @transaction.atomic
    def ask() -> None:
        connection.cursor().execute("SELECT nothing FROM nowhere")

    assert failure_behind(raised_by(ask)) is None


def test_an_outage_is_found_behind_whatever_it_caused() -> None:
    class HasherBusy(ServiceUnavailable):
        template = "Try again."

    outer = ValueError()
    outer.__cause__ = HasherBusy(retry_after=3)

    assert failure_behind(outer) is outer.__cause__
    assert failure_behind(InvalidInput()) is None
    assert failure_behind(None) is None
