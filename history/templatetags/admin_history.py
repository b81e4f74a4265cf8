"""An entry of the history in words, for templates."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse

from history import events, wording
from history.models import Entry

PAGES = {  # by the name of the page, because these apps are above this one
    "customer": "admin:customers_customer_change",
    "admin": "admin:admins_adminuser_change",
    "attribute": "admin:attributes_attribute_change",
}

register = template.Library()
register.filter("actor", wording.actor)
register.filter("details", wording.details)


@register.filter
def label_of(entry: Entry) -> str:
    """What an entry's event is called."""
    return events.label_of(entry.subject, entry.event)


@register.filter
def page(entry: Entry) -> str:
    """The admin's page of what it happened to; empty if there is none."""
    return page_of(entry.subject, entry.subject_id)


def page_of(subject: str, subject_id: int) -> str:
    """The admin's page of a thing of some kind; empty if there is none."""
    try:
        return reverse(PAGES[subject], args=[subject_id])
    except (KeyError, NoReverseMatch):
        return ""
