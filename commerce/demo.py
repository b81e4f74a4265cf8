"""The demo store: what `fixtures/demo.json` says, loaded through the domain's own functions."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from admins.models import AdminUser
from attributes.models import Attribute, AttributeOption
from customers import accounts
from customers.models import Customer
from outbox import mails
from stores import lookups as stores
from stores.models import ConfigValue

FIXTURE = settings.BASE_DIR / "fixtures" / "demo.json"
ADMIN, ADMIN_PASSWORD = "admin", "admin123"
MARK = "duplex/demo/loaded"


class NotADemo(Exception):
    """The demo's data and its known password are not for this database."""


def is_loaded() -> bool:
    """Whether the database holds a demo store."""
    return ConfigValue.objects.filter(path=MARK).exists()


def check_place() -> None:
    """Refuse a database somebody else uses. Raises NotADemo."""
    if not settings.IS_DEMO:
        raise NotADemo("The demo store and its known password are made in the demo only (DUPLEX_MODE=demo).")
    tables = connection.introspection.table_names()
    if not tables:
        return
    if ConfigValue._meta.db_table not in tables:
        raise NotADemo("This database holds tables of another program; give the demo one of its own in DATABASE_URL.")
    if not is_loaded() and (Customer.objects.exists() or AdminUser.objects.exists()):
        raise NotADemo("This database holds a shop that is no demo; give the demo one of its own in DATABASE_URL.")


@transaction.atomic
@mails.held_back()
def load() -> None:
    """Load the demo store and make its admin, all of it or nothing; nobody is mailed. Raises NotADemo."""
    check_place()
    data = json.loads(FIXTURE.read_text(encoding="utf-8"))
    for attribute in data["attributes"]:
        _define(attribute)
    _move_sequence(AttributeOption)
    for customer in data["customers"]:
        accounts.create_customer(
            store=stores.default_store(),
            fields={code: value for code, value in customer.items() if code not in ("password", "addresses")},
            password=customer["password"],
            address_book=customer["addresses"],
        )
    AdminUser.objects.create_superuser(ADMIN, "admin@example.com", ADMIN_PASSWORD)
    ConfigValue.objects.create(path=MARK, value="1")


def empty() -> None:
    """Drop every table of a demo. Raises NotADemo, and leaves what is no demo alone."""
    check_place()
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {quote(table)}" + (" CASCADE" if connection.vendor == "postgresql" else ""))


def credentials() -> list[tuple[str, str]]:
    """E-mail and password of each of the demo's customers."""
    return [(each["email"], each["password"]) for each in json.loads(FIXTURE.read_text(encoding="utf-8"))["customers"]]


def _define(described: dict[str, Any]) -> None:
    options = described.pop("options", [])
    attribute = Attribute.objects.create(**described)
    for place, option in enumerate(options):
        AttributeOption.objects.create(
            attribute=attribute, pk=option["id"], label=option["label"], sort_order=10 * (place + 1)
        )


def _move_sequence(model: type[AttributeOption]) -> None:
    """Options have given ids, so the next one a merchant adds must come after them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
