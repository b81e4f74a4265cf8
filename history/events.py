"""Noting what happens. Each app declares its events with a label a merchant understands, and notes them as it acts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

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
    assert (subject, event) in _labels, f"{subject} {event} is not declared"
    now = origin.current()
    Entry.objects.create(
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
