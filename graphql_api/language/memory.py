"""Remembering what was worked out, in bounded space that a flood of things seen once cannot sweep clean."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

SHARE_OF_NEWCOMERS = 5  # A fifth of the space is for what was seen once.


class Memory(Generic[Value]):
    """Values by key, with a weight each; `most` is the weight of all.

    What is seen for the first time stays for a while among newcomers; what is asked for again moves to where only
    others like it push it out, the longest unused first.
    """

    def __init__(self, most: int) -> None:
        self.newcomers_most = most // SHARE_OF_NEWCOMERS
        self.regulars_most = most - self.newcomers_most
        self._newcomers: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._regulars: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._newcomers_weight = self._regulars_weight = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._newcomers) + len(self._regulars)

    @property
    def weight(self) -> int:
        """The weight of all that is kept."""
        return self._newcomers_weight + self._regulars_weight

    def recall(self, key: Hashable) -> Value | None:
        """What was kept under a key, if it still is."""
        with self._lock:
            if key in self._regulars:
                self._regulars.move_to_end(key)
                return self._regulars[key][0]
            if key not in self._newcomers:
                return None
            value, weight = self._newcomers.pop(key)
            self._newcomers_weight -= weight
            self._regulars[key] = value, weight
            self._regulars_weight += weight
            while self._regulars_weight > self.regulars_most:
                self._regulars_weight -= self._regulars.popitem(last=False)[1][1]
            return value

    def keep(self, key: Hashable, value: Value, weight: int) -> None:
        """Keep a value. One that is heavier than all newcomers may be is not kept."""
        with self._lock:
            if weight > self.newcomers_most or key in self._regulars or key in self._newcomers:
                return
            self._newcomers[key] = value, weight
            self._newcomers_weight += weight
            while self._newcomers_weight > self.newcomers_most:
                self._newcomers_weight -= self._newcomers.popitem(last=False)[1][1]

    def forget_all(self) -> None:
        """Begin anew."""
        with self._lock:
            self._newcomers.clear()
            self._regulars.clear()
            self._newcomers_weight = self._regulars_weight = 0
