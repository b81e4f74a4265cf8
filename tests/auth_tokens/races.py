"""Sign-ins and revocations at the same time: `python -m tests.auth_tokens.races 10000`, with DATABASE_URL.

A customer signs in while somebody ends every sign-in there is: by another password, a reset, a lock, the end of the
account, a move to another website, or by revoking. Either the sign-in comes first, and its token ends with the others,
or it comes last, and is refused for what has changed. What is counted are tokens that live on: given for a password
that is none any more, or told to the client before the revocation began.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

PASSWORD, OTHER_PASSWORD = "Correct-Horse-9", "Another-Horse-9"
JITTER = 0.004  # seconds; about what everything else in a sign-in takes with the hashes of the tests


def main(count: int, *, careless: bool = False) -> dict[str, Any]:
    """Let each deed meet sign-ins so many times altogether; what came of it. `careless` leaves the last look out."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from contextlib import nullcontext

    from customers import sign_in
    from customers.models import Customer
    from tests.auth_tokens import deeds

    compared = Customer.password_is

    def slowly(customer: Customer, password: str) -> bool:
        answer = compared(customer, password)
        time.sleep(random.uniform(0, JITTER))  # noqa: S311
        return answer

    Customer.password_is = slowly  # type: ignore[method-assign]
    if careless:
        sign_in._still_so = lambda customer: nullcontext()  # type: ignore[assignment]
    outcomes: Counter[str] = Counter()
    survivors: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for number in range(count):
            name = deeds.NAMES[number % len(deeds.NAMES)]
            outcome = deeds.meet(name, number, partial(at_once, pool))
            outcomes[outcome] += 1
            survivors[name] += outcome == "survived"
    return {"interleavings": count, **outcomes, "survivors": dict(survivors)}


def at_once(pool: ThreadPoolExecutor, *deeds: Callable[[], Any]) -> list[Any]:
    """What the deeds come to that begin at about the same time."""

    def begin(deed: Callable[[], Any]) -> Any:
        time.sleep(random.uniform(0, JITTER))  # noqa: S311
        return deed()

    return [each.result() for each in [pool.submit(begin, deed) for deed in deeds]]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), careless="careless" in sys.argv)) + "\n")
