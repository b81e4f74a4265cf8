"""What ends sign-ins, and a sign-in beside it; for `races`."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.utils import timezone

from auth_tokens import devices, refresh, tokens
from auth_tokens.config import REFRESH_ENABLED
from auth_tokens.errors import RefreshTokenNotGood, SignInFailed
from auth_tokens.models import Token
from customers import accounts, locks, passwords, resets, sign_in
from customers.errors import AccountLocked, CurrentPasswordWrong
from customers.models import Customer
from stores import config
from stores import lookups as stores
from stores.models import Store, StoreGroup, Website
from tests.auth_tokens.races import OTHER_PASSWORD, PASSWORD
from tests.recognition import recognize

Run = Callable[..., list[Any]]


def change_password(customer: Customer) -> None:
    passwords.change_password(customer=customer, current_password=PASSWORD, new_password=OTHER_PASSWORD)


def reset(customer: Customer) -> None:
    resets._set_password(customer, "t" * 32, OTHER_PASSWORD)


def lock(customer: Customer) -> None:
    for _ in range(10):
        with suppress(CurrentPasswordWrong, AccountLocked):
            locks.check_current_password(customer, "Wrong-Horse-9")


def delete(customer: Customer) -> None:
    accounts.delete_customer(customer=customer)


def move(customer: Customer) -> None:
    accounts.change_customer(customer=customer, fields={"website_id": elsewhere().website_id})


def revoke_tokens(customer: Customer) -> None:
    tokens.revoke_all(Token.Kind.CUSTOMER, customer.pk)


def revoke_devices(customer: Customer) -> None:
    devices.revoke_all(Token.Kind.CUSTOMER, customer.pk)


# What was true of a sign-in before is true of it no more; a token given for it must not be there afterwards.
FINAL = {"change_password": change_password, "reset": reset, "lock": lock, "delete": delete, "move": move}
# A sign-in just afterwards is as good as any.
PASSING = {"revoke_tokens": revoke_tokens, "revoke_devices": revoke_devices}
NAMES = [*FINAL, *PASSING, "refresh"]


def meet(name: str, number: int, at_once: Run) -> str:
    """Let a deed and a sign-in meet: `refused`, `ended`, `later` or, which must not be, `survived`."""
    customer = newcomer(number)
    if name == "refresh":
        return meet_refresh(customer, at_once)
    deed = {**FINAL, **PASSING}[name]
    (text, told_at), (_, began_at) = at_once(partial(timed, sign_in_of(number)), partial(begun, deed, customer))
    if text is None:
        return "refused"
    if not is_good(text):
        return "ended"
    return "survived" if name in FINAL or told_at < began_at else "later"


def meet_refresh(customer: Customer, at_once: Run) -> str:
    """A refresh is no sign-in: every device is ended, whatever is being done with its refresh token."""
    given = refresh.give(Token.Kind.CUSTOMER, customer.pk, website_id=customer.website_id)
    exchange = partial(refreshed, given.refresh_token or "")
    (text, _), _ = at_once(partial(timed, exchange), partial(begun, revoke_devices, customer))
    if text is None:
        return "refused"
    return "survived" if is_good(text) else "ended"


def timed(deed: Callable[[], str | None]) -> tuple[str | None, float]:
    return deed(), time.monotonic()


def begun(deed: Callable[[Customer], None], customer: Customer) -> tuple[None, float]:
    at = time.monotonic()
    deed(customer)
    return None, at


def sign_in_of(number: int) -> Callable[[], str | None]:
    def attempt() -> str | None:
        try:
            return sign_in.create_customer_access_token(
                store=stores.default_store(), email=f"racer{number}@example.org", password=PASSWORD
            )
        except SignInFailed:
            return None

    return attempt


def refreshed(text: str) -> str | None:
    try:
        return sign_in.refresh_token(store=stores.default_store(), refresh_token=text).token
    except RefreshTokenNotGood:
        return None


def is_good(text: str) -> bool:
    """Whether a token is there at all; even one that opens nothing any more should be gone."""
    return recognize(text) is not None


def newcomer(number: int) -> Customer:
    """Somebody whose reset link is `ttt...`, at a shop that gives refresh tokens."""
    if not number:
        config.write(REFRESH_ENABLED, "1")
        elsewhere()
    fields = {"email": f"racer{number}@example.org", "firstname": "Rosa", "lastname": "Racer"}
    customer = accounts.create_customer(store=stores.default_store(), fields=fields, password=PASSWORD)
    customer.reset_token_digest, customer.reset_token_created_at = resets._digest("t" * 32), timezone.now()
    customer.save(update_fields=["reset_token_digest", "reset_token_created_at"])
    return customer


def elsewhere() -> Store:
    """The only view of a second website."""
    website, is_new = Website.objects.get_or_create(code="second", defaults={"name": "Second"})
    if is_new:
        group = StoreGroup.objects.create(website=website, code="second", name="Second")
        store = Store.objects.create(code="second", name="Second", website=website, group=group)
        StoreGroup.objects.filter(pk=group.pk).update(default_store=store)
        Website.objects.filter(pk=website.pk).update(default_group=group)
    return Store.objects.get(website=website)
