"""The triggers that move the revision, set up whenever migrations have run."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections

from revisions import kept
from revisions.models import Revision

TABLE = Revision._meta.db_table
MOVE = {
    "postgresql": "UPDATE revisions_revision SET number = (random() * 9e18)::bigint",
    "sqlite": "UPDATE revisions_revision SET number = abs(random())",
}


def install(sender: AppConfig, using: str, **_: Any) -> None:
    """Set up what is missing: the row, and the triggers of the watched tables that are there.

    SQLite loses a table's triggers when a migration makes the table anew, so this looks after every migration.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if TABLE not in tables:
        return
    Revision.objects.using(using).get_or_create(pk=Revision.ONLY)
    watched = sorted(tables & kept.watched_tables())
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor](cursor, watched):
            cursor.execute(statement)


def _postgresql(cursor: Any, tables: list[str]) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE 'revision\\_of\\_%'"
    )
    there = {name for (name,) in cursor.fetchall()}
    missing = [table for table in tables if table not in there]
    if not missing:
        return []
    function = (
        "CREATE OR REPLACE FUNCTION revisions_move() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {MOVE['postgresql']}; RETURN NULL; END $$"
    )
    return [function] + [
        f'CREATE TRIGGER "revision_of_{table}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION revisions_move()"
        for table in missing
    ]


def _sqlite(cursor: Any, tables: list[str]) -> list[str]:
    return [
        f'CREATE TRIGGER IF NOT EXISTS "revision_of_{table}_{deed.lower()}" AFTER {deed} ON "{table}" '
        f"BEGIN {MOVE['sqlite']}; END"
        for table in tables
        for deed in ("INSERT", "UPDATE", "DELETE")
    ]


STATEMENTS = {"postgresql": _postgresql, "sqlite": _sqlite}
