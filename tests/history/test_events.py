"""Noting what happens, with whoever is acting and where they call from."""

import pytest

from history import events
from history.models import Entry
from kernel import origin

events.declare("machine", {"started": "Started"})


def test_what_a_command_does_is_the_shops_own_doing(db: None) -> None:
    events.record("machine", 7, "started", speed=3)

    entry = Entry.objects.get()
    assert (entry.subject, entry.subject_id, entry.event) == ("machine", 7, "started")
    assert (entry.actor_kind, entry.actor_id, entry.actor_name, entry.network) == ("system", None, "", "")
    assert entry.details == {"speed": 3}
    assert events.label_of("machine", "started") == "Started"


def test_a_call_is_noted_with_who_was_recognized_and_the_network_alone(db: None) -> None:
    with origin.coming_from(origin.Origin(origin.GUEST, address="192.0.2.77")):
        origin.recognized(origin.Kind.ADMIN, 3, "merchant")
        events.record("machine", 7, "started")

    entry = events.of("machine", 7).get()
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("admin", 3, "merchant")
    assert entry.network == "192.0.2.0/24"


def test_what_one_call_knows_is_gone_with_it() -> None:
    with origin.coming_from(origin.Origin(origin.GUEST)):
        origin.recognized(origin.Kind.CUSTOMER, 5, "grace@example.org")

    assert origin.current().actor == origin.SYSTEM


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("nobody", ""),
    ],
)
def test_an_address_is_kept_as_its_network(address: str, network: str) -> None:
    assert origin.network_of(address) == network
