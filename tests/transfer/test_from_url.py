"""`manage.py import_customers --from-url`: out of a running shop, into this one."""

from __future__ import annotations

import copy
import csv
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Address, Customer, Subscription
from stores.models import CustomerGroup, Store, Website
from tests.generated import amount, undone
from tests.server import PATIENCE, ROOT, Server, fresh_database, running_demo
from tests.transfer.conftest import COMPOSITE, Rows, everything
from tests.transfer.magento_server import AFTER, SEARCH, TOKEN, Handler, Magento, address, attribute, customer, magento

Write = Callable[[Rows], Path]
Rest = Callable[..., Any]
Status = Subscription.Status


@pytest.fixture(autouse=True)
def with_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGENTO_TOKEN", TOKEN)
    for name in ("MAGENTO_ADMIN_USER", "MAGENTO_ADMIN_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shop() -> Iterator[Magento]:
    with magento() as running:
        yield running


@pytest.fixture
def bring_from(db: None, shop: Magento) -> Callable[..., str]:
    """Imports from the shop; what is told. Some rows are rejected if it ends with 2."""

    def bring(*options: object, ends_with: int = 0) -> str:
        output = StringIO()
        with pytest.raises(SystemExit) if ends_with else nullcontext() as end:
            call_command("import_customers", "--from-url", shop.base, "--rate", 1000, *map(str, options), stdout=output)
        assert not ends_with or end.value.code == ends_with
        return output.getvalue()

    return bring


Bring = Callable[..., str]


def refused(bring: Bring, *options: object) -> str:
    with pytest.raises(CommandError) as refusal:
        bring(*options)
    assert refusal.value.returncode == 1
    return str(refusal.value)


def with_more(shop: Magento) -> None:
    """Give the shop a second website, a group and attributes."""
    shop.answers["V1/store/websites"] = [
        *shop.answers["V1/store/websites"], {"id": 4, "code": "b2b", "name": "Wholesale", "default_group_id": 6},
    ]  # fmt: skip
    shop.answers["V1/store/storeGroups"] = [
        *shop.answers["V1/store/storeGroups"],
        {"id": 6, "website_id": 4, "root_category_id": 2, "default_store_id": 9, "name": "Trade", "code": "trade"},
    ]
    shop.answers["V1/store/storeViews"] = [
        *shop.answers["V1/store/storeViews"],
        {"id": 9, "code": "b2b_en", "name": "Trade English", "website_id": 4, "store_group_id": 6, "is_active": 1},
    ]
    shop.answers["V1/customerGroups/search"] = {
        "items": [{"id": 0, "code": "NOT LOGGED IN"}, {"id": 1, "code": "General"}, {"id": 12, "code": "Gold"}],
        "total_count": 3,
    }
    sizes = [{"label": " ", "value": ""}, {"label": "Small", "value": "71"}, {"label": "Large, wide", "value": "72"}]
    shop.answers["all/V1/attributeMetadata/customer"] = [
        *shop.answers["all/V1/attributeMetadata/customer"],
        attribute("shirt", "select", options=sizes, required=False, sort_order=50),
        attribute("sizes", "multiselect", options=sizes),
        attribute("motto", validation_rules=[{"name": "max_text_length", "value": "40"}], note="Short"),
        attribute("born_in_time", "date"),
        attribute("is_tall", "boolean"),
    ]
    shop.answers["all/V1/attributeMetadata/customerAddress"] = [
        *shop.answers["all/V1/attributeMetadata/customerAddress"], attribute("doors", "multiline", multiline_count=2),
    ]  # fmt: skip
    shop.answers["V1/attributeMetadata/customer/form/customer_account_edit"] = [attribute("shirt"), attribute("motto")]


def test_a_customer_comes_with_all_that_is_told(shop: Magento, bring_from: Bring, rest: Rest, admin: AdminUser) -> None:
    with_more(shop)
    told = {
        "group_id": 12,
        "dob": "1979-04-05",
        "gender": 2,
        "prefix": "Dr.",
        "middlename": "B.",
        "suffix": "III",
        "taxvat": "DE1",
        "confirmation": "7a8b9c",
        "store_id": 9,
        "website_id": 4,
        "created_in": "Trade English",
        "disable_auto_group_change": 1,
        "default_billing": "31",
        "default_shipping": "32",
        "extension_attributes": {"is_subscribed": True},
        "custom_attributes": [
            {"attribute_code": "shirt", "value": "72"},
            {"attribute_code": "sizes", "value": "71,72"},
            {"attribute_code": "motto", "value": "On, and on"},
            {"attribute_code": "born_in_time", "value": "1990-06-07 00:00:00"},
            {"attribute_code": "is_tall", "value": "1"},
        ],
    }
    book = [
        address(31, default_billing=True, company="Novak & Sons", vat_id="DE2", fax="1", suffix="Jr.", prefix="Mr."),
        address(
            32,
            default_shipping=True,
            street=["1 Lane", "Floor 2"],
            country_id="IE",
            region={"region": "Leinster", "region_code": "Leinster", "region_id": 0},
            region_id=0,
            custom_attributes=[{"attribute_code": "doors", "value": "left\nright"}],
        ),
    ]
    shop.customers = [customer(501, addresses=book, **told)]

    output = bring_from("--make-missing")

    shown = rest("GET", "/V1/customers/search?searchCriteria=", by=admin).json()["items"]
    ours = Customer.objects.get()
    options = {each.label: str(each.pk) for each in Attribute.objects.get(code="sizes").options.all()}
    shirts = {each.label: str(each.pk) for each in Attribute.objects.get(code="shirt").options.all()}
    expected = customer(
        ours.pk,
        **told
        | {
            "group_id": CustomerGroup.objects.get(code="Gold").pk,
            "store_id": Store.objects.get(code="b2b_en").pk,
            "website_id": Website.objects.get(code="b2b").pk,
            "email": "c501@example.org",
            "addresses": [{**each, "customer_id": ours.pk} for each in book],
        },
    )
    values = {each["attribute_code"]: each["value"] for each in shown[0].pop("custom_attributes")}
    expected.pop("custom_attributes")
    assert shown == [expected]
    assert values == {
        "shirt": shirts["Large, wide"],
        "sizes": f"{options['Small']},{options['Large, wide']}",
        "motto": "On, and on",
        "born_in_time": "1990-06-07",
        "is_tall": "1",
    }
    assert output == (
        'made website "b2b" (Wholesale)\n'
        'made store view "b2b_en" of the website "b2b"\n'
        'made customer group "Gold"\n'
        'made customer attribute "shirt" (select)\n'
        'made customer attribute "sizes" (multiselect)\n'
        'made customer attribute "motto" (text)\n'
        'made customer attribute "born_in_time" (date)\n'
        'made customer attribute "is_tall" (boolean)\n'
        'made customer address attribute "doors" (multiline)\n'
        f"{shop.base}\n"
        "             3 rows\n"
        "             1 customers created\n"
        "             1 customers without a password; they ask for a new one\n"
        "             2 addresses created\n"
        "             1 newsletter subscriptions begun\n"
    )
    assert CustomerGroup.objects.get(code="Gold").pk == 12
    shirt, motto = (Attribute.objects.get(code=code) for code in ("shirt", "motto"))
    assert (shirt.forms, shirt.sort_order, shirt.label) == (["customer_account_edit"], 50, "Shirt")
    assert (motto.validate_rules, motto.note) == ({"max_text_length": 40}, "Short")


def test_a_second_time_changes_nothing(shop: Magento, bring_from: Bring) -> None:
    shop.customers = [
        customer(n, addresses=[address(10 * n, default_billing=True), address(10 * n + 1)]) for n in (1, 2, 3)
    ]
    bring_from()
    before = everything()

    assert bring_from() == (
        f"{shop.base}\n"
        "             9 rows\n"
        "             3 customers unchanged\n"
        "             3 customers without a password; they ask for a new one\n"
        "             6 addresses unchanged\n"
    )
    assert everything() == before


def test_only_what_has_changed_there_changes(shop: Magento, bring_from: Bring) -> None:
    shop.customers = [customer(n, addresses=[address(10 * n)]) for n in (1, 2)]
    bring_from()
    shop.customers[0]["lastname"] = "Moreau"
    shop.customers[1]["addresses"] = [address(20, city="Buffalo"), address(21)]

    output = bring_from()

    assert "1 customers updated" in output
    assert "1 addresses updated" in output
    assert "1 addresses created" in output
    assert Customer.objects.get(email_key="c1@example.org").lastname == "Moreau"
    book = Address.objects.filter(customer__email_key="c2@example.org").order_by("pk")
    assert list(book.values_list("pk", "city")) == [(20, "Buffalo"), (21, "Albany")]


def test_whoever_has_a_password_keeps_it(
    shop: Magento, bring_from: Bring, make_customer: Callable[..., Customer]
) -> None:
    make_customer(email="c1@example.org")
    kept = Customer.objects.get().password_hash
    shop.customers = [customer(1), customer(2)]

    output = bring_from()

    assert Customer.objects.get(email_key="c1@example.org").password_hash == kept
    assert "1 customers updated" in output
    assert "1 customers without a password" in output


def test_who_only_looks_is_told_what_would_come(shop: Magento, bring_from: Bring) -> None:
    shop.customers = [customer(1, addresses=[address(3)], extension_attributes={"is_subscribed": True})]

    assert bring_from("--dry-run") == (
        f"{shop.base} (nothing was changed)\n"
        "             2 rows\n"
        "             1 customers created\n"
        "             1 customers without a password; they ask for a new one\n"
        "             1 addresses created\n"
        "             1 newsletter subscriptions begun\n"
    )
    assert not Customer.objects.exists()
    assert not Subscription.objects.exists()


def test_what_is_missing_is_told_before_anything_is_written(shop: Magento, bring_from: Bring) -> None:
    with_more(shop)
    shop.customers = [customer(1)]
    missing = (
        "The shop here is not the same yet; nothing was written. Missing here:"
        '\n  website "b2b" (Wholesale)'
        '\n  store view "b2b_en" of the website "b2b"'
        '\n  customer group "Gold"'
        '\n  customer attribute "shirt" (select)'
        '\n  customer attribute "sizes" (multiselect)'
        '\n  customer attribute "motto" (text)'
        '\n  customer attribute "born_in_time" (date)'
        '\n  customer attribute "is_tall" (boolean)'
        '\n  customer address attribute "doors" (multiline)'
    )

    assert refused(bring_from) == missing
    assert refused(bring_from, "--make-missing", "--dry-run") == missing
    assert not Customer.objects.exists()
    assert not Attribute.objects.exists()
    assert SEARCH not in {each.path for each in shop.asked}


def test_options_that_are_missing_are_made_beside_the_others(
    shop: Magento, bring_from: Bring, studies: Attribute
) -> None:
    options = [{"label": "MBA", "value": "1"}, {"label": "PhD", "value": "2"}]
    shop.answers["all/V1/attributeMetadata/customer"] = [attribute("studies", "multiselect", options=options)]
    shop.customers = [customer(1, custom_attributes=[{"attribute_code": "studies", "value": "2,1"}])]

    assert refused(bring_from).endswith('customer attribute "studies" (multiselect), its options PhD')
    bring_from("--make-missing")

    labels = {str(each.pk): each.label for each in studies.options.all()}
    assert list(labels.values()) == ["BSc", "MBA", "PhD"]
    values = Customer.objects.get().custom_values["studies"].split(",")
    assert sorted(labels[each] for each in values) == ["MBA", "PhD"]
    assert "unchanged" in bring_from()


def test_what_only_the_merchant_can_decide_is_not_made(shop: Magento, bring_from: Bring, studies: Attribute) -> None:
    shop.answers["all/V1/attributeMetadata/customer"] = [attribute("studies", "text"), attribute("photo", "image")]
    shop.answers["V1/store/websites"] = [{"id": 1, "code": "base2", "name": "Main"}]
    shop.customers = [customer(1, custom_attributes=[{"attribute_code": "studies", "value": "Latin"}])]

    told = refused(bring_from, "--make-missing")
    assert 'customer attribute "studies" (text): here it is Multiple Select' in told
    assert 'customer attribute "photo" (image)' in told
    assert 'store view "default" of the website "base2": here it is of the website "base"' in told
    assert not Website.objects.filter(code="base2").exists()

    shop.answers["V1/store/websites"] = [{"id": 1, "code": "base", "name": "Main"}]
    assert "1 customers created" in bring_from("--ignore-unknown-attributes")
    assert Customer.objects.get().custom_values == {}


def test_one_customer_or_address_that_is_wrong_leaves_out_no_other(
    shop: Magento, bring_from: Bring, tmp_path: Path, bring: Callable[..., Any]
) -> None:
    shop.customers = [
        customer(1, addresses=[address(11, telephone=""), address(12)]),
        customer(2, firstname="", addresses=[address(21)]),
        customer(3, website_id=77),
        customer(4, lastname="No\0vak"),
        customer(5, group_id=88),
        customer(6, store_id=0, website_id=1, addresses=[None, address(61, region="Nowhere")]),
        customer(7),
    ]
    rejects = tmp_path / "rejects.csv"

    output = bring_from("--rejects", rejects, ends_with=2)

    assert sorted(Customer.objects.values_list("email", flat=True)) == [f"c{n}@example.org" for n in (1, 6, 7)]
    assert list(Address.objects.values_list("pk", flat=True)) == [12]
    assert "             7 rows rejected\n" in output
    assert '  customer 1: Please make sure attribute "telephone" is not empty.\n' in output
    assert "  customer 3: We found an invalid value in a website column.\n" in output
    assert "  customer 4: Illegal character used for attribute lastname\n" in output

    text = rejects.read_text().replace("Nowhere", "New York")
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(text)
    again = bring(corrected)
    assert again.counts["addresses created"] == 1
    assert Address.objects.get(pk=61).customer.email == "c6@example.org"


def test_regions_are_found_by_what_they_are_called_here(shop: Magento, bring_from: Bring) -> None:
    told = [
        {"region": "New York", "region_code": "NY", "region_id": 43},
        {"region": "Staat New York", "region_code": "NY", "region_id": 43},
        "New York",
    ]
    shop.customers = [customer(1, addresses=[address(place, region=each) for place, each in enumerate(told, 1)])]

    bring_from()

    assert list(Address.objects.values_list("region__code", flat=True)) == ["NY", "NY", "NY"]


def test_values_there_is_no_place_for_are_counted(shop: Magento, bring_from: Bring, studies: Attribute) -> None:
    options = [{"label": "MBA", "value": "1"}]
    shop.answers["all/V1/attributeMetadata/customer"] = [
        attribute("studies", "multiselect", options=options), attribute("theirs", user_defined=False),
    ]  # fmt: skip
    given = {"studies": "1,502", "theirs": "x", "ghost": "y", "empty": ""}
    shop.customers = [customer(1, custom_attributes=given), customer(2, extension_attributes=None)]

    output = bring_from()

    labels = dict(studies.options.values_list("label", "pk"))
    assert Customer.objects.get(email_key="c1@example.org").custom_values == {"studies": str(labels["MBA"])}
    assert output.endswith(
        "             1 options of studies that are gone\n"
        "             1 values of ghost, of which the shop tells nothing\n"
        "             1 newsletter states the shop does not tell\n"
    )


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [
        (None, True, Status.SUBSCRIBED),
        (None, False, None),
        (Status.SUBSCRIBED, False, Status.UNSUBSCRIBED),
        (Status.SUBSCRIBED, True, Status.SUBSCRIBED),
        (Status.UNSUBSCRIBED, True, Status.UNSUBSCRIBED),
        (Status.UNSUBSCRIBED, False, Status.UNSUBSCRIBED),
        (Status.UNCONFIRMED, True, Status.SUBSCRIBED),
        (Status.UNCONFIRMED, False, Status.UNCONFIRMED),
        (Status.SUBSCRIBED, None, Status.SUBSCRIBED),
    ],
)
@pytest.mark.parametrize("was_guest", [True, False])
def test_nobody_is_subscribed_who_has_said_no(
    shop: Magento, bring_from: Bring, before: int | None, told: bool | None, after: int | None, was_guest: bool,
    make_customer: Callable[..., Customer], store: Store,
) -> None:  # fmt: skip
    owner = None if was_guest else make_customer(email="c1@example.org")
    if before is not None:
        Subscription.objects.create(
            customer=owner, email="c1@example.org", store=store, website=store.website, status=before
        )
    shop.customers = [customer(1, extension_attributes={} if told is None else {"is_subscribed": told})]

    bring_from()

    found = list(Subscription.objects.values_list("status", "customer__email"))
    assert found == ([] if after is None else [(after, "c1@example.org")])


def test_a_token_that_may_not_read_is_told_which_resource_it_lacks(
    shop: Magento, bring_from: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(question: Handler) -> None:
        question.send(403, {}) if question.api_path.startswith("V1/customerGroups") else question.answer_well()

    monkeypatch.setenv("MAGENTO_TOKEN", "wrong")
    assert "needs the resource Magento_Backend::store." in refused(bring_from)

    monkeypatch.setenv("MAGENTO_TOKEN", TOKEN)
    shop.fault = forbid
    assert "V1/customerGroups/search: it needs the resource Magento_Customer::group." in refused(bring_from)

    shop.fault = None
    assert "may not read" in refused(bring_from, "--token", "another")
    monkeypatch.delenv("MAGENTO_TOKEN")
    assert refused(bring_from).startswith("No token.")


def test_an_older_shop_has_no_labels_of_the_admin_and_no_codes_of_stores(shop: Magento, bring_from: Bring) -> None:
    for path in ("customer", "customerAddress"):
        shop.answers[f"V1/attributeMetadata/{path}"] = shop.answers.pop(f"all/V1/attributeMetadata/{path}")
    shop.answers["V1/store/storeGroups"] = [{"id": 1, "website_id": 1, "name": "Main", "default_store_id": 1}]
    shop.customers = [customer(1)]

    assert "1 customers created" in bring_from()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--behavior", "delete"], "--from-url only adds and updates."),
        (["--kind", "customer"], "--from-url goes without FILE"),
        (["some.csv"], "--from-url goes without FILE"),
        (["--page-size", "0"], "--page-size is between 1 and 1000."),
        (["--attempts", "0"], "--attempts is between 1 and 50."),
        (["--rate", "0"], "--rate is between 0.01 and 1000"),
        (["--timeout", "nan"], "--timeout between 0.1 and 3600."),
    ],
)
def test_options_that_do_not_fit_are_refused(shop: Magento, bring_from: Bring, options: list[str], told: str) -> None:
    assert told in refused(bring_from, *options)
    assert shop.asked == []


@pytest.mark.django_db
def test_something_has_to_be_imported() -> None:
    with pytest.raises(CommandError, match="Give one FILE or more, or --from-url"):
        call_command("import_customers")


def test_one_that_broke_off_goes_on_after_the_last_customer_that_was_kept(shop: Magento, bring_from: Bring) -> None:
    shop.customers = [customer(n, addresses=[address(n)]) for n in range(1, 21)]
    shop.faults = [None, None, None, lambda question: question.send(500, {})]  # The first one counts.

    assert "did not answer" in refused(bring_from, "--page-size", 5, "--batch", 4, "--attempts", 1)
    kept = Customer.objects.count()
    shop.asked.clear()
    output = bring_from("--page-size", 5, "--batch", 4)

    assert kept == 8
    assert shop.pages == [8, 13, 18, 20]
    assert "gone on after 16 rows" in output
    assert "            40 rows\n" in output
    assert "            20 customers created\n" in output
    assert Customer.objects.count() == Address.objects.count() == 20


def places(told: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """The way to everything that stands in JSON."""
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in inner:
        yield (*way, key)
        yield from places(value, *way, key)


ODD = st.sampled_from(
    [None, True, False, 0, -1, 1.5, 2**31, 2**63, 2**64 - 1, "", " ", "x", "0", "12", "\0", "\n", "=1+1", "é" * 300, [],
     {}, [[]], [{}], [None], {"a": {}}, {"value": "x"}],
)  # fmt: skip


@pytest.mark.django_db
@amount(25)
@given(st.data())
def test_nonsense_ends_in_a_sentence(data: st.DataObject) -> None:
    with magento() as shop, undone():
        with_more(shop)
        shop.customers = [
            customer(1, gender=1, dob="1980-01-01", default_billing="10",
                     addresses=[address(10, default_billing=True), address(11)],
                     custom_attributes=[{"attribute_code": "sizes", "value": "71,72"}]),
            customer(2, website_id=4, store_id=9, group_id=12),
        ]  # fmt: skip
        whole: Any = copy.deepcopy({"answers": shop.answers, "customers": shop.customers})
        ways = list(places(whole["answers"], "answers")) + list(places(whole["customers"], "customers")) * 3
        for *way, last in data.draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3)):
            place = whole
            try:
                for key in way:
                    place = place[key]
                place[last] = data.draw(ODD)
            except (KeyError, IndexError, TypeError):
                continue  # It went with another one.
        shop.answers, told = whole["answers"], whole["customers"]

        def answer(question: Handler) -> None:
            if question.api_path != SEARCH:
                question.answer_well()
            elif question.query.get(AFTER, "0") == "0":
                question.send(200, {"items": told, "total_count": len(told)})
            else:
                question.send(200, {"items": [], "total_count": 0})

        shop.fault = answer
        with suppress(CommandError, SystemExit):
            call_command(
                *("import_customers", "--from-url", shop.base, "--make-missing", "--attempts", "1", "--rate", "1000"),
                stdout=StringIO(),
            )


@dataclass
class Elsewhere:
    """A shop of its own, looked after by commands in processes of their own."""

    url: str

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        set_up = {"DUPLEX_MODE": "test", "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "commerce.settings"}
        everything = {**os.environ, **set_up, **environment}
        return subprocess.Popen(command, cwd=ROOT, env=everything, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: object, **environment: str) -> str:
        process = self.start(*arguments, **environment)
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
        return output


def test_one_that_was_killed_goes_on_to_the_same_end(shop: Magento, tmp_path: Path) -> None:
    shop.customers = [customer(n, addresses=[address(n), address(1000 + n)]) for n in range(1, 301)]
    reached, silent = threading.Event(), threading.Event()

    def fall_silent(question: Handler) -> None:
        reached.set()
        silent.wait(PATIENCE)
        question.close_connection = True

    options = ("import_customers", "--from-url", shop.base, "--page-size", 20, "--batch", 50, "--rate", 1000)
    with fresh_database(tmp_path) as url:
        here = Elsewhere(url)
        here.run("migrate", "--verbosity", 0)
        shop.faults = [None] * 8 + [fall_silent]
        process = here.start(*options)
        try:
            assert reached.wait(PATIENCE)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        finally:
            silent.set()
        shop.asked.clear()
        output = here.run(*options)
        written = here.run("export_customers", "-", "--kind", "customer_address").splitlines()

    assert 0 < shop.pages[0] <= 140
    assert "gone on after" in output
    assert "           900 rows\n" in output
    assert "           300 customers created\n" in output
    assert len(written) == 601
    assert sorted(int(line.split(",")[2]) for line in written[1:]) == [*range(1, 301), *range(1001, 1301)]


MORE = """
from attributes import definitions
from attributes.definitions import OptionFields
from stores import groups, structure
website = structure.save_website(website_id=None, fields={"code": "b2b", "name": "Wholesale"})
group = structure.save_store_group(group_id=None, fields={"website": website, "code": "trade", "name": "Trade"})
structure.save_store(store_id=None, fields={"group": group, "code": "b2b_en", "name": "Trade English"})
groups.save_group(group_id=None, fields={"code": "Gone"})
gone = groups.save_group(group_id=None, fields={"code": "Gold"})
print(gone.pk)
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo with two websites and 453 customers, most of whom have several addresses and custom attributes."""
    folder = tmp_path_factory.mktemp("there")
    rows: Rows = []
    with fresh_database(folder) as url:
        shop = Elsewhere(url)
        shop.run("demo", "--prepare", DUPLEX_MODE="demo")
        gold = shop.run("shell", "--no-imports", "-c", MORE, DUPLEX_MODE="demo").strip()
        empty = dict.fromkeys(COMPOSITE, "")
        for number in range(450):
            website = ("b2b", "b2b_en") if number % 3 else ("base", "default")
            cells = {
                "email": f"c{number}@example.org",
                "_website": website[0],
                "_store": website[1],
                "firstname": f"Zoë {number}",
                "group_id": gold if number % 2 else "1",
                "gender": ("", "Male", "Female")[number % 3],
                "dob": "1980-02-29" if number % 5 == 0 else "",
                "created_at": "2019-03-04 05:06:07",
                "updated_at": "2020-03-04 05:06:07",
                "is_subscribed": str(number % 2),
                "studies": ("", "MBA", "BSc,MBA")[number % 3],
                "about_me": '=A "quoted", text\nof two lines' if number % 4 == 0 else "",
                "prefers_phone": ("", "Yes", "No")[number % 3],
            }
            rows.append(COMPOSITE | cells)
            for further in range(number % 4):
                cells = {"_address_city": f"City {further}", "_address_street": "1 Lane\nFloor 2"}
                rows.append(empty | {name: COMPOSITE[name] for name in empty if name.startswith("_address")} | cells)
                rows[-1]["_address_default_shipping_"] = "1" if further == 1 else ""
        path = folder / "customers.csv"
        path.write_text(_csv(rows), encoding="utf-8", newline="")
        shop.run("import_customers", path, DUPLEX_MODE="demo")
        with running_demo(folder, url) as server:
            yield server


@pytest.mark.django_db
def test_everybody_moves_from_one_duplex_to_another(
    there: Server, rest: Rest, admin: AdminUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAGENTO_TOKEN")
    monkeypatch.setenv("MAGENTO_ADMIN_USER", "admin")
    monkeypatch.setenv("MAGENTO_ADMIN_PASSWORD", "admin123")
    CustomerGroup.objects.create(code="Of this shop alone")  # It takes a number the other shop uses as well.
    output = StringIO()

    call_command(
        *("import_customers", "--from-url", there.base, "--make-missing", "--page-size", "70", "--batch", "130"),
        *("--rate", "1000"),
        stdout=output,
    )

    token = there.call("POST", "/rest/V1/integration/admin/token", {"username": "admin", "password": "admin123"}).json()
    theirs = _everybody(lambda path: there.call("GET", path, Authorization=f"Bearer {token}").json())
    ours = _everybody(lambda path: rest("GET", path.removeprefix("/rest"), by=admin).json())
    assert len(theirs) == 454
    assert ours == theirs
    assert "           454 customers created\n" in output.getvalue()
    assert "           454 customers without a password; they ask for a new one\n" in output.getvalue()

    before = everything()
    call_command("import_customers", "--from-url", there.base, "--rate", "1000", stdout=output)
    assert "           454 customers unchanged\n" in output.getvalue()
    assert everything() == before


def _everybody(get: Callable[[str], Any]) -> dict[str, Any]:
    """All customers of a shop by e-mail, with codes and labels in place of numbers that differ between shops."""
    websites = {each["id"]: each["code"] for each in get("/rest/V1/store/websites")}
    stores = {each["id"]: each["code"] for each in get("/rest/V1/store/storeViews")}
    groups = {each["id"]: each["code"] for each in get("/rest/V1/customerGroups/search?searchCriteria=")["items"]}
    labels = {
        each["attribute_code"]: {option["value"]: option["label"] for option in each["options"]}
        for entity in ("customer", "customerAddress")
        for each in get(f"/rest/V1/attributeMetadata/{entity}/custom")
    }

    def values(owner: dict[str, Any]) -> dict[str, Any]:
        return {
            each["attribute_code"]: sorted(
                labels[each["attribute_code"]].get(part, part) for part in each["value"].split(",")
            )
            for each in owner.get("custom_attributes", [])
        }

    found = {}
    for told in get("/rest/V1/customers/search?searchCriteria=")["items"]:
        book = [{**each, "custom_attributes": values(each), "customer_id": 0} for each in told["addresses"]]
        found[told["email"]] = {
            **told,
            "id": 0,
            "website_id": websites[told["website_id"]],
            "store_id": stores[told["store_id"]],
            "group_id": groups[told["group_id"]],
            "custom_attributes": values(told),
            "addresses": sorted(book, key=lambda each: each["id"]),
        }
    return found


def _csv(rows: Rows) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
