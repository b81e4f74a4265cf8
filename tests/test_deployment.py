"""What the deployment decides, and what is answered where no view could."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from commerce import environment, settings
from tests.server import ROOT


def test_sqlite_keeps_foreign_keys_and_lets_readers_and_a_writer_be(tmp_path: Path) -> None:
    asked = "from django.db import connection as c; print([c.cursor().execute('PRAGMA '+p).fetchone()[0] for p in %r])"
    pragmas = ["journal_mode", "foreign_keys", "busy_timeout", "synchronous"]

    output = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {asked % pragmas}"],
        cwd=ROOT,
        env={
            **os.environ,
            "DUPLEX_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "commerce.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/shop.sqlite3",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert output.strip() == "['wal', 1, 20000, 2]"


@pytest.mark.parametrize(
    ("path", "key"), [("/rest/V1/customers/me", "message"), ("/V1/customers/me", "message"), ("/graphql", "errors")]
)
@pytest.mark.django_db
def test_a_host_the_shop_does_not_answer_to_is_told_so_in_the_apis_own_form(path: str, key: str) -> None:
    answer = Client(headers={"Host": "elsewhere.example.com"}).get(path)

    assert answer.status_code == 400
    assert list(answer.json()) == [key]


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.flag("DUPLEX_TEST"), "perhaps"),
        (lambda: environment.number("DUPLEX_TEST", 1), "-3"),
        (lambda: environment.number("DUPLEX_TEST", 1, least=1), "0"),
        (lambda: environment.choice("DUPLEX_TEST", ("production", "demo")), "toy"),
    ],
)
def test_nonsense_in_the_environment_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, read: Any, value: str
) -> None:
    monkeypatch.setenv("DUPLEX_TEST", value)

    with pytest.raises(ImproperlyConfigured, match="DUPLEX_TEST"):
        read()


def test_a_secret_made_once_stays(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "secret"

    first, second = environment.kept_secret(path), environment.kept_secret(path)

    assert first == second
    assert len(first) >= 50
    assert path.stat().st_mode & 0o077 == 0


def test_behind_pgbouncer_nothing_is_left_in_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_STATEMENT_SECONDS", "30")
    direct = settings.database("postgres://duplex@127.0.0.1:5432/duplex")
    monkeypatch.setenv("DATABASE_PGBOUNCER", "1")

    pooled = settings.database("postgres://duplex@127.0.0.1:6432/duplex")

    assert not direct["DISABLE_SERVER_SIDE_CURSORS"]
    assert "statement_timeout=30000" in direct["OPTIONS"]["options"]
    assert pooled["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert pooled["OPTIONS"] == {"connect_timeout": 5, "prepare_threshold": None}


def test_the_proxy_lets_files_of_customers_pass_and_nothing_else_of_their_size() -> None:
    written = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")

    limits = dict(re.findall(r"(location \S+ \S+|server) \{[^{}]*client_max_body_size (\d+)m;", written))

    place = f"location = {reverse('admin:transfer_customerimport_add')}"
    assert {name: int(limit) for name, limit in limits.items()} == {"server": 2, place: settings.IMPORT_MAX_MIB + 1}


def test_the_environment_that_is_deployed_has_only_variables_there_are() -> None:
    written = (ROOT / "deploy" / "environment").read_text(encoding="utf-8")
    known = (ROOT / "commerce" / "settings.py").read_text(encoding="utf-8") + (ROOT / "gunicorn.conf.py").read_text()

    names = re.findall(r"^#?([A-Z_]+)=", written, re.MULTILINE)

    assert len(names) > 8
    assert [name for name in names if f'"{name}"' not in known] == []
