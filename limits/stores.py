"""What a place to keep counters in can do. There are two: the database, and Redis where one is configured."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

PATIENCE = 60  # seconds after which an attempt nobody has heard the end of counts as failed


class Answer(Enum):
    """May it be tried? WAIT: that depends on attempts that are going on now."""

    YES = "yes"
    NO = "no"
    WAIT = "wait"


class Store(Protocol):
    """Counters by purpose and digest. Each deed is atomic, for every process and machine of the shop."""

    def reserve(self, purpose: str, digest: str, *, most: int, seconds: int) -> Answer:
        """Begin an attempt, where failures and pending attempts together are fewer than `most`."""

    def fail(self, purpose: str, digest: str, *, seconds: int) -> None:
        """End an attempt that failed; all failures count for as long from now."""

    def release(self, purpose: str, digest: str) -> None:
        """End an attempt as if it had never begun."""

    def take(self, purpose: str, digest: str, *, most: int, seconds: int) -> bool:
        """Count once more, unless `most` are counted already; all are forgotten so long after the first."""

    def give_back(self, purpose: str, digest: str) -> None:
        """Count once less."""

    def is_reached(self, purpose: str, digest: str, *, most: int) -> bool:
        """Whether as many are counted."""

    def forget(self, purpose: str, digest: str) -> None:
        """Start anew."""
