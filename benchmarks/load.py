"""Fills a database with customers to measure on: `python -m benchmarks.load --customers 1000000 --database postgres://...`.

The database is made if it is not there, and migrated. PostgreSQL makes the rows itself, a batch at a time, and the same
ones every time: who customer 4711 is follows from the number alone. What comes of it looks like a shop: a few names,
countries and mail services are very frequent, most are rare; accounts are spread over eight years; nearly everybody is
confirmed, three accounts are locked. Everybody's password is PASSWORD.

Foreign keys and triggers sleep meanwhile, which takes a database superuser; the rows keep them all the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

PASSWORD = "Benchmark-1"
BATCH = 100_000
LOCKED = 3


def _words(text: str) -> list[str]:
    return text.split()


FIRSTNAMES = _words(
    "Maria James Anna John Sofia Michael Emma David Laura Thomas Julia Daniel Sarah Peter Grace Martin Lena "
    "Robert Nina Otto Clara Paul Eva Lukas Mia Felix Hannah Jonas Zoë Simon Amélie Oscar Ingrid Victor José "
    "Elena Björn Chloé Mateo Freya Hugo Ada Leon Ruth Samuel Iris Arthur Noor Kenji Yuki Søren Agnès Milan "
    "Petra Jürgen Beatriz Tomás Alma Rafael Greta Edgar Selma Ivan Olga Karim Leila Priya Arjun Wei Mei "
    "Tadeusz Zofia Andrés Lucía Françoise Günther Ximena Quentin"
)
LASTNAMES = _words(
    "Smith Müller Johnson Garcia Brown Martin Schmidt Jones Bernard Miller Davis Rossi Wilson Fischer Anderson "
    "Weber Taylor Dubois Moore Meyer Jackson Lopez White Wagner Harris Becker Clark Silva Lewis Schulz Hall "
    "Young Hoffmann King Wright Scott Koch Green Baker Richter Adams Nelson Klein Hill Wolf Campbell Mitchell "
    "Roberts Carter Neumann Phillips Evans Turner Schwarz Parker Collins Zimmermann Edwards Stewart Krüger "
    "Morris Hartmann Novak Cook Rogers Lange Reed Bailey Bell Werner Cooper Lindqvist Ward Peterson Krause "
    "Gray James Watson Lehmann Brooks Kelly Sanders Price Köhler Bennett Wood Maier Barnes Ross Holloway "
    "Henderson Nakamura Jenkins Perry Powell Patel Hughes Svensson Washington Ito Øvergård Kowalski Popescu "
    "Horváth Núñez Yılmaz Ó-Briain Castellanos Papadopoulos Haraldsson Vandenberghe Szczepański"
)
MAILS = ("mail.example", "example.com", "example.org", "post.example", "inbox.example", "example.net", "work.example")
# Country, how many of a thousand addresses, dialling code, digits of a number, a postcode's form, a city.
COUNTRIES = (
    ("US", 450, "1", 10, 5, "Albany"), ("GB", 110, "44", 10, 6, "Leeds"), ("DE", 110, "49", 10, 5, "Berlin"),
    ("FR", 80, "33", 9, 5, "Lyon"), ("CA", 70, "1", 10, 6, "Toronto"), ("AU", 40, "61", 9, 4, "Perth"),
    ("ES", 30, "34", 9, 5, "Sevilla"), ("IT", 30, "39", 10, 5, "Torino"), ("NL", 25, "31", 9, 6, "Utrecht"),
    ("SE", 15, "46", 9, 5, "Malmö"), ("CH", 12, "41", 9, 4, "Basel"), ("AT", 10, "43", 10, 4, "Graz"),
    ("BR", 8, "55", 11, 8, "Recife"), ("JP", 6, "81", 10, 7, "Osaka"), ("NO", 3, "47", 8, 4, "Bergen"),
    ("IS", 1, "354", 7, 3, "Akureyri"),
)  # fmt: skip
FEW, FEW_NAME, FEW_GROUP = 20, "Quillfeather", "Few"  # so many in all, however many customers there are
RARE_COUNTRY = "LI"  # of one address in 100,000

# A number between 0 and 1 that follows from a row's number and what it is for.
DICE = """
CREATE OR REPLACE FUNCTION pg_temp.dice(n bigint, purpose int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (hashint8extended(n, purpose) & 9007199254740991) / 9007199254740992.0::float8 $$
"""

CUSTOMERS = """
INSERT INTO customers_customer (
  id, website_id, store_id, group_id, email, email_key, search_text, firstname, middlename, lastname, dob, gender,
  password_hash, confirmation_key, reset_token_digest, failures_count, first_failure_at, locked_until_at,
  default_billing_id, default_shipping_id, disable_auto_group_change, allow_remote_shopping_assistance, custom_values,
  created_in, created_at, updated_at)
SELECT n, website, CASE website WHEN 1 THEN %(first_store)s ELSE %(second_store)s END,
  CASE WHEN few THEN %(few_group)s WHEN dice(n, 1) < 0.85 THEN 1 WHEN dice(n, 1) < 0.93 THEN 2
    WHEN dice(n, 1) < 0.9995 THEN 3 ELSE %(vip)s END,
  email, email,
  ' ' || folded_first || ' ' || coalesce(lower(middle) || ' ', '') || folded_last || ' ' || email,
  first, middle, last,
  CASE WHEN dice(n, 2) < 0.4 THEN date '1940-01-01' + (dice(n, 3) * 24000)::int END,
  CASE WHEN dice(n, 4) < 0.5 THEN 1 + (dice(n, 5) * 2.99)::int END,
  %(password_hash)s, CASE WHEN dice(n, 6) < 0.02 THEN md5(n::text) ELSE '' END, '',
  CASE WHEN locked THEN 10 ELSE 0 END, CASE WHEN locked THEN now() END,
  CASE WHEN locked THEN now() + interval '100 years' END,
  2 * n - 1, 2 * n, false, dice(n, 7) < 0.1,
  CASE WHEN dice(n, 8) < 0.6 THEN jsonb_build_object('loyalty_number', 'L-' || lpad(n::text, 9, '0')) ELSE '{}' END,
  CASE website WHEN 1 THEN %(first_name)s ELSE %(second_name)s END, created,
  created + (now() - created) * dice(n, 9)
FROM (
  SELECT *, now() - interval '8 years' * ((%(count)s - n + dice(n, 10) * 50) / (%(count)s + 50.0)) AS created,
    n %% greatest(%(count)s / %(locked)s, 1) = 1 AND n / greatest(%(count)s / %(locked)s, 1) < %(locked)s AS locked,
    CASE WHEN dice(n, 11) < 0.1 THEN %(second)s ELSE 1 END AS website,
    CASE WHEN dice(n, 12) < 0.1 THEN chr(65 + (dice(n, 13) * 25)::int) || '.' END AS middle,
    regexp_replace(folded_first || '.' || folded_last, '[^a-z.]', '', 'g') || n || '@'
      || (%(mails)s::text[])[1 + (power(dice(n, 14), 2) * %(mails_count)s)::int %% %(mails_count)s] AS email
  FROM (
    SELECT n, few, (%(firsts)s::text[])[f] AS first, (%(folded_firsts)s::text[])[f] AS folded_first,
      CASE WHEN few THEN %(few_name)s ELSE
        (%(lasts)s::text[])[l] || coalesce('-' || (%(lasts)s::text[])[m], '') END AS last,
      CASE WHEN few THEN lower(%(few_name)s) ELSE
        (%(folded_lasts)s::text[])[l] || coalesce('-' || (%(folded_lasts)s::text[])[m], '') END AS folded_last
    FROM (
      SELECT n, n %% greatest(%(count)s / %(few)s, 1) = 7 AS few,
        1 + floor(power(dice(n, 15), 2) * %(firsts_count)s)::int AS f,
        1 + floor(power(dice(n, 16), 2) * %(lasts_count)s)::int AS l,
        CASE WHEN dice(n, 17) < 0.12 THEN 1 + floor(dice(n, 18) * %(lasts_count)s)::int END AS m
      FROM generate_series(%(begin)s, %(end)s) AS n
    ) AS numbers
  ) AS names
) AS people
"""

ADDRESSES = """
INSERT INTO customers_address (
  id, customer_id, firstname, lastname, company, street, city, country_id, region_id, region_text, postcode, telephone,
  telephone_parsed, telephone_digits, custom_values, created_at, updated_at)
SELECT a, customers_customer.id, firstname, lastname,
  CASE WHEN dice(a, 20) < 0.15 THEN lastname || ' & Co.' END,
  (1 + floor(dice(a, 21) * 180))::text || ' ' || (%(lasts)s::text[])[1 + floor(dice(a, 22) * %(lasts_count)s)::int]
    || ' Street',
  (%(cities)s::text[])[c], (%(countries)s::text[])[c],
  CASE WHEN (%(countries)s::text[])[c] = 'US' THEN 1 + floor(dice(a, 23) * 65)::int END, NULL,
  lpad(floor(dice(a, 24) * power(10, (%(postcodes)s::int[])[c]))::bigint::text, (%(postcodes)s::int[])[c], '0'),
  CASE WHEN (%(dialling)s::text[])[c] = '1'
    THEN '(' || substr(number, 1, 3) || ') ' || substr(number, 4, 3) || '-' || substr(number, 7)
    WHEN dice(a, 25) < 0.3 THEN '+' || (%(dialling)s::text[])[c] || ' ' || number
    ELSE '0' || substr(number, 1, 2) || ' ' || substr(number, 3) END,
  '+' || (%(dialling)s::text[])[c] || number, (%(dialling)s::text[])[c] || number, '{}', created_at, created_at
FROM (
  SELECT a, (a + 1) / 2 AS n,
    CASE WHEN a %% 100000 = 7 THEN %(rare)s
      ELSE 1 + width_bucket(CASE WHEN dice(a, 31) < 0.9 THEN dice((a + 1) / 2, 26) ELSE dice(a, 32) END,
        %(weights)s::float8[]) END AS c
  FROM generate_series(2 * %(begin)s - 1, 2 * %(end)s) AS a
) AS places
CROSS JOIN LATERAL (
  SELECT (1 + floor(dice(a, 27) * 8.99))::text
    || lpad(floor(dice(a, 28) * power(10, (%(lengths)s::int[])[c] - 1))::bigint::text, (%(lengths)s::int[])[c] - 1, '0')
    AS number
) AS numbers
JOIN customers_customer ON customers_customer.id = places.n
"""

SUBSCRIPTIONS = """
INSERT INTO customers_subscription (
  store_id, website_id, customer_id, email, email_key, status, confirmation_code, changed_at)
SELECT store_id, website_id, id, email, email_key,
  CASE WHEN dice(id, 30) < 0.30 THEN 1 WHEN dice(id, 30) < 0.31 THEN 2 ELSE 3 END, '', created_at
FROM customers_customer WHERE id BETWEEN %(begin)s AND %(end)s AND dice(id, 30) < 0.35
"""

WISHLISTS = """
INSERT INTO wishlists_wishlist (customer_id, sharing_code, updated_at)
SELECT id, md5(id::text), created_at FROM customers_customer WHERE id BETWEEN %(begin)s AND %(end)s
"""

TABLES = ("customers_customer", "customers_address", "customers_subscription", "wishlists_wishlist")


def main() -> None:
    asked = argparse.ArgumentParser(description="Fills a PostgreSQL database with customers to measure on.")
    asked.add_argument("--customers", type=int, required=True, help="how many, such as 1000, 100000 or 1000000")
    asked.add_argument("--database", required=True, help="postgres://user:password@host:port/name")
    arguments = asked.parse_args()
    use(arguments.database)
    begun = time.monotonic()
    load(arguments.customers)
    print(f"{arguments.customers:,} customers in {time.monotonic() - begun:.0f} s")


def use(url: str) -> None:
    """Work on a database from here on; it is made if it is not there."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DUPLEX_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commerce.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def load(count: int) -> None:
    """Make customers 1 to `count`, each with two addresses, in a database that has none."""
    from django.db import connection

    from customers import census, search_indexes
    from customers.models import Customer

    if Customer.objects.exists():
        sys.exit("This database has customers; give one that has none.")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for index in (*search_indexes.INDEXES, "customer_custom_keys"):
            cursor.execute(f"DROP INDEX IF EXISTS {index}")
        fill(count)
        cursor.execute("SET session_replication_role = DEFAULT")
        census.recount()
        search_indexes.build()
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    _check(count)


def fill(count: int) -> None:
    """Make the rows and nothing else, in the transaction the caller is in, if any."""
    from django.db import connection

    values = _values(count)
    with connection.cursor() as cursor:
        cursor.execute(DICE)
        for begin in range(1, count + 1, BATCH):
            batch = {**values, "begin": begin, "end": min(begin + BATCH - 1, count)}
            for statement in (CUSTOMERS, ADDRESSES, SUBSCRIPTIONS, WISHLISTS):
                cursor.execute(statement.replace("dice(", "pg_temp.dice("), batch)
        for table in TABLES:
            last = f"(SELECT max(id) FROM {table})"  # noqa: S608
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")


def _values(count: int) -> dict[str, Any]:
    from django.contrib.auth.hashers import make_password

    from attributes.models import Attribute
    from kernel.text import folded
    from stores import lookups
    from stores.models import CustomerGroup, Store, StoreGroup, Website

    first = lookups.default_store()
    website = Website.objects.create(code="second", name="Second Website")
    group = StoreGroup.objects.create(website=website, code="second_store", name="Second Store")
    second = Store.objects.create(code="second_view", name="Second View", website=website, group=group)
    StoreGroup.objects.filter(pk=group.pk).update(default_store=second)
    Website.objects.filter(pk=website.pk).update(default_group=group)
    Attribute.objects.create(
        entity_type="customer", code="loyalty_number", label="Loyalty number", forms=["adminhtml_customer"]
    )
    weights, sum_of_them = [], 0.0
    for country in COUNTRIES[:-1]:
        sum_of_them += country[1] / 1000
        weights.append(sum_of_them)
    places = [*COUNTRIES, (RARE_COUNTRY, 0, "423", 7, 4, "Vaduz")]
    return {
        "count": count,
        "locked": LOCKED,
        "password_hash": make_password(PASSWORD),
        "few": FEW,
        "few_name": FEW_NAME,
        "few_group": CustomerGroup.objects.create(code=FEW_GROUP).pk,
        "vip": CustomerGroup.objects.create(code="VIP").pk,
        "second": website.pk,
        "first_store": first.pk,
        "first_name": first.name,
        "second_store": second.pk,
        "second_name": second.name,
        "firsts": FIRSTNAMES,
        "folded_firsts": [folded(name) for name in FIRSTNAMES],
        "firsts_count": len(FIRSTNAMES),
        "lasts": LASTNAMES,
        "folded_lasts": [folded(name) for name in LASTNAMES],
        "lasts_count": len(LASTNAMES),
        "mails": list(MAILS),
        "mails_count": len(MAILS),
        "weights": weights,
        "rare": len(places),
        "countries": [place[0] for place in places],
        "dialling": [place[2] for place in places],
        "lengths": [place[3] for place in places],
        "postcodes": [place[4] for place in places],
        "cities": [place[5] for place in places],
    }


def _check(count: int) -> None:
    """Make sure that what was derived here is what the shop itself would derive."""
    from customers.models import Address, Customer

    step = max(count // 500, 1)
    for model, name in ((Customer, "search_text"), (Address, "telephone_digits")):
        field = model._meta.get_field(name)
        for row in model.objects.filter(pk__in=range(1, count + 1, step)):
            assert getattr(row, name) == field.derived_from(row), (name, row.pk, getattr(row, name))


if __name__ == "__main__":
    main()
