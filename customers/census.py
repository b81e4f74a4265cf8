"""How many customers there are, without looking at each: PostgreSQL would count a million rows for every answer.

They are counted in blocks of neighbouring ids. Triggers note what each statement adds or takes away, as a row of its
own, so that nobody who opens an account waits for anybody else who does; rows of a block are put together now and then.
As these rows come and go with the customers, whoever reads both in one snapshot is told the exact number.

SQLite, which counts its few fast enough, has none of it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, connections, transaction

from customers.models import Census, Customer

BLOCK = 1_000
TABLE, CUSTOMERS = Census._meta.db_table, Customer._meta.db_table

COUNT = f"""
CREATE OR REPLACE FUNCTION customers_census_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM {TABLE};
  ELSE
    INSERT INTO {TABLE} (block, number)
    SELECT id / {BLOCK}, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed GROUP BY 1;
  END IF;
  RETURN NULL;
END $$
"""  # noqa: S608
TRIGGERS = {
    "census_insert": "INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "census_delete": "DELETE ON {table} REFERENCING OLD TABLE AS changed",
    "census_truncate": "TRUNCATE ON {table}",
}


def install(using: str = "default", **_: Any) -> None:
    """Set up what counts, where it is missing, and count once."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    if TABLE not in connection.introspection.table_names():
        return  # An older state of the tables is wanted.
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [CUSTOMERS])
        missing = TRIGGERS.keys() - {name for (name,) in cursor.fetchall()}
        if not missing:
            return
        cursor.execute(COUNT)
        for name in sorted(missing):
            deed = TRIGGERS[name].format(table=CUSTOMERS)
            function = "FOR EACH STATEMENT EXECUTE FUNCTION customers_census_move()"
            cursor.execute(f"CREATE TRIGGER {name} AFTER {deed} {function}")
        recount(using)


def recount(using: str = "default") -> None:
    """Count everybody anew, while nobody comes or goes. For when triggers slept."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {CUSTOMERS} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {TABLE} (block, number) SELECT id / {BLOCK}, count(*) FROM {CUSTOMERS} GROUP BY 1"  # noqa: S608
        )


def tidy(**_: object) -> None:
    """Put the rows of each block together."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Of two who do so at once the second finds nothing left.
        cursor.execute(
            f"WITH gone AS (DELETE FROM {TABLE} RETURNING block, number) INSERT INTO {TABLE} (block, number) "  # noqa: S608
            "SELECT block, sum(number) FROM gone GROUP BY block HAVING sum(number) <> 0"
        )


def total() -> tuple[int, int] | None:
    """How many there are, and the latest id; None where nobody keeps count."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(number), 0)::bigint, (SELECT max(id) FROM {CUSTOMERS}) FROM {TABLE}"  # noqa: S608
        )
        number, latest = cursor.fetchone()
    return number, latest or 0


def block_of(place: int) -> tuple[int, int]:
    """The id a block begins with, and how many come before it: the block of who is at this place by id, from 0."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT block, before::bigint FROM ("  # noqa: S608
            "SELECT block, sum(sum(number)) OVER (ORDER BY block) - sum(number) AS before, sum(number) AS number "
            f"FROM {TABLE} GROUP BY block) AS blocks "
            "WHERE before <= %s AND number > 0 ORDER BY block DESC LIMIT 1",
            [place],
        )
        found = cursor.fetchone()
    return (found[0] * BLOCK, found[1]) if found else (0, 0)
