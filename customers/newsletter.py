"""Subscribing to the newsletter of a store view: customers, and e-mails without an account."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from customers import config as settings
from customers import emails, history, lookups, mails
from customers.errors import (
    AlreadySubscribed,
    ConfirmationCodeWrong,
    GuestsMayNotSubscribe,
    NewsletterEmailMissing,
    NewsletterEmailNotValid,
    SubscriptionNotPossible,
)
from customers.models import Customer, Subscription, email_key
from limits import challenges
from stores import config
from stores.models import Store

Status = Subscription.Status


def subscribe_email(*, store: Store, email: str, customer: Customer | None = None) -> Subscription.Status:
    """Subscribe an e-mail: the customer's own, or anybody's; the state it is in then.

    Raises ChallengeFailed, NewsletterEmailMissing, NewsletterEmailNotValid, GuestsMayNotSubscribe,
    SubscriptionNotPossible, AlreadySubscribed.
    """
    challenges.check(challenges.Form.NEWSLETTER)
    email = email.strip()
    if not email:
        raise NewsletterEmailMissing()
    if not emails.is_well_formed(email):
        raise NewsletterEmailNotValid()
    own = customer is not None and customer.email_key == email_key(email)
    if customer is None and not config.read(settings.NEWSLETTER_GUESTS, store):
        raise GuestsMayNotSubscribe()
    owner = customer if own else lookups.customer_by_email(email, store.website)
    if owner is not None and not own and config.read(settings.GUEST_CHECKOUT_LOGIN, store):
        raise SubscriptionNotPossible()
    if not is_offered(store):
        raise SubscriptionNotPossible()
    with transaction.atomic():
        subscription = _subscription_to(store, email, owner)
        if subscription.status == Status.SUBSCRIBED:
            raise AlreadySubscribed()
        _subscribe(subscription, store, email, owner)
        if owner is not None:
            history.note_all(owner.pk, _told(subscription))
    return Status(subscription.status)


def is_offered(store: Store) -> bool:
    """Whether a store view has a newsletter at all."""
    return bool(config.read(settings.NEWSLETTER_ACTIVE, store))


@transaction.atomic
def set_subscribed(customer: Customer, wanted: bool) -> None:
    """Subscribe or unsubscribe a customer. With the newsletter switched off, nobody is subscribed."""
    history.note_all(customer.pk, write_subscribed(customer, wanted))


def write_subscribed(customer: Customer, wanted: bool) -> list[history.Told]:
    """The same as a part of another deed, which notes what this says."""
    wanted = wanted and is_offered(customer.store)
    subscription = _subscription_to(customer.store, customer.email, customer)
    if wanted and subscription.status != Status.SUBSCRIBED:
        _subscribe(subscription, customer.store, customer.email, customer)
        return _told(subscription)
    if not wanted and subscription.pk is not None and subscription.status != Status.UNSUBSCRIBED:
        was_subscribed = subscription.status == Status.SUBSCRIBED
        subscription.status, subscription.confirmation_code = Status.UNSUBSCRIBED, ""
        _save(subscription)
        if was_subscribed:
            mails.send_unsubscribed(subscription)
        return _told(subscription)
    return []


def adopt(customer: Customer) -> None:
    """Give a new customer the subscription their e-mail had before there was an account."""
    orphans = Subscription.objects.filter(website_id=customer.website_id, email_key=customer.email_key, customer=None)
    if not orphans.update(customer=customer):
        customer._state.fields_cache["subscription"] = None


@transaction.atomic
def confirm_subscription(*, subscription_id: int, code: str) -> None:
    """Start a subscription that was waiting for its mail to be answered. Raises ConfirmationCodeWrong."""
    waiting = Subscription.objects.select_for_update().exclude(confirmation_code="")
    subscription = waiting.filter(pk=subscription_id).first()
    if subscription is None or not constant_time_compare(subscription.confirmation_code, code):
        raise ConfirmationCodeWrong()
    subscription.status, subscription.confirmation_code = Status.SUBSCRIBED, ""
    _save(subscription)
    if subscription.customer_id is not None:
        history.note_all(subscription.customer_id, _told(subscription))
    mails.send_subscribed(subscription)


def account_was_confirmed(customer: Customer) -> None:
    """Start the subscription that was waiting for the account itself."""
    for subscription in Subscription.objects.filter(customer=customer, status=Status.UNCONFIRMED):
        subscription.status = Status.SUBSCRIBED
        _save(subscription)
        mails.send_subscribed(subscription)


def follow_account(customer: Customer) -> None:
    """Send the newsletter to the customer's new e-mail, of the website they are on now.

    What that e-mail had subscribed to there as a guest's is over.
    """
    of_customer = Subscription.objects.filter(customer=customer)
    if of_customer.exists():
        key = email_key(customer.email)
        Subscription.objects.filter(website_id=customer.website_id, email_key=key, customer=None).delete()
        told = list(of_customer.filter(status=Status.SUBSCRIBED).exclude(email=customer.email))
        now = {"email": customer.email, "email_key": key}
        elsewhere = of_customer.exclude(website_id=customer.website_id)
        elsewhere.update(website_id=customer.website_id, store_id=customer.store_id, **now)
        of_customer.update(**now)
        for subscription in told:
            subscription.refresh_from_db()
            mails.send_subscribed(subscription)


def _subscribe(subscription: Subscription, store: Store, email: str, owner: Customer | None) -> None:
    subscription.store, subscription.email, subscription.customer = store, email, owner
    if config.read(settings.NEWSLETTER_CONFIRM, store):
        subscription.status = Status.NOT_ACTIVE
        subscription.confirmation_code = secrets.token_hex(16)
    elif owner is not None and not owner.is_confirmed:
        subscription.status = Status.UNCONFIRMED
    else:
        subscription.status = Status.SUBSCRIBED
    _save(subscription)
    if subscription.status == Status.NOT_ACTIVE:
        mails.send_subscription_confirmation(subscription)
    elif subscription.status == Status.SUBSCRIBED:
        mails.send_subscribed(subscription)


def _told(subscription: Subscription) -> list[history.Told]:
    events = {Status.SUBSCRIBED: history.SUBSCRIBED, Status.UNSUBSCRIBED: history.UNSUBSCRIBED}
    return [(events.get(Status(subscription.status), history.SUBSCRIPTION_ASKED), {})]


def _save(subscription: Subscription) -> None:
    subscription.changed_at = timezone.now()
    subscription.save()


def _subscription_to(store: Store, email: str, owner: Customer | None) -> Subscription:
    """The customer's own subscription, the one their e-mail has, or a new one that is not saved yet."""
    of_website = Subscription.objects.select_for_update().filter(website_id=store.website_id)
    found = of_website.filter(customer=owner).first() if owner is not None and owner.pk else None
    if found is None:
        found = of_website.filter(email_key=email_key(email), customer=None).first()
    return found or Subscription(website_id=store.website_id, store=store, email=email)
