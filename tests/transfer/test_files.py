"""Files as they come: encodings, ragged rows, huge fields, and the way there and back."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from attributes.models import Attribute, AttributeOption
from customers.models import Address, Customer
from history.models import Entry
from stores.models import CustomerGroup, Store
from tests.conftest import PASSWORD
from tests.transfer.conftest import (
    ADDRESS,
    COMPOSITE,
    CUSTOMER,
    Import,
    Rows,
    errors_of,
    everything,
    exported,
    forget_everybody,
)
from transfer import errors, exports, imports, reports
from transfer.kinds import Kind
from transfer.models import ImportRun
from transfer.seen import Seen

HEADER = "email,_website,firstname,lastname\n"
Write = Callable[[Rows], Path]


def names() -> list[tuple[str, str]]:
    return list(Customer.objects.order_by("pk").values_list("email", "firstname"))


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A file of exactly these bytes."""

    def file(content: str | bytes) -> Path:
        path = tmp_path / "given.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return file


File = Callable[[str | bytes], Path]


@pytest.mark.parametrize("start", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_may_have_a_byte_order_mark_and_any_line_ends(bring: Import, file: File, start: bytes, end: str) -> None:
    text = HEADER + "ada@example.org,base,Zoë,Müller\n\neve@example.org,base,密,Ω\n"

    report = bring(file(start + text.replace("\n", end).encode()))

    assert report.counts == {reports.ROWS: 2, reports.CREATED: 2}
    assert names() == [("ada@example.org", "Zoë"), ("eve@example.org", "密")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused_with_a_word_on_what_to_do(bring: Import, file: File, encoding: str) -> None:
    with pytest.raises(errors.FileNotUtf8):
        bring(file((HEADER + "ada@example.org,base,Ada,Novak\n").encode(encoding)))

    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00\x06\x00", b"\x1f\x8b\x08\x00", b"%PDF-1.7\n"])
def test_a_workbook_or_an_archive_is_refused_with_a_word_on_what_to_do(bring: Import, file: File, start: bytes) -> None:
    with pytest.raises(errors.FileNotText):
        bring(file(start + b"\n" + HEADER.encode()))


def test_each_sentence_is_told_with_its_first_rows_and_survives_being_kept(bring: Import, file: File) -> None:
    report = bring(file(HEADER + "?,base,Ada,Novak\n" * 7 + "ada@example.org,nowhere,Ada,Novak\n"))

    assert [(each.code, each.sentence, each.count, each.rows) for each in report.told] == [
        ("invalidEmail", errors.EmailOfRowNotValid().message, 7, [2, 3, 4, 5, 6]),
        ("invalidWebsite", errors.WebsiteNotValid().message, 1, [9]),
    ]
    kept = reports.Report.of_json(json.loads(json.dumps(report.as_json())))
    assert (kept.told, kept.counts, kept.noted) == (report.told, report.counts, report.noted)


def test_what_is_no_text_spoils_its_own_row_only(bring: Import, file: File, tmp_path: Path) -> None:
    latin = "ada@example.org,base,Zoë,Novak\n".encode("latin-1")
    content = HEADER.encode() + latin + b"nul@example.org,base,N\0l,Novak\n" + b"eve@example.org,base,Eve,Adler\n"
    rejects = tmp_path / "rejects.csv"

    report = bring(file(content), rejects=rejects)

    assert errors_of(report) == [(2, ["illegalCharacters"]), (3, ["illegalCharacters"])]
    assert report.refusals[0].problems[0].message == "Illegal character used for attribute firstname"
    assert names() == [("eve@example.org", "Eve")]
    assert rejects.read_bytes().splitlines()[1].startswith(latin.strip())


def test_ragged_rows_are_left_out(bring: Import, file: File, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    rows = "short@example.org,base,Ada\nlong@example.org,base,Ada,Novak,x,y\nada@example.org,base,Ada,Novak\n"

    report = bring(file(HEADER + rows), rejects=rejects)

    assert errors_of(report) == [(2, ["wrongColumnsNumber"]), (3, ["wrongColumnsNumber"])]
    assert names() == [("ada@example.org", "Ada")]
    sentence = "Number of columns does not correspond to the number of rows in the header"
    assert rejects.read_text().splitlines() == [
        "email,_website,firstname,lastname,_error_code,_error",
        f"short@example.org,base,Ada,,wrongColumnsNumber,{sentence}",
        f"long@example.org,base,Ada,Novak,wrongColumnsNumber,{sentence},x,y",
    ]


@pytest.mark.parametrize("size", [131_073, 1_048_576, 3_000_000])
def test_a_field_that_is_far_too_long_spoils_its_own_row_only(bring: Import, file: File, size: int) -> None:
    rows = f"big@example.org,base,{'x' * size},Novak\nada@example.org,base,Ada,Novak\n"

    report = bring(file(HEADER + rows))

    assert errors_of(report) == [(2, ["fieldTooLong"])]
    assert names() == [("ada@example.org", "Ada")]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file(bring: Import, file: File) -> None:
    good = "".join(f"c{number}@example.org,base,Ada,Novak\n" for number in range(6000))

    report = bring(file(HEADER + 'bad@example.org,base,"Ada,Novak\n' + good))

    assert errors_of(report)[0] == (2, ["fieldTooLong"])
    assert 0 < Customer.objects.count() < 6000
    assert ("c5999@example.org", "Ada") in names()


@pytest.mark.parametrize(
    ("header", "failure"),
    [
        ("", errors.FileEmpty()),
        ("\n\n", errors.FileEmpty()),
        (",,\n", errors.FileEmpty()),
        ("sku,name\n", errors.KindUnknown()),
        ("_email,_website,_finance_website,store_credit,reward_points\n", errors.FinanceNotKept()),
        ("email,_website,firstname,firstname\n", errors.ColumnsRepeated("firstname")),
        ("email,firstname\n", errors.ColumnsMissing("_website")),
        ("_email,_website,city\n", errors.ColumnsMissing("_entity_id")),
        ("email,_website,\n", errors.ColumnsWithoutName("3")),
        ("email,_website,first name,9x\n", errors.ColumnNamesNotValid('first name", "9x')),
        ("email,_website,shoe_size\n", errors.ColumnsUnknown("shoe_size")),
        ("email,_website,_address_shoe_size\n", errors.ColumnNamesNotValid("_address_shoe_size")),
    ],
)
def test_a_header_that_makes_no_sense_stops_the_file(
    bring: Import, file: File, header: str, failure: errors.FileRefused
) -> None:
    with pytest.raises(errors.FileRefused) as refusal:
        bring(file(header + "a,b,c\n" if header.strip() else header))

    assert refusal.value == failure
    assert not ImportRun.objects.exists()


def test_another_separator(bring: Import, file: File) -> None:
    bring(file("email;_website;firstname;lastname\nada@example.org;base;Ada;Novak, B.\n"), delimiter=";")

    assert Customer.objects.get().lastname == "Novak, B."


# Rejected rows


def test_rejected_rows_are_corrected_and_read_in_again(bring: Import, write: Write, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    rows = [CUSTOMER | {"email": f"c{n}@example.org"} for n in range(4)]
    rows[1] |= {"_website": "nowhere"}
    rows[2] |= {"firstname": ""}

    first = bring(rows, rejects=rejects)
    sentences = [
        (row["email"], row["_error_code"], row["_error"]) for row in csv.DictReader(io.StringIO(rejects.read_text()))
    ]
    rejects.write_text(rejects.read_text().replace("nowhere", "base").replace("default,,Novak", "default,Ada,Novak"))
    second = bring(rejects, rejects=tmp_path / "again.csv")

    assert first.rejected == 2
    assert sentences == [
        ("c1@example.org", "invalidWebsite", "We found an invalid value in a website column."),
        ("c2@example.org", "valueIsRequired", 'Please make sure attribute "firstname" is not empty.'),
    ]
    assert (second.rejected, second.counts[reports.CREATED]) == (0, 2)
    assert (tmp_path / "again.csv").read_text() == ",".join([*CUSTOMER, "_error_code", "_error"]) + "\n"
    assert Customer.objects.count() == 4
    assert rejects.stat().st_mode & 0o077 == 0


def test_a_rejected_further_address_takes_its_customer_along(bring: Import, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    further = {**dict.fromkeys(CUSTOMER, ""), "_address_region": "Nowhere"}
    rows = [
        COMPOSITE,
        COMPOSITE | further | {"_address_city": "Troy"},
        COMPOSITE | further | {"_address_city": "Utica"},
        COMPOSITE | {"email": "eve@example.org", "_website": "?"},
        COMPOSITE | further,
    ]

    bring(rows, rejects=rejects)
    kept = [
        (row["email"], row["_address_city"], row["_error_code"])
        for row in csv.DictReader(io.StringIO(rejects.read_text()))
    ]
    rejects.write_text(rejects.read_text().replace("Nowhere", "New York").replace(",?,", ",base,"))
    report = bring(rejects)

    assert kept == [
        ("ada@example.org", "Troy", "invalidRegion"),
        ("", "Utica", "invalidRegion"),
        ("eve@example.org", "Albany", "invalidWebsite"),
        ("", "Albany", "rowIsOrphan"),
    ]
    assert report.rejected == 0
    assert [each.city for each in Address.objects.order_by("customer__email", "pk")] == [
        "Albany", "Troy", "Utica", "Albany", "Albany",
    ]  # fmt: skip


def test_rejected_rows_are_not_written_over_their_own_file(bring: Import, write: Write) -> None:
    path = write([CUSTOMER])
    before = path.read_bytes()

    with pytest.raises(errors.RejectsTheSameFile):
        bring(path, rejects=path)

    assert path.read_bytes() == before


# Looking only


def test_a_dry_run_tells_everything_and_changes_nothing(bring: Import, grace: Customer, write: Write) -> None:
    before, entries = everything(), Entry.objects.count()
    customers = [CUSTOMER, CUSTOMER | {"email": grace.email}, CUSTOMER | {"email": "?"}]
    promised = imports.check_only()

    report = bring(customers, dry_run=True, promised=promised)
    book = bring([ADDRESS, ADDRESS | {"_email": "nobody@example.org"}], dry_run=True, promised=promised)
    both = bring([COMPOSITE | {"email": "eve@example.org"}], dry_run=True)

    assert (report.counts[reports.CREATED], report.counts[reports.UPDATED], report.rejected) == (1, 1, 1)
    assert (book.counts[reports.ADDRESSES[reports.CREATED]], errors_of(book)) == (1, [(3, ["customerNotFound"])])
    assert both.counts[reports.ADDRESSES[reports.CREATED]] == 1
    assert everything() == before
    assert Entry.objects.count() == entries
    assert not ImportRun.objects.exists()


# Once more, and on after an interruption


def many(number: int = 25) -> Rows:
    rows = []
    for place in range(number):
        rows.append(COMPOSITE | {"email": f"c{place}@example.org", "password_hash": f"{'a' * 32}:salt{place}:0"})
        rows.append({**dict.fromkeys(CUSTOMER, ""), "_address_city": f"City {place}"})
        rows[-1] = COMPOSITE | rows[-1]
    rows[10] = rows[10] | {"_website": "nowhere"}
    rows[20] = rows[20] | {"email": "c3@example.org"}
    return rows


def test_reading_a_file_in_twice_changes_nothing(bring: Import, write: Write) -> None:
    path = write(many())
    first = bring(path)
    before = everything()

    second = bring(path)

    assert everything() == before
    assert (second.counts[reports.UNCHANGED], second.counts[reports.CREATED]) == (23, 0)
    assert errors_of(second) == errors_of(first)
    assert ImportRun.objects.filter(finished_at=None).count() == 0


class Interrupted(Exception):
    """What stops an import in the middle."""


@pytest.mark.parametrize("after", [0, 1, 3, 7])
def test_an_interrupted_import_goes_on_where_it_was(bring: Import, write: Write, tmp_path: Path, after: int) -> None:
    path, rejects = write(many()), tmp_path / "rejects.csv"
    whole = bring(path, batch=4, rejects=rejects)
    expected, rejected = everything(), rejects.read_bytes()
    forget_everybody()
    batches = []

    def stop(rows: int, bytes_read: int) -> None:
        batches.append(rows)
        if len(batches) > after:
            raise Interrupted

    with pytest.raises(Interrupted):
        bring(path, batch=4, rejects=rejects, progress=stop)
    rejects.write_bytes(rejects.read_bytes() + b"half a li")  # what was written and not kept

    report = bring(path, batch=4, rejects=rejects)

    assert report.resumed_after == batches[-1] > 0
    assert report.counts == whole.counts
    assert rejects.read_bytes() == rejected
    numbers = ("id", "customer_id", "default_billing_id", "default_shipping_id", "created_at", "updated_at")
    assert [
        [{name: value for name, value in row.items() if name not in numbers} for row in rows]
        for rows in everything().values()
    ] == [
        [{name: value for name, value in row.items() if name not in numbers} for row in rows]
        for rows in expected.values()
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's planner needs no telling.")
@pytest.mark.parametrize(("dry_run", "expected"), [(False, [4, 8, 16, 20]), (True, [])])
def test_the_planner_is_told_of_rows_as_they_become_many(
    bring: Import, write: Write, monkeypatch: pytest.MonkeyPatch, dry_run: bool, expected: list[int]
) -> None:
    for name, number in (("FEW", 4), ("GROWTH", 2), ("MANY", 10)):
        monkeypatch.setattr(imports, name, number)
    path = write([{**CUSTOMER, "email": f"{number}@example.org"} for number in range(18)])
    rows_done, told = [0], []

    def watch(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith("ANALYZE customers_customer"):
            told.append((rows_done[-1] + 2, "(" in sql))
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        bring(path, batch=2, dry_run=dry_run, progress=lambda rows, _: rows_done.append(rows))

    assert [rows for rows, _ in told] == expected
    assert [is_short for _, is_short in told] == [True] * (len(told) - 1) + [False] * (not dry_run)


def test_an_import_that_another_process_is_doing_stops(bring: Import, write: Write) -> None:
    path = write(many())

    def as_another_process(rows: int, bytes_read: int) -> None:
        ImportRun.objects.update(rows_done=rows + 4)

    with pytest.raises(errors.ImportedElsewhere):
        bring(path, batch=4, progress=as_another_process)

    assert Customer.objects.count() == 2


def test_beginning_anew_forgets_the_interruption(bring: Import, write: Write) -> None:
    path = write(many())
    with pytest.raises(Interrupted):
        bring(path, batch=4, progress=lambda *_: (_ for _ in ()).throw(Interrupted))

    report = bring(path, restart=True)

    assert (report.resumed_after, report.counts[reports.ROWS]) == (0, 50)
    assert ImportRun.objects.get().rows_done == 50


def test_rejected_rows_that_were_lost_are_told(bring: Import, write: Write, tmp_path: Path) -> None:
    path, rejects = write(many()), tmp_path / "rejects.csv"
    with pytest.raises(Interrupted):
        bring(path, batch=40, rejects=rejects, progress=lambda *_: (_ for _ in ()).throw(Interrupted))
    rejects.unlink()

    with pytest.raises(errors.RejectsChanged):
        bring(path, rejects=rejects)


# There and back


def colorful(store: Store) -> None:
    """Customers of every kind, in a shop with attributes of its own."""
    color = Attribute.objects.create(entity_type="customer", code="color", label="Color", input_type="multiselect")
    for label in ("Red", "Dark, Blue", "Red"):
        AttributeOption.objects.create(attribute=color, label=label)
    Attribute.objects.create(entity_type="customer", code="wants", label="W", input_type="boolean", default_value="1")
    Attribute.objects.create(entity_type="customer_address", code="door", label="Door", input_type="textarea")
    first, second, third = (str(option.pk) for option in color.options.order_by("pk"))
    website = store.website
    customers = [
        {
            "confirmation_key": "abc",
            "password_hash": "argon2$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43,
        },
        {"prefix": "Dr.", "middlename": "=1+1", "suffix": 'Jr "the" third', "gender": 2, "dob": "1988-12-09"},
        {"custom_values": {"color": f"{first},{second}", "wants": "0"}, "taxvat": "DE 1", "group_id": 3},
        {"custom_values": {"color": f"{second},{third}"}, "failures_count": 2, "disable_auto_group_change": True},
        {"password_hash": f"magento${'a' * 32}:salt:0", "created_in": "Ünï, çödé"},
    ]
    for number, fields in enumerate(customers):
        values = {"group_id": 1, "firstname": f"Ada {number}", "lastname": "O'Neill", "created_in": "Default", **fields}
        customer = Customer.objects.create(website=website, store=store, email=f"Ada{number}@Example.org", **values)
        for place in range(number):
            customer.addresses.create(
                firstname="Ada", lastname="O'Neill", street=f"12, Quay\nFloor {place}" if place else 'The "Mill"',
                city="Albany", country_id="US" if place % 2 else "IE", region_id=43 if place % 2 else None,
                region_text=None if place % 2 else "Clare", postcode="12207", telephone="+1 518-555-0142 ",
                custom_values={"door": "left\r\nright\rup"} if place == 2 else {}, company=None if place else "=A1",
            )  # fmt: skip
        if number > 1:
            customer.default_billing, customer.default_shipping = customer.addresses.first(), customer.addresses.last()
            customer.save()


@pytest.mark.parametrize(
    "kinds", [["customer", "customer_address"], ["customer_composite"]], ids=["two files", "one file"]
)
def test_what_was_written_is_read_in_as_the_same(bring: Import, store: Store, tmp_path: Path, kinds: list[str]) -> None:
    colorful(store)
    before = {kind: exported(kind) for kind in kinds}
    forget_everybody()

    reported = []
    for kind, text in before.items():
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(text.encode())
        reported.append(bring(path, batch=2))

    assert [report.rejected for report in reported] == [0] * len(kinds)
    assert (Customer.objects.count(), Address.objects.count()) == (5, 10)
    assert {kind: exported(kind) for kind in kinds} == before
    for kind in kinds:
        again = bring(tmp_path / f"{kind}.csv")
        assert {name for name in again.counts if "created" in name or "updated" in name} == set()


def test_a_file_has_magentos_columns(db: None) -> None:
    assert exported("customer") == (
        "email,_website,_store,confirmation,created_at,created_in,disable_auto_group_change,dob,failures_num,"
        "first_failure,firstname,gender,group_id,lastname,lock_expires,middlename,password_hash,prefix,rp_token,"
        "rp_token_created_at,store_id,suffix,taxvat,updated_at,website_id,password\n"
    )
    assert exported("customer_address") == (
        "_website,_email,_entity_id,city,company,country_id,fax,firstname,lastname,middlename,postcode,prefix,region,"
        "region_id,street,suffix,telephone,vat_id,vat_is_valid,vat_request_date,vat_request_id,vat_request_success,"
        "_address_default_billing_,_address_default_shipping_\n"
    )
    assert exported("customer_composite").endswith(
        ",website_id,password,_address_city,_address_company,_address_country_id,_address_fax,_address_firstname,"
        "_address_lastname,_address_middlename,_address_postcode,_address_prefix,_address_region,_address_street,"
        "_address_suffix,_address_telephone,_address_vat_id,_address_default_billing_,_address_default_shipping_\n"
    )


def test_a_row_is_as_magento_writes_it(bring: Import) -> None:
    bring([CUSTOMER | {"created_at": "2019-03-04 05:06:07", "updated_at": "2020-02-03 04:05:06", "gender": "2"}])
    bring([ADDRESS])

    (row,) = csv.DictReader(io.StringIO(exported("customer")))
    (of_address,) = csv.DictReader(io.StringIO(exported("customer_address")))

    assert {name: value for name, value in row.items() if value} == CUSTOMER | {
        "created_at": "2019-03-04 05:06:07", "created_in": "Default Store View", "disable_auto_group_change": "0",
        "failures_num": "0", "gender": "Female", "group_id": "1", "store_id": "1", "updated_at": "2020-02-03 04:05:06",
        "website_id": "1",
    }  # fmt: skip
    assert {name: value for name, value in of_address.items() if value} == {
        name: value for name, value in ADDRESS.items() if value
    } | {"region_id": "43"}


def test_formulas_are_made_harmless_only_where_that_is_asked_for(bring: Import) -> None:
    bring([CUSTOMER | {"firstname": "=1+1", "taxvat": "-5"}])

    assert ",=1+1," in exported("customer")
    safe = "".join(exports.as_csv(kind=Kind.CUSTOMER, safe_for_spreadsheets=True))
    assert ",'=1+1," in safe
    assert ",'-5," in safe


def test_an_export_is_noted(grace: Customer) -> None:
    exported("customer_composite")

    entry = Entry.objects.latest("id")
    assert (entry.subject, entry.event, entry.details) == ("customers", "exported", {"kind": "customer_composite"})


def test_passwords_that_came_are_of_use_after_the_way_back(bring: Import, grace: Customer, tmp_path: Path) -> None:
    Customer.objects.update(password_hash="magento$429c2a7866bee8c6fd4b49d03d917778:mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb:0")
    (tmp_path / "back.csv").write_text(exported("customer"))
    forget_everybody()

    bring(tmp_path / "back.csv")

    assert Customer.objects.get().password_is("Password1")
    assert not Customer.objects.get().password_is(PASSWORD)


def test_keys_are_remembered_whatever_letters_they_have() -> None:
    seen = Seen()

    assert seen.is_new(1, "a\0b")
    assert not seen.is_new(1, "a\0b")
    assert seen.is_new(11, "a")
    assert (11, "a") in seen
    assert (1, "1a") not in seen
    seen.close()


def test_what_changes_in_the_shop_meanwhile_counts_for_the_next_batch(bring: Import) -> None:
    def make_group(rows: int, _: int) -> None:
        if rows == 1:
            CustomerGroup.objects.create(pk=77, code="Friends")

    rows = [CUSTOMER | {"email": f"c{number}@example.org", "group_id": "77"} for number in range(3)]

    report = bring(rows, batch=1, progress=make_group)

    assert errors_of(report) == [(2, ["attributeNotInvalid"])]
    assert set(Customer.objects.values_list("email", "group_id")) == {("c1@example.org", 77), ("c2@example.org", 77)}


def test_rows_that_were_read_ahead_meet_who_came_meanwhile(
    bring: Import, make_customer: Callable[..., Customer]
) -> None:
    def come(rows: int, _: int) -> None:
        if rows == 1:
            make_customer(email="c1@example.org", taxvat="kept")

    rows = [CUSTOMER | {"email": f"c{number}@example.org", "firstname": "New"} for number in range(3)]

    report = bring(rows, batch=1, progress=come)

    assert (report.counts[reports.CREATED], report.counts[reports.UPDATED]) == (2, 1)
    assert Customer.objects.filter(firstname="New", taxvat="kept").count() == 1
