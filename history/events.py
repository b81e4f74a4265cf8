"""Noting what happens. Each app declares its events with a label a merchant understands, and notes them as it acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from history.models import Entry
from kernel import origin

_labels: dict[tuple[str, str], str] = {}


def declare(subject: str, labels: dict[str, str]) -> None:
    """Say what can happen to a kind of thing: labels by event, such as `{"email_changed": "E-mail changed"}`."""
    _labels.update({(subject, event): label for event, label in labels.items()})


def label_of(subject: str, event: str) -> str:
    """What an event is called; the event itself if no app declares it any more."""
    return _labels.get((subject, event), event)


def declared() -> dict[tuple[str, str], str]:
    """The label of everything that can happen, by subject and event."""
    return dict(_labels)


def subjects() -> list[str]:
    """The kinds of things something can happen to."""
    return sorted({subject for subject, _ in _labels})


def record(subject: str, subject_id: int, event: str, **details: Any) -> None:
    """Note that something happened, by whoever is acting now; part of the transaction it is called in.

    `details` are plain JSON values; names of what changed are enough, secrets have no place there.
    """
    _entry(subject, subject_id, event, details).save(force_insert=True)


def record_all(subject: str, happened: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
    """The same for several at once, in one statement: of each the id, the event and the details."""
    Entry.objects.bulk_create([_entry(subject, *each) for each in happened])


def erase_person(subject: str, subject_id: int) -> None:
    """Take what says anything about a person out of what happened to them; that it happened, and when, stays.

    Who did it stays where that was an admin or the shop, who are answerable for what they do.
    """
    own = Q(actor_kind__in=(origin.Kind.CUSTOMER, origin.Kind.GUEST))
    of(subject, subject_id).update(
        details={},
        actor_name=Case(When(own, then=Value("")), default="actor_name"),
        network=Case(When(own, then=Value("")), default="network"),
    )


def _entry(subject: str, subject_id: int, event: str, details: dict[str, Any]) -> Entry:
    assert (subject, event) in _labels, f"{subject} {event} is not declared"
    now = origin.current()
    return Entry(
        subject=subject,
        subject_id=subject_id,
        event=event,
        actor_kind=now.actor.kind,
        actor_id=now.actor.id,
        actor_name=now.actor.name,
        network=origin.network_of(now.address),
        details=details,
    )


def of(subject: str, subject_id: int) -> QuerySet[Entry]:
    """What happened to one thing, the latest first."""
    return Entry.objects.filter(subject=subject, subject_id=subject_id)
