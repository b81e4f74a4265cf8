"""What is kept in memory follows every change, whoever makes it and however."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from attributes.models import Attribute
from revisions import kept, triggers
from revisions.models import Revision
from stores.models import ConfigValue, CustomerGroup


@pytest.fixture
def names(db: None) -> kept.Kept[list[str]]:
    """The names of all groups, kept."""
    return kept.Kept(lambda: list(CustomerGroup.objects.order_by("pk").values_list("code", flat=True)))


@pytest.fixture
def call() -> Iterator[None]:
    with kept.one_call():
        yield


def statements(deed: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        deed()
    return len(captured)


@pytest.mark.usefixtures("call")
def test_within_a_call_the_revision_is_looked_at_once(names: kept.Kept[list[str]]) -> None:
    names()

    assert statements(names) == 0


def test_the_next_call_looks_once_and_reads_nothing_again(names: kept.Kept[list[str]]) -> None:
    names()

    with kept.one_call():
        assert statements(lambda: (names(), names())) == 1


def test_what_a_statement_brought_along_is_not_asked_for_again(names: kept.Kept[list[str]]) -> None:
    names()
    number = Revision.objects.get().number

    with kept.one_call():
        kept.seen(number)
        assert statements(names) == 0


@pytest.mark.parametrize(
    "write",
    [
        lambda: CustomerGroup.objects.create(code="Clinics"),
        lambda: CustomerGroup.objects.filter(pk=1).update(code="Clinics"),
        lambda: CustomerGroup.objects.bulk_create([CustomerGroup(code="Clinics")]),
        lambda: connection.cursor().execute("UPDATE stores_customergroup SET code = 'Clinics' WHERE id = 1"),
    ],
    ids=["one", "update", "bulk", "by hand"],
)
@pytest.mark.usefixtures("call")
def test_a_call_sees_what_it_has_written_itself(names: kept.Kept[list[str]], write: Callable[[], Any]) -> None:
    assert "Clinics" not in names()

    write()

    assert "Clinics" in names()


@pytest.mark.usefixtures("call")
def test_what_was_rolled_back_is_not_kept(names: kept.Kept[list[str]]) -> None:
    before = names()

    with transaction.atomic():
        CustomerGroup.objects.create(code="Clinics")
        assert "Clinics" in names()
        transaction.set_rollback(True)

    assert names() == before
    with transaction.atomic():
        CustomerGroup.objects.create(code="Schools")
        assert "Schools" in names()
        assert "Clinics" not in names()


def test_things_of_a_kind_are_kept_by_key_until_something_changes(db: None) -> None:
    by, reads = kept.KeptBy[int](), []

    def load() -> int:
        reads.append(1)
        return len(reads)

    assert [by.get("a", load), by.get("b", load), by.get("a", load)] == [1, 2, 1]
    CustomerGroup.objects.create(code="Clinics")
    assert [by.get("a", load), by.get("a", load)] == [3, 3]


def test_without_a_revision_nothing_is_kept(names: kept.Kept[list[str]]) -> None:
    Revision.objects.all().delete()
    names()

    CustomerGroup.objects.create(code="Clinics")

    assert "Clinics" in names()


def watched_models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in kept.watched_tables()
    ]


@pytest.mark.parametrize("model", watched_models(), ids=lambda model: model.__name__)
def test_every_watched_table_has_its_triggers(db: None, model: type[models.Model]) -> None:
    before = Revision.objects.get().number

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            model.objects.filter(pk__isnull=True)._raw_delete("default")  # type: ignore[attr-defined]
            assert Revision.objects.get().number != before
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [model._meta.db_table]
            )
            assert cursor.fetchone() == (3,)


def test_all_models_of_the_apps_that_change_seldom_are_watched() -> None:
    tables = {
        model._meta.db_table
        for app in ("stores", "directory", "attributes")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }

    assert tables <= kept.watched_tables()
    assert {ConfigValue._meta.db_table, Attribute._meta.db_table} <= tables


def test_setting_up_twice_changes_nothing(db: None) -> None:
    before = Revision.objects.get().number

    triggers.install(apps.get_app_config("stores"), using="default")

    assert Revision.objects.get().number == before


@pytest.mark.usefixtures("call")
def test_a_call_makes_a_copy_of_its_own_once(db: None) -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    first, second = kept.in_this_call("key", make), kept.in_this_call("key", make)

    assert first is second
    assert len(made) == 1


@pytest.mark.usefixtures("call")
def test_a_call_that_has_written_what_is_kept_makes_each_copy_anew(db: None) -> None:
    first = kept.in_this_call("key", object)
    CustomerGroup.objects.create(code="New")

    assert kept.in_this_call("key", object) is not first


def test_two_calls_share_no_copy() -> None:
    with kept.one_call():
        first = kept.in_this_call("key", object)
    with kept.one_call():
        second = kept.in_this_call("key", object)

    assert first is not second


@pytest.fixture
def elsewhere(db: None) -> Callable[[], None]:
    """Another process changes the shop, of which nothing is heard here."""

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE revisions_revision SET number = number + 1")

    return change


def looked_at(late: float) -> int | None:
    with kept.one_call(late):
        return kept.revision()


def test_a_call_may_be_content_with_what_another_has_looked_at_a_moment_ago(elsewhere: Callable[[], None]) -> None:
    before = looked_at(late=0)
    elsewhere()

    assert looked_at(late=60) == before
    assert looked_at(late=0) == Revision.objects.get().number != before


def test_what_a_statement_brought_along_counts_as_looked_at(elsewhere: Callable[[], None]) -> None:
    looked_at(late=0)
    elsewhere()
    now = Revision.objects.get().number
    with kept.one_call():
        kept.seen(now)

    assert statements(lambda: looked_at(late=60)) == 0
    assert looked_at(late=60) == now


def test_after_that_moment_it_looks_again(elsewhere: Callable[[], None]) -> None:
    before = looked_at(late=0)
    elsewhere()
    time.sleep(0.05)

    assert looked_at(late=0.05) != before


def test_what_this_process_has_changed_is_looked_at(db: None) -> None:
    before = looked_at(late=60)
    CustomerGroup.objects.create(code="New")

    assert looked_at(late=60) != before


def test_a_call_that_changes_the_shop_is_content_with_nothing_less(db: None) -> None:
    with kept.one_call(60):
        before = kept.revision()
        CustomerGroup.objects.create(code="New")
        assert kept.revision() != before
