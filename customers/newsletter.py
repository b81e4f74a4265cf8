"""Subscribing customers to the newsletter of their store view."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from customers import config as settings
from customers.models import Customer, Subscription, email_key
from stores import config

Status = Subscription.Status


@transaction.atomic
def set_subscribed(customer: Customer, wanted: bool) -> None:
    """Subscribe or unsubscribe a customer. With the newsletter switched off, nobody is subscribed."""
    wanted = wanted and config.read(settings.NEWSLETTER_ACTIVE, customer.store)
    subscription = _subscription_of(customer)
    if subscription is None:
        if not wanted:
            return
        subscription = Subscription(customer=customer, website_id=customer.website_id)
    subscription.customer = customer
    subscription.email = customer.email
    subscription.store_id = customer.store_id
    subscription.status = Status.SUBSCRIBED if wanted else Status.UNSUBSCRIBED
    subscription.changed_at = timezone.now()
    subscription.save()
    customer.subscription = subscription


def follow_email(customer: Customer) -> None:
    """Send the newsletter to the customer's new e-mail. What that e-mail had subscribed to as a guest's is over."""
    of_customer = Subscription.objects.filter(customer=customer)
    if of_customer.exists():
        key = email_key(customer.email)
        Subscription.objects.filter(website_id=customer.website_id, email_key=key, customer=None).delete()
        of_customer.update(email=customer.email, email_key=key)


def _subscription_of(customer: Customer) -> Subscription | None:
    """The customer's own, or the one their e-mail had before they opened an account."""
    of_customer = Subscription.objects.filter(customer=customer).first()
    return (
        of_customer
        or Subscription.objects.filter(
            website_id=customer.website_id, email_key=email_key(customer.email), customer=None
        ).first()
    )
