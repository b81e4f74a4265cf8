"""Counters in the database, each deed one statement: however many processes count, none is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from limits.models import Counter
from limits.stores import PATIENCE, Answer

SWEEP = 100  # Each new count takes away up to this many that no longer count, so that they cannot pile up.

INSERT = """
    INSERT INTO limits_counter (purpose, digest, count, pending, pending_until_at, counts_until_at)
    VALUES (%(purpose)s, %(digest)s, %(count)s, %(pending)s, %(pending_until)s, %(until)s)
    ON CONFLICT (purpose, digest) DO UPDATE SET
"""
IS_LIVE = "limits_counter.counts_until_at > %(now)s"
IS_PENDING = f"({IS_LIVE} AND limits_counter.pending_until_at > %(now)s)"
# A pending attempt nobody has heard the end of, because its process died, has failed.
FAILED = f"""
    (CASE WHEN {IS_PENDING} THEN limits_counter.count
          WHEN {IS_LIVE} THEN limits_counter.count + limits_counter.pending ELSE 0 END)
"""
PENDING = f"(CASE WHEN {IS_PENDING} THEN limits_counter.pending ELSE 0 END)"

RESERVE = f"""
    {INSERT} count = {FAILED}, pending = {PENDING} + 1,
    pending_until_at = %(pending_until)s, counts_until_at = %(until)s
    WHERE {FAILED} + {PENDING} < %(most)s RETURNING count
"""
LOOK = f"SELECT {FAILED} FROM limits_counter WHERE purpose = %(purpose)s AND digest = %(digest)s"  # noqa: S608
FAIL = f"""
    {INSERT} count = (CASE WHEN {IS_LIVE} THEN limits_counter.count + 1 ELSE 1 END), counts_until_at = %(until)s,
    pending = (CASE WHEN limits_counter.pending > 0 THEN limits_counter.pending - 1 ELSE 0 END)
"""
TAKE = f"""
    {INSERT} count = (CASE WHEN {IS_LIVE} THEN limits_counter.count + 1 ELSE 1 END),
    counts_until_at = (CASE WHEN {IS_LIVE} THEN limits_counter.counts_until_at ELSE %(until)s END)
    WHERE NOT ({IS_LIVE}) OR limits_counter.count < %(most)s RETURNING count
"""
GIVE_BACK = """
    UPDATE limits_counter SET {field} = {field} - 1
    WHERE purpose = %(purpose)s AND digest = %(digest)s AND {field} > 0
"""


class Database:
    """The store that is always there."""

    def reserve(self, purpose: str, digest: str, *, most: int, seconds: int) -> Answer:
        given = _given(purpose, digest, seconds, pending=1, most=most)
        if _rows(RESERVE, given):
            return Answer.YES
        failed = _rows(LOOK, given)
        return Answer.NO if failed and failed[0][0] >= most else Answer.WAIT

    def fail(self, purpose: str, digest: str, *, seconds: int) -> None:
        _run(FAIL, _given(purpose, digest, seconds, count=1))
        self.sweep()

    def release(self, purpose: str, digest: str) -> None:
        _run(GIVE_BACK.format(field="pending"), {"purpose": purpose, "digest": digest})

    def take(self, purpose: str, digest: str, *, most: int, seconds: int) -> bool:
        taken = bool(_rows(TAKE, _given(purpose, digest, seconds, count=1, most=most)))
        if taken:
            self.sweep()
        return taken

    def give_back(self, purpose: str, digest: str) -> None:
        _run(GIVE_BACK.format(field="count"), {"purpose": purpose, "digest": digest})

    def is_reached(self, purpose: str, digest: str, *, most: int) -> bool:
        of_key = Counter.objects.filter(purpose=purpose, digest=digest)
        return of_key.filter(count__gte=most, counts_until_at__gt=timezone.now()).exists()

    def forget(self, purpose: str, digest: str) -> None:
        Counter.objects.filter(purpose=purpose, digest=digest).delete()

    @transaction.atomic
    def sweep(self, most: int = SWEEP) -> int:
        """Delete up to `most` counters that count no longer, the oldest first; how many."""
        over = Counter.objects.filter(counts_until_at__lte=timezone.now())
        # Two who sweep at once take different ones instead of waiting for each other.
        found = over.order_by("counts_until_at").select_for_update(skip_locked=True).values_list("pk", flat=True)[:most]
        return over.filter(pk__in=list(found)).delete()[0]


def _given(purpose: str, digest: str, seconds: int, *, count: int = 0, pending: int = 0, most: int = 0) -> Any:
    now = timezone.now()
    times = {
        "now": now,
        "until": now + dt.timedelta(seconds=seconds),
        "pending_until": now + dt.timedelta(seconds=PATIENCE),
    }
    adapted = {name: connection.ops.adapt_datetimefield_value(time) for name, time in times.items()}
    return {"purpose": purpose, "digest": digest, "count": count, "pending": pending, "most": most, **adapted}


def _run(statement: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
