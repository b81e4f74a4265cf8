"""The demo: what it makes, what it keeps, and where it refuses to be made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commerce import demo as demo_store
from customers.models import Customer
from tests.server import ROOT, Server, fresh_database, running_demo


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("DUPLEX_MODE", "SECRET_KEY")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "commerce.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_says_where_everything_is(demo: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    log = next(tmp_path_factory.getbasetemp().glob("demo*/server.log")).read_text()

    for place in ("/graphql", "/rest/V1/", "/customer/account/login/", "/admin/"):
        assert demo.base + place in log
    assert "admin / admin123" in log


def test_a_second_start_keeps_the_data_and_a_reset_begins_anew(tmp_path: Path) -> None:
    sign_up = (
        'mutation { createCustomer(input: {firstname: "Ada", lastname: "Novak", email: "ada@example.com"})'
        " { customer { id } } }"
    )
    with fresh_database(tmp_path) as url:
        with running_demo(tmp_path, url) as first:
            created = first.graphql(sign_up).json()
        with running_demo(tmp_path, url) as second:
            refused = second.graphql(sign_up).json()
        reset = manage("demo", "--reset", DUPLEX_MODE="demo", DATABASE_URL=url)
        with running_demo(tmp_path, url) as third:
            created_anew = third.graphql(sign_up).json()

    assert "errors" not in created
    assert "errors" in refused
    assert reset.returncode == 0, reset.stderr
    assert created_anew == created


def test_production_refuses_to_make_it(tmp_path: Path) -> None:
    with fresh_database(tmp_path) as url:
        refused = manage("demo", SECRET_KEY="x" * 50, ALLOWED_HOSTS="shop.example.com", DATABASE_URL=url)

    assert refused.returncode != 0
    assert "DUPLEX_MODE=demo" in refused.stderr


def test_production_does_not_start_without_a_secret_key() -> None:
    refused = manage("check")

    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


@pytest.mark.parametrize("url", ["mysql://root@127.0.0.1/test", "nonsense"])
def test_a_database_it_does_not_run_on_is_refused_with_a_sentence(url: str) -> None:
    refused = manage("check", DUPLEX_MODE="demo", DATABASE_URL=url)

    assert refused.returncode != 0
    assert "DATABASE_URL" in refused.stderr


@pytest.mark.django_db
def test_it_leaves_a_shop_that_is_no_demo_alone(settings: object, grace: Customer) -> None:
    settings.IS_DEMO = True  # type: ignore[attr-defined]

    with pytest.raises(demo_store.NotADemo):
        demo_store.empty()

    assert Customer.objects.get() == grace


def test_a_port_that_is_taken_is_told(demo: Server, tmp_path: Path) -> None:
    port = demo.base.rsplit(":", 1)[1]

    with fresh_database(tmp_path) as url:
        refused = manage("demo", DUPLEX_MODE="demo", DATABASE_URL=url, PORT=port)

    assert refused.returncode != 0
    assert f"PORT={int(port) + 1} make demo" in refused.stderr


def test_none_of_its_customers_has_an_email_of_the_documents() -> None:
    emails = {email for email, _ in demo_store.credentials()}

    assert emails.isdisjoint({"john.doe@example.com", "jdoe@example.com", "bobloblaw@example.com", "abc@example.com"})
