"""What whoever runs the shop does to many customers at once: each by the rule for one, all of them in little memory.

What is refused for one customer is done for the others all the same; the outcome says who was left out, and why. What
is the same for everybody is done to a batch by a few statements. What is not, because it asks each customer's store
or mails them, is done one by one, so there is a bound on how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from auth_tokens.models import Token
from customers import accounts, administration, history, locks, newsletter
from customers.errors import GroupNotThere, SubscriptionNotPossible, TooManyAtOnce
from customers.models import Customer
from kernel.errors import Failure, NoSuchEntity
from stores.models import CustomerGroup

BATCH = 500
MOST_ONE_BY_ONE = 10_000
MOST_MAILS = 1_000
MOST_TOLD = 20  # Nobody reads on; the count says the rest.


@dataclass
class Outcome:
    """What came of it: how many customers are different now, and who was left out."""

    changed: int = 0
    refused: int = 0
    refusals: list[tuple[str, Failure]] = field(default_factory=list)
    """The e-mails of the first few who were left out, each with the reason."""

    def refuse(self, customer: Customer, reason: Failure) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append((customer.email, reason))


def change_group(*, customers: QuerySet[Customer], group_id: int) -> Outcome:
    """Move customers to another group. Raises GroupNotThere."""
    codes = dict(CustomerGroup.objects.values_list("pk", "code"))
    if group_id not in codes:
        raise GroupNotThere()
    outcome = Outcome()
    for ids in batches_of(customers):
        with transaction.atomic():
            others = Customer.objects.select_for_update(of=("self",)).filter(pk__in=ids).exclude(group_id=group_id)
            of_before = list(others.order_by("pk").values_list("pk", "group_id"))
            moving = Customer.objects.filter(pk__in=[pk for pk, _ in of_before])
            moving.update(group_id=group_id, updated_at=timezone.now())
            history.note_of_many(
                (pk, history.GROUP_CHANGED, {"group": [codes[before], codes[group_id]]}) for pk, before in of_before
            )
        outcome.changed += len(of_before)
    return outcome


def set_subscribed(*, customers: QuerySet[Customer], wanted: bool) -> Outcome:
    """Subscribe customers to the newsletter of their store views, or unsubscribe them. Raises TooManyAtOnce."""

    def subscribe(customer: Customer) -> bool:
        if wanted and not newsletter.is_offered(customer.store):
            raise SubscriptionNotPossible()
        was = customer.is_subscribed
        newsletter.set_subscribed(customer, wanted)
        return was != wanted

    return _one_by_one(customers, subscribe, most=MOST_ONE_BY_ONE)


def unlock(*, customers: QuerySet[Customer]) -> Outcome:
    """Let customers sign in again at once who failed to too often. Raises TooManyAtOnce."""
    return _one_by_one(customers, lambda customer: locks.unlock_customer(customer=customer), most=MOST_ONE_BY_ONE)


def sign_out_everywhere(*, customers: QuerySet[Customer]) -> Outcome:
    """End every token and browser session of customers; those who have none are passed over."""
    outcome = Outcome()
    for ids in batches_of(customers):
        tokens = Token.objects.filter(kind=Token.Kind.CUSTOMER, owner_id__in=ids)
        signed_in = Customer.objects.filter(pk__in=list(tokens.values_list("owner_id", flat=True).distinct()))
        for customer in signed_in.order_by("pk"):
            _attempt(customer, lambda each: bool(administration.sign_out_everywhere(customer=each)), outcome)
    return outcome


def send_password_resets(*, customers: QuerySet[Customer]) -> Outcome:
    """Mail customers a link to choose a new password with. Raises TooManyAtOnce."""

    def send(customer: Customer) -> bool:
        administration.send_password_reset(customer=customer)
        return True

    return _one_by_one(customers, send, most=MOST_MAILS)


def delete(*, customers: QuerySet[Customer]) -> Outcome:
    """Close accounts, with all that goes with them. Raises TooManyAtOnce."""

    def close(customer: Customer) -> bool:
        accounts.delete_customer(customer=customer)
        return True

    return _one_by_one(customers, close, most=MOST_ONE_BY_ONE)


def batches_of(customers: QuerySet[Customer]) -> Iterator[list[int]]:
    """The ids of customers, a batch at a time; those who stop fitting meanwhile, or come, do no harm."""
    last = 0
    ids = customers.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


def _one_by_one(customers: QuerySet[Customer], deed: Callable[[Customer], bool], *, most: int) -> Outcome:
    if len(customers.order_by("pk").values_list("pk", flat=True)[: most + 1]) > most:
        raise TooManyAtOnce(most)
    outcome = Outcome()
    whole = Customer.objects.select_related("store", "subscription").order_by("pk")
    for ids in batches_of(customers):
        for customer in whole.filter(pk__in=ids):
            _attempt(customer, deed, outcome)
    return outcome


def _attempt(customer: Customer, deed: Callable[[Customer], bool], outcome: Outcome) -> None:
    try:
        outcome.changed += deed(customer)
    except NoSuchEntity:
        pass  # Gone since the list was looked at.
    except Failure as refusal:
        outcome.refuse(customer, refusal)
