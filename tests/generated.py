"""Generated cases: how many of them, which ones, and that none leaves anything behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings

# `make proof` sets it: 10,000 documents, 10,000 calls, 2,000 lives of an account, other ones each time.
# Without it the suite tries a few, the same ones every time.
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))


def amount(usual: int, **others: Any) -> settings:
    """So many cases as a rule, or as many as EXAMPLES says."""
    chosen: dict[str, Any] = {
        "max_examples": EXAMPLES or usual,
        "deadline": None,
        "derandomize": not EXAMPLES,
        "database": None,
        "suppress_health_check": list(HealthCheck),
        "phases": [Phase.explicit, Phase.generate] + ([Phase.shrink] if EXAMPLES else []),
    }
    return settings(**{**chosen, **others})


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done to the database within the block is taken back, and may be what takes no transaction around."""
    block = transaction.atomic()
    block._from_testcase = True  # As Django's own TestCase marks its transactions: `durable` looks past them.
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)
