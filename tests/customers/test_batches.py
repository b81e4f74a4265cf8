"""What is done to many customers at once: each by the rule for one, and an outcome that says who was left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from auth_tokens import throttle
from auth_tokens.models import Token
from customers import batches, history, newsletter
from customers import config as settings
from customers.errors import GroupNotThere, SubscriptionNotPossible, TooManyAtOnce
from customers.models import Customer, Subscription
from history.models import Entry
from outbox.models import Mail
from stores import config
from stores.models import Store
from tests.conftest import token_of
from tests.recognition import recognize


@pytest.fixture
def guests(make_customer: Callable[..., Customer], monkeypatch: pytest.MonkeyPatch) -> QuerySet[Customer]:
    """Five customers, who do not fit into one batch."""
    monkeypatch.setattr(batches, "BATCH", 2)
    for number in range(5):
        make_customer(email=f"guest{number}@example.org", group_id=1 + number % 2)
    return Customer.objects.all()


def noted(event: str) -> int:
    return Entry.objects.filter(subject="customer", event=event).count()


def test_a_group_is_changed_and_noted_of_those_who_were_in_another(guests: QuerySet[Customer]) -> None:
    outcome = batches.change_group(customers=guests, group_id=2)

    assert (outcome.changed, outcome.refused) == (3, 0)
    assert set(guests.values_list("group_id", flat=True)) == {2}
    entries = Entry.objects.filter(event=history.GROUP_CHANGED)
    assert [entry.details for entry in entries] == [{"group": ["General", "Wholesale"]}] * 3


def test_those_who_leave_a_list_by_what_is_done_to_them_skip_nobody(guests: QuerySet[Customer]) -> None:
    outcome = batches.change_group(customers=guests.filter(group_id=1), group_id=3)

    assert outcome.changed == 3
    assert not guests.filter(group_id=1).exists()


def test_a_group_that_is_not_there_changes_nobody(guests: QuerySet[Customer]) -> None:
    with pytest.raises(GroupNotThere):
        batches.change_group(customers=guests, group_id=99)

    assert set(guests.values_list("group_id", flat=True)) == {1, 2}


def test_a_batch_takes_a_few_statements_however_many_customers_there_are(
    guests: QuerySet[Customer], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(batches, "BATCH", 100)
    # The codes, the ids, a transaction of three with its two ends, and the ids of a batch that is not there.
    with django_assert_num_queries(8):
        batches.change_group(customers=guests, group_id=3)


def test_subscribing_counts_those_it_changed(guests: QuerySet[Customer]) -> None:
    newsletter.set_subscribed(guests[0], True)

    outcome = batches.set_subscribed(customers=guests, wanted=True)

    assert (outcome.changed, outcome.refused) == (4, 0)
    assert Subscription.objects.filter(status=Subscription.Status.SUBSCRIBED).count() == 5
    assert batches.set_subscribed(customers=guests, wanted=False).changed == 5
    assert (noted(history.SUBSCRIBED), noted(history.UNSUBSCRIBED)) == (5, 5)


def test_who_cannot_be_subscribed_is_named_with_the_reason_and_the_others_are(
    guests: QuerySet[Customer], make_customer: Callable[..., Customer], other_store: Store
) -> None:
    make_customer(at=other_store, email="elsewhere@example.org")
    config.write(settings.NEWSLETTER_ACTIVE, "0", scope=config.Scope.STORES, scope_id=other_store.pk)

    outcome = batches.set_subscribed(customers=Customer.objects.all(), wanted=True)

    assert (outcome.changed, outcome.refused) == (5, 1)
    assert outcome.refusals == [("elsewhere@example.org", SubscriptionNotPossible())]


def test_signing_out_ends_what_customers_have_and_nobody_elses(guests: QuerySet[Customer], otto: Customer) -> None:
    texts = [token_of(customer) for customer in guests.filter(email__in=["guest0@example.org", "guest4@example.org"])]
    of_otto = token_of(otto)

    outcome = batches.sign_out_everywhere(customers=guests.filter(email__startswith="guest"))

    assert (outcome.changed, outcome.refused) == (2, 0)
    assert [recognize(text) for text in texts] == [None, None]
    assert recognize(of_otto) is not None
    assert noted("all_devices_revoked") == 2


def test_unlocking_lifts_locks_and_forgets_failed_sign_ins(guests: QuerySet[Customer], store: Store) -> None:
    locked, refused, _ = guests.order_by("id")[:3]
    Customer.objects.filter(pk=locked.pk).update(failures_count=10, locked_until_at="2999-01-01T00:00Z")
    for _ in range(6):
        with pytest.raises(throttle.SignInFailed), throttle.counted(Token.Kind.CUSTOMER, refused.email, website_id=1):
            raise throttle.SignInFailed()
    assert throttle.is_refused(Token.Kind.CUSTOMER, refused.email, website_id=1)

    outcome = batches.unlock(customers=guests)

    assert (outcome.changed, outcome.refused) == (2, 0)
    assert not Customer.objects.get(pk=locked.pk).is_locked
    assert not throttle.is_refused(Token.Kind.CUSTOMER, refused.email, website_id=1)
    assert noted(history.UNLOCKED) == 2


def test_reset_mails_go_to_each_and_are_noted(guests: QuerySet[Customer]) -> None:
    before = Mail.objects.count()

    outcome = batches.send_password_resets(customers=guests)

    assert (outcome.changed, outcome.refused) == (5, 0)
    assert Mail.objects.count() == before + 5
    assert noted(history.RESET_REQUESTED) == 5


def test_deleting_takes_all_of_them(guests: QuerySet[Customer]) -> None:
    assert batches.delete(customers=guests).changed == 5
    assert not Customer.objects.exists()
    assert noted(history.DELETED) == 5


@pytest.mark.parametrize("deed", [batches.unlock, batches.send_password_resets, batches.delete])
def test_what_is_done_one_by_one_has_a_bound(
    guests: QuerySet[Customer], deed: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_ONE_BY_ONE", 4)
    monkeypatch.setattr(batches, "MOST_MAILS", 4)
    messages = Mail.objects.count()

    with pytest.raises(TooManyAtOnce) as refused:
        deed(customers=guests)

    assert refused.value == TooManyAtOnce(4)
    assert guests.count() == 5
    assert Mail.objects.count() == messages


def test_somebody_who_has_gone_meanwhile_stops_nobody(
    guests: QuerySet[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 100)
    real = batches.locks.unlock_customer

    def gone(*, customer: Customer) -> bool:
        Customer.objects.filter(email="guest1@example.org").delete()
        return real(customer=customer)

    monkeypatch.setattr(batches.locks, "unlock_customer", gone)

    outcome = batches.unlock(customers=guests)

    assert (outcome.changed, outcome.refused) == (0, 0)
