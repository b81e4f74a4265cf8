"""The customer in a browser's session: who is signed in there, signing in and signing out.

The admin keeps its own values in the same session, so only the customer's are ever taken out of it.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from customers import sign_in
from customers.models import Customer
from stores.models import Store


def customer_of(request: HttpRequest, store: Store) -> Customer | None:
    """Who is signed in on the store's website; None for guests, and once the password has changed elsewhere."""
    return sign_in.customer_of_session(request.session, store)


def begin(request: HttpRequest, customer: Customer) -> None:
    """Sign a customer in, in place of whoever was. A session or form token planted before is worth nothing then."""
    sign_in.forget(request.session)
    request.session.cycle_key()
    rotate_token(request)
    sign_in.remember(customer, request.session)


def renew(request: HttpRequest) -> None:
    """Go on under another name, after a change of what the session rests on."""
    request.session.cycle_key()
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Sign the customer out, and nobody else: an admin using the same browser stays."""
    sign_in.forget(request.session)
    if request.session.keys():
        request.session.cycle_key()
    else:
        request.session.flush()
