"""What the deployment decides, and what is answered where no view could."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from commerce import environment
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
