"""Importing customers in the admin, as its pages are asked; what a process of its own does is done within the call."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from admins.models import AdminUser
from customers.models import Customer
from history.models import Entry
from outbox import worker as mails
from transfer import errors, imports, processes, reports, stored_files, uploads, work
from transfer.models import CustomerImport, ImportPart, ImportRun
from transfer.stored_files import Role

LIST, ADD = "/admin/transfer/customerimport/", "/admin/transfer/customerimport/add/"
HEADER = "email,_website,firstname,lastname\n"
ADA = "ada@example.org,base,Ada,Novak\n"
BAD = "?,base,Ben,Okafor\n"
State, Stage = CustomerImport.State, CustomerImport.Stage


@pytest.fixture(autouse=True)
def within_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other process sees the database of these tests; test_import_journey.py has real ones."""
    monkeypatch.setattr(processes, "start", work.carry_out)
    monkeypatch.setattr(work, "BEAT", 3600)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The processes that would have been started, which do nothing."""
    found: list[tuple[int, str]] = []
    monkeypatch.setattr(processes, "start", lambda *which: found.append(which))
    return found


def send(client: Client, content: str | bytes, name: str = "customer.csv", **typed: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    form = {"behavior": "add_update", "separator": ",", **typed}
    return client.post(ADD, {"file": file, **form}, follow=True)


def at(job: CustomerImport, view: str, *more: str) -> str:
    return reverse(f"admin:transfer_customerimport_{view}", args=[job.pk, *more])


def press(client: Client, job: CustomerImport, deed: str) -> CustomerImport:
    client.post(at(job, "deed", deed))
    job.refresh_from_db()
    return job


def last() -> CustomerImport:
    return CustomerImport.objects.latest("id")


def text_of(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def rejects_of(client: Client, job: CustomerImport) -> str:
    return b"".join(client.get(at(job, "rejects"))).decode()


def many(count: int) -> str:
    return HEADER + "".join(
        f"c{number}@example.org,base,Ada,Novak\n" if number % 100 else BAD for number in range(count)
    )


def test_a_file_is_looked_at_first_and_imported_when_somebody_says_so(merchant: Client, admin: AdminUser) -> None:
    looked = send(merchant, HEADER + ADA + BAD)
    job = last()

    shown = text_of(looked)
    assert "Checked: nothing has been changed yet" in shown
    assert "Customers to add</span> <strong>1</strong>" in shown
    assert errors.EmailOfRowNotValid().message in shown
    assert (job.kind, job.state, job.rows_done) == ("customer", State.DONE, 2)
    assert not Customer.objects.exists()

    press(merchant, job, "import")

    done = text_of(merchant.get(at(job, "change")))
    assert "Imported, but for some rows" in done
    assert Customer.objects.get().email == "ada@example.org"
    entry = Entry.objects.get(subject="import")
    assert (entry.event, entry.actor_name, entry.details["file"]) == ("imported", "merchant", "customer.csv")
    assert not ImportPart.objects.filter(role=Role.FILE).exists()
    assert "customer.csv" in text_of(merchant.get(LIST))


def test_rejected_rows_are_fetched_corrected_and_imported(merchant: Client) -> None:
    send(merchant, HEADER + ADA + BAD)
    looked = rejects_of(merchant, last())
    press(merchant, last(), "import")

    answer = merchant.get(at(last(), "rejects"))
    rejected = b"".join(answer).decode()
    send(merchant, rejected.replace("?", "ben@example.org"))
    press(merchant, last(), "import")

    assert rejected == looked
    assert rejected.splitlines()[1].startswith("?,base,Ben,Okafor,invalidEmail,")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="rejected-customer.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert set(Customer.objects.values_list("email", flat=True)) == {"ada@example.org", "ben@example.org"}
    assert last().report["counts"] == {reports.ROWS: 1, reports.CREATED: 1}
    assert merchant.get(at(last(), "rejects")).status_code == 404


def test_formulas_are_in_the_rejects_as_the_command_writes_them(merchant: Client) -> None:
    send(merchant, HEADER + "?,base,=1+1,Okafor\n")

    assert rejects_of(merchant, last()).splitlines()[1].startswith("?,base,=1+1,Okafor,")


@pytest.mark.parametrize(
    ("content", "typed", "failure"),
    [
        (b"", {}, errors.FileEmpty()),
        (b"PK\x03\x04\x14\x00" + b"\x00" * 500, {}, errors.FileNotText()),
        ((HEADER + ADA).encode("utf-16"), {}, errors.FileNotUtf8()),
        (bytes(range(1, 256)) * 40, {}, errors.KindUnknown()),
        (b"x" * 500_000, {}, errors.FileEmpty()),
        ("sku,name\n", {}, errors.KindUnknown()),
        (HEADER + ADA, {"separator": ";"}, errors.KindUnknown()),
        (HEADER.replace("lastname", "shoe"), {}, errors.ColumnsUnknown("shoe")),
        (
            "email,_website,_address_city\n",
            {"behavior": "replace"},
            errors.BehaviorNotPossible("customer_composite", "replace"),
        ),
        (HEADER + ADA * 40_000, {}, errors.UploadTooLarge(1)),
    ],
)
def test_what_cannot_be_imported_is_refused_at_once_and_leaves_nothing(
    merchant: Client, settings: Settings, content: Any, typed: Any, failure: errors.FileRefused
) -> None:
    settings.IMPORT_MAX_MIB = 1

    answer = send(merchant, content, **typed)

    assert answer.status_code in (200, 413)
    assert answer.context["upload_form"].errors["file"] == [failure.message]
    assert not CustomerImport.objects.exists()
    assert not ImportPart.objects.exists()


def test_two_gigabytes_are_refused_before_a_byte_is_read(merchant: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.test.client.FakePayload.read", lambda *_: pytest.fail("The body was read."))

    answer = merchant.generic("POST", ADD, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 1024**3))

    assert answer.status_code == 413
    assert uploads.too_large().message in text_of(answer)


def test_a_form_without_a_file_is_asked_for_one(merchant: Client) -> None:
    answer = merchant.post(ADD, {"behavior": "add_update", "separator": ","})

    assert answer.context["upload_form"].errors == {"file": ["This field is required."]}


def test_a_file_is_kept_in_parts_and_read_as_it_was(merchant: Client, started: list[Any]) -> None:
    content = (HEADER + ADA * 90_000).encode()

    send(merchant, content)

    kept = list(stored_files.parts_of(last(), Role.FILE))
    assert [part.size for part in kept[:-1]] == [stored_files.LARGEST] * (len(kept) - 1)
    assert len(kept) == 3
    assert b"".join(stored_files.content(last(), Role.FILE)) == content
    with stored_files.UploadedFile(last()).open("rb") as stream:
        stream.seek(stored_files.LARGEST - 3)
        assert stream.read(10) == content[stored_files.LARGEST - 3 : stored_files.LARGEST + 7]


def test_other_files_of_a_request_are_left_out(merchant: Client) -> None:
    typed = {"behavior": "add_update", "separator": ",", "other": SimpleUploadedFile("x.csv", b"x")}

    merchant.post(ADD, {"file": SimpleUploadedFile("a.csv", (HEADER + ADA).encode()), **typed})

    assert [job.file_name for job in CustomerImport.objects.all()] == ["a.csv"]


@pytest.mark.parametrize("columns", [";", "\t", "|"])
def test_any_of_the_separators_will_do(merchant: Client, columns: str) -> None:
    send(merchant, (HEADER + ADA).replace(",", columns), separator=columns)
    press(merchant, last(), "import")

    assert Customer.objects.get().lastname == "Novak"


def test_unknown_columns_are_left_out_if_that_is_wanted(merchant: Client) -> None:
    answer = send(merchant, "shoe," + HEADER + "42," + ADA, ignore_unknown_columns="on")

    assert "Columns ignored: shoe" in text_of(answer)


def test_customers_are_deleted_by_a_file(merchant: Client, grace: Customer) -> None:
    answer = send(merchant, HEADER + "grace@example.org,base,Grace,Holloway\n", behavior="delete")
    press(merchant, last(), "import")

    assert "Customers to delete</span> <strong>1</strong>" in text_of(answer)
    assert not Customer.objects.exists()


def test_without_the_forms_token_nothing_is_taken(admin: AdminUser) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    job = CustomerImport.objects.create(file_name="a.csv", behavior="add_update", stage=Stage.CHECK)

    answer = send(client, HEADER + ADA)
    pressed = client.post(at(job, "deed", "check"))

    assert (answer.status_code, pressed.status_code) == (403, 403)
    assert list(CustomerImport.objects.all()) == [job]
    assert not ImportPart.objects.exists()


@pytest.mark.parametrize("allowed", [(), ("view_customer", "change_customer", "export_customer")])
def test_without_the_permission_there_is_no_import(
    merchant: Client, clerk_allowed: Callable[..., Client], allowed: tuple[str, ...]
) -> None:
    send(merchant, HEADER + ADA + BAD)
    job, client = last(), clerk_allowed(*allowed)

    answers = [
        *(client.get(place) for place in (LIST, ADD, at(job, "change"), at(job, "rejects"))),
        send(client, HEADER + ADA),
        *(client.post(at(job, "deed", deed)) for deed in ("check", "import", "go-on", "cancel")),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert "Import customers" not in text_of(client.get("/admin/"))
    assert (list(CustomerImport.objects.all()), last().state) == ([job], State.DONE)


def test_who_may_only_look_sees_what_came_of_it_and_no_row(
    merchant: Client, clerk_allowed: Callable[..., Client]
) -> None:
    send(merchant, HEADER + ADA + BAD)
    job, client = last(), clerk_allowed("view_customerimport")

    seen, listed = text_of(client.get(at(job, "change"))), text_of(client.get(LIST))
    answers = [client.get(at(job, "rejects")), client.post(at(job, "deed", "import")), send(client, HEADER + ADA)]

    assert errors.EmailOfRowNotValid().message in seen
    assert "<form method" not in seen.split("content-main")[1]
    assert "Upload and check" not in listed
    assert "Import customers" in listed
    assert {answer.status_code for answer in answers} == {403}


def test_who_may_not_delete_customers_does_not_do_so_by_a_file(
    merchant: Client, clerk_allowed: Callable[..., Client], grace: Customer
) -> None:
    rows = HEADER + "grace@example.org,base,Grace,Holloway\n"
    client = clerk_allowed("add_customerimport")

    refused = [send(client, rows, behavior=behavior) for behavior in ("delete", "custom")]
    send(merchant, rows, behavior="delete")

    assert [list(answer.context["upload_form"].errors) for answer in refused] == [["behavior"]] * 2
    assert client.post(at(last(), "deed", "import")).status_code == 403
    assert Customer.objects.exists()
    assert text_of(client.get(LIST)).count("<option") == 6
    send(client, rows)
    assert press(client, last(), "import").state == State.DONE


@pytest.mark.django_db
def test_customer_managers_import_and_others_do_not() -> None:
    def holds(role: str) -> set[str]:
        found = Group.objects.get(name=role).permissions.filter(content_type__app_label="transfer")
        return set(found.values_list("codename", flat=True))

    assert holds("Customer manager") == {"view_customerimport", "add_customerimport"}
    assert holds("Customer support") == holds("Store configuration") == set()


@pytest.mark.parametrize(
    "name", ['"><script>alert(1)</script>.csv', "a\r\nSet-Cookie: b=c.csv", "../../etc/Zoë 密.csv"]
)
def test_a_file_name_is_a_name_and_no_more(merchant: Client, name: str) -> None:
    answer = send(merchant, HEADER + BAD, name)

    fetched = merchant.get(at(last(), "rejects"))
    assert "<script>alert" not in text_of(answer)
    assert "/" not in last().file_name.replace("</script>", "")
    assert not {"\r", "\n"} & set(fetched["Content-Disposition"])
    assert fetched["Content-Disposition"].startswith("attachment; filename")
    assert "Set-Cookie" not in fetched.headers


def test_one_import_runs_at_a_time(merchant: Client, started: list[Any]) -> None:
    send(merchant, HEADER + ADA, "first.csv")
    first = last()

    answer = send(merchant, HEADER + ADA, "second.csv")

    assert errors.AnotherImportRuns().message in text_of(answer)
    assert (last().state, len(started)) == (State.WAITING, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerImport.objects.update(state=State.RUNNING)
    work.carry_out(*started[0])
    press(merchant, last(), "check")
    assert [which for which, _ in started] == [first.pk, last().pk]


def test_a_process_that_has_died_is_followed_by_another_and_only_one(merchant: Client, started: list[Any]) -> None:
    def let_it_be_dead() -> None:
        long_ago = timezone.now() - dt.timedelta(minutes=1)
        CustomerImport.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)

    send(merchant, HEADER + ADA)
    job = last()
    merchant.get(at(job, "change"))
    assert len(started) == 1

    let_it_be_dead()
    merchant.get(at(job, "change"))
    merchant.get(at(job, "change"))
    assert len(started) == 2
    work.carry_out(*started[0])  # It was not dead after all, and does nothing any more.
    assert last().state == State.RUNNING
    work.carry_out(*started[1])
    assert last().state == State.DONE


def test_a_process_that_always_dies_is_not_started_for_ever(merchant: Client, started: list[Any]) -> None:
    send(merchant, HEADER + ADA)
    for _ in range(8):
        CustomerImport.objects.update(heartbeat_at=None)
        answer = merchant.get(at(last(), "change"))

    assert len(started) == processes.MOST_STARTS
    assert "has ended 5 times" in text_of(answer)
    assert press(merchant, last(), "check").state == State.RUNNING


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`killed_after(1)`: the next process that imports ends after its first batch, without another word."""

    def prepare(batches: int) -> None:
        tell, left = work.Work._tell, [batches]

        def die(self: work.Work, *how_far: int) -> None:
            tell(self, *how_far)
            left[0] -= 1
            if self.imports and not left[0]:
                self.heart._of_job.update(**self.heart.progress)  # Its last beat.
                raise Killed()

        monkeypatch.setattr(work.Work, "_tell", die)

    return prepare


def test_an_import_that_was_killed_goes_on_where_it_was(
    merchant: Client, killed_after: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 1000)
    send(merchant, many(2500))
    job = last()
    killed_after(1)
    with pytest.raises(Killed):
        merchant.post(at(job, "deed", "import"))
    job.refresh_from_db()
    assert (job.rows_done, Customer.objects.count()) == (1000, 990)

    CustomerImport.objects.update(heartbeat_at=None)
    answer = merchant.get(at(job, "change"))

    job.refresh_from_db()
    assert "It was interrupted, and went on after 1,000 rows." in text_of(answer)
    assert job.report["counts"] == {
        reports.ROWS: 2500,
        reports.CREATED: 2475,
        reports.REJECTED: 25,
        "error invalidEmail": 25,
    }
    assert [(each["count"], each["rows"]) for each in job.report["told"]] == [(25, [2, 102, 202, 302, 402])]
    assert len(list(csv.reader(io.StringIO(rejects_of(merchant, job))))) == 26
    assert Customer.objects.count() == 2475


def test_an_import_whose_end_alone_was_left_to_be_noted_is_not_done_again(
    merchant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise Killed()

    send(merchant, HEADER + ADA + BAD)
    with monkeypatch.context() as dying:
        dying.setattr(work, "end", die)
        with pytest.raises(Killed):
            merchant.post(at(last(), "deed", "import"))

    CustomerImport.objects.update(heartbeat_at=None)
    merchant.get(at(last(), "change"))

    assert (last().state, last().report["counts"][reports.CREATED]) == (State.DONE, 1)
    assert Entry.objects.filter(subject="import").count() == 1


def test_a_process_that_was_superseded_keeps_nothing_more(merchant: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(merchant, many(2500))
    check = work.Work._check
    asked = []

    def be_late(self: work.Work) -> None:
        asked.append(self)
        if Customer.objects.exists():
            CustomerImport.objects.update(worker="another")
        check(self)

    monkeypatch.setattr(work.Work, "_check", be_late)
    press(merchant, last(), "import")

    assert asked
    assert not Customer.objects.exists()
    assert ImportRun.objects.get().rows_done == 0


def test_a_cancelled_import_stops_after_its_batch_and_keeps_what_is_done(
    merchant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(merchant, many(2500))
    tell = work.Work._tell

    def cancel(self: work.Work, *how_far: int) -> None:
        uploads.cancel(self.job)
        self.heart.cancel_wanted = True  # As the next beat would tell it.
        tell(self, *how_far)

    monkeypatch.setattr(work.Work, "_tell", cancel)
    monkeypatch.setattr(imports, "BATCH", 1000)
    job = press(merchant, last(), "import")

    assert (job.state, Customer.objects.count()) == (State.CANCELLED, 990)
    assert "Cancelled: what had been imported stays" in text_of(merchant.get(at(job, "change")))
    entry = Entry.objects.get(subject="import")
    assert (entry.event, entry.actor_name, entry.details[reports.CREATED]) == ("cancelled", "merchant", 990)
    assert not ImportRun.objects.exists()
    assert not ImportPart.objects.filter(role=Role.FILE).exists()


def test_a_file_that_was_looked_at_is_forgotten(merchant: Client) -> None:
    send(merchant, HEADER + ADA + BAD)

    job = press(merchant, last(), "cancel")

    assert job.state == State.CANCELLED
    assert not ImportPart.objects.exists()
    assert press(merchant, job, "import").state == State.CANCELLED
    assert not Customer.objects.exists()


def test_an_import_whose_process_is_dead_is_cancelled_at_once(merchant: Client, started: list[Any]) -> None:
    send(merchant, HEADER + ADA)
    CustomerImport.objects.update(heartbeat_at=None)

    assert press(merchant, last(), "cancel").state == State.CANCELLED
    assert not ImportPart.objects.exists()


def test_what_nobody_foresaw_is_told_and_gone_on_after(merchant: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(merchant, HEADER + ADA)
    with monkeypatch.context() as broken:
        broken.setattr(imports, "import_file", lambda *_, **__: 1 / 0)
        job = press(merchant, last(), "import")

    assert (job.state, job.refusal) == (State.FAILED, work.UNFORESEEN)
    assert press(merchant, job, "go-on").state == State.DONE
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("deed", ["import", "check", "go-on", "cancel"])
def test_what_does_not_fit_how_far_it_is_changes_nothing(merchant: Client, deed: str) -> None:
    send(merchant, HEADER + ADA)
    job = press(merchant, last(), "import")
    before = CustomerImport.objects.values().get()

    answer = merchant.post(at(job, "deed", deed), follow=True)

    assert errors.ImportHasMovedOn().message in text_of(answer)
    assert CustomerImport.objects.values().get() == before
    assert merchant.get(at(job, "deed", deed)).status_code == 405
    assert merchant.post(at(job, "change")).status_code == 405
    assert merchant.post(at(job, "deed", "fly")).status_code == 404


def test_files_nobody_came_back_to_are_deleted_by_the_shops_worker(merchant: Client, settings: Settings) -> None:
    send(merchant, HEADER + ADA + BAD, "looked-at.csv")
    send(merchant, HEADER + ADA + BAD, "imported.csv")
    press(merchant, last(), "import")
    uploads.Upload("half.csv").write(b"x" * stored_files.LARGEST)
    mails.tidy()
    assert set(ImportPart.objects.values_list("of__file_name", flat=True)) == {
        "looked-at.csv",
        "imported.csv",
        "half.csv",
    }

    old = timezone.now() - dt.timedelta(days=settings.IMPORT_KEEP_DAYS, minutes=1)
    CustomerImport.objects.update(created_at=old)
    CustomerImport.objects.exclude(ended_at=None).update(ended_at=old)
    mails.tidy()

    assert not ImportPart.objects.exists()
    assert set(CustomerImport.objects.values_list("file_name", flat=True)) == {"looked-at.csv", "imported.csv"}
    looked_at = CustomerImport.objects.get(file_name="looked-at.csv")
    assert "Import</button>" not in text_of(merchant.get(at(looked_at, "change")))
    assert press(merchant, looked_at, "import").stage == Stage.CHECK


def test_without_scripts_a_running_import_loads_itself_anew(merchant: Client, started: list[Any]) -> None:
    running = text_of(send(merchant, HEADER + ADA))
    work.carry_out(*started[0])
    done = text_of(merchant.get(at(last(), "change")))

    refresh = '<noscript><meta http-equiv="refresh" content="3"></noscript>'
    assert (refresh in running, refresh in done) == (True, False)
