"""An entry of the history in words, for templates."""

from __future__ import annotations

from django import template

from history import events, wording
from history.models import Entry

register = template.Library()
register.filter("actor", wording.actor)
register.filter("details", wording.details)


@register.filter
def label_of(entry: Entry) -> str:
    """What an entry's event is called."""
    return events.label_of(entry.subject, entry.event)
