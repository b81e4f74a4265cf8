"""Indexes for what is searched on PostgreSQL, made after every `migrate` that finds them missing.

Whole values of custom attributes are in one, each with the code of its attribute. Those for parts of texts need the
extension pg_trgm, which the owner of a database may create where it is installed. Where it cannot be made the shop
works all the same, and searching a large one is slow until a database administrator has said `CREATE EXTENSION pg_trgm`
and `manage.py migrate` has run once more. SQLite needs none of it: it reads its rows.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, connections, transaction

logger = logging.getLogger(__name__)

INDEXES = {
    "customer_search_text": "customers_customer USING gin (search_text gin_trgm_ops)",
    "customer_custom_values": "customers_customer USING gin (upper(custom_values::text) gin_trgm_ops)",
    "address_telephone_digits": "customers_address USING gin (telephone_digits gin_trgm_ops)",
    "subscription_email": "customers_subscription USING gin (email_key gin_trgm_ops)",
}
# Every value of a row with its code, in upper case as values are compared, and of one length however long they are.
CUSTOM_KEYS = """
CREATE OR REPLACE FUNCTION customers_custom_keys(jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(md5(upper(key || '=' || value))), '{}') FROM jsonb_each_text($1) $$
"""
CUSTOM_KEYS_INDEX = (
    "CREATE INDEX IF NOT EXISTS customer_custom_keys ON customers_customer "
    "USING gin (customers_custom_keys(custom_values)) WHERE custom_values <> '{}'::jsonb"
)
# A planner that has seen a hundred names takes every other one for rare; it should have seen more.
STATISTICS = "ALTER TABLE customers_customer ALTER COLUMN search_text SET STATISTICS 1000"


def build(using: str = "default", **_: Any) -> bool:
    """Make the indexes that are missing; whether they are all there now."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        with transaction.atomic(using=using):
            cursor.execute(CUSTOM_KEYS)
            cursor.execute(CUSTOM_KEYS_INDEX)
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ANY(%s)",
            [list(INDEXES)],
        )
        missing = INDEXES.keys() - {name for (name,) in cursor.fetchall()}
        if not missing:
            return True
        try:
            with transaction.atomic(using=using):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as refusal:
            logger.warning(
                "Searching customers will be slow: the extension pg_trgm cannot be made (%s). Let a database "
                "administrator say CREATE EXTENSION pg_trgm in this database, then run migrate again.",
                str(refusal).strip(),
            )
            return False
        with transaction.atomic(using=using):
            for name in sorted(missing):
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {INDEXES[name]}")
            cursor.execute(STATISTICS)
    return True
