"""`manage.py import_customers --from-database`: a whole Magento moves in, and nothing of it is changed."""

from __future__ import annotations

import csv
import signal
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from attributes.models import Attribute, AttributeOption
from customers import newsletter
from customers.models import Address, Customer, Subscription
from history.models import Entry
from outbox.models import Mail
from stores import config, groups
from stores.models import ConfigValue, CustomerGroup, Store, StoreGroup, Website
from tests.server import PATIENCE, fresh_database
from tests.transfer.conftest import need_mariadb
from tests.transfer.magento_tables import ADDRESS, CUSTOMER, Magento, fresh_magento
from tests.transfer.test_commands import Shop, refused, told
from transfer.errors import DatabaseNotReached
from transfer.magento_database.database import opened
from transfer.models import ImportRun

PASSWORD = "Password1"
SALT = "mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb"
HASHES = [
    f"429c2a7866bee8c6fd4b49d03d917778:{SALT}:0",
    f"57de99d214d26a17c71f00fe2b9d074a201346fa2e46597538221ee986dddd8b:{SALT}:1",
    "90a025a1394b49943c8b7d56bae6867d4e40802bf58aed4e0f928fe7376d221b:mgLqkqgTwLPLlClj:2",
    f"90a025a1394b49943c8b7d56bae6867d4e40802bf58aed4e0f928fe7376d221b:{SALT}:3_32_2_67108864",
    f"77480e53349b9d56accf342b65beea919fd265de97773b25bcf5fe2d1aff4c1b:{SALT}:0:1",
    f"a97a85ccae3016226a3ab08a6d0f550e0a1383731f8639f1c34cc89e5f98e9c1:{SALT}:1:2",
    f"a97a85ccae3016226a3ab08a6d0f550e0a1383731f8639f1c34cc89e5f98e9c1:{SALT}:1:3_32_2_67108864",
    f"429c2a7866bee8c6fd4b49d03d917778:{SALT}",
]

pytestmark = pytest.mark.django_db


def move(magento: Magento, *arguments: object) -> str:
    return told("import_customers", "--from-database", magento.url, *arguments)


def moved_but(magento: Magento, *arguments: object) -> str:
    """The same, where something cannot come in."""
    output = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_customers", "--from-database", magento.url, *map(str, arguments), stdout=output)
    assert end.value.code == 2
    return output.getvalue()


def everything() -> dict[str, list[Any]]:
    """Every row a move can write, but for its own progress and the history."""
    models = (Website, StoreGroup, Store, CustomerGroup, ConfigValue, Attribute, AttributeOption, Customer, Address,
              Subscription)  # fmt: skip
    return {model._meta.db_table: list(model._default_manager.order_by("pk").values()) for model in models}


def graphql(client: Client, query: str, *, token: str = "", store: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.post(
        "/graphql", {"query": query}, "application/json", headers=headers | ({"Store": store} if store else {})
    ).json()
    assert "errors" not in answer, answer
    return answer["data"]


def sign_in(client: Client, email: str, *, store: str = "") -> str:
    query = f'mutation {{ generateCustomerToken(email: "{email}", password: "{PASSWORD}") {{ token }} }}'
    return str(graphql(client, query, store=store)["generateCustomerToken"]["token"])


def furnish(magento: Magento) -> dict[str, int]:
    """Two more views, a group, settings, attributes of every kind, three customers with what belongs to them."""
    outlet = magento.website("outlet", views=("outlet_en", "outlet_de"))
    club = magento.add("customer_group", customer_group_code="Club", tax_class_id=3)
    magento.add("customer_group_excluded_website", customer_group_id=club, website_id=outlet["website"])
    magento.setting("customer/password/minimum_password_length", "9")
    magento.setting("general/locale/code", "de_DE", "stores", outlet["outlet_de"])
    magento.setting("customer/address/street_lines", "3", "websites", outlet["website"])
    magento.setting("customer/create_account/default_group", str(club))
    magento.setting("carriers/ups/password", "0:3:abcdef")
    color = magento.attribute(
        CUSTOMER, "favorite_color", "int", "select", forms=("customer_account_edit", "adminhtml_checkout"),
        labels={outlet["outlet_de"]: "Lieblingsfarbe"}, source_model=r"Magento\Eav\Model\Entity\Attribute\Source\Table",
        sort_order=5,
    )  # fmt: skip
    red = magento.option(color, "Red", sort_order=1, **{f"store_{outlet['outlet_de']}": "Rot"})
    magento.option(color, "Blue", sort_order=2)
    blue = magento.option(color, "Blue", sort_order=3)
    hobbies = magento.attribute(CUSTOMER, "hobbies", "text", "multiselect", sort_order=6)
    chess, go = magento.option(hobbies, "Chess, speed", sort_order=1), magento.option(hobbies, "Go", sort_order=2)
    size = magento.attribute(CUSTOMER, "shoe_size", "varchar", "text", validate_rules='{"max_text_length":"10"}')
    vip = magento.attribute(
        CUSTOMER, "vip", "int", "boolean", source_model=r"Magento\Eav\Model\Entity\Attribute\Source\Boolean"
    )
    met = magento.attribute(CUSTOMER, "met_on", "datetime", "date")
    spent = magento.attribute(CUSTOMER, "spent", "decimal", "text")
    motto = magento.attribute(
        CUSTOMER, "motto", "text", "multiline", multiline_count=3,
        validate_rules='a:1:{s:15:"max_text_length";i:40;}',
    )  # fmt: skip
    floor = magento.attribute(ADDRESS, "floor", "varchar", "text", forms=("customer_address_edit",))
    ada = magento.customer(
        "Ada@Example.org", password_hash=HASHES[3], gender=2, dob="1972-03-11", taxvat="ATU1", prefix="Dr",
        failures_num=2, first_failure="2021-05-06 07:08:09", lock_expires="2021-05-06 07:18:09",
    )  # fmt: skip
    for kind, attribute, value in (
        ("int", color, blue), ("text", hobbies, f"{go},{chess}"), ("varchar", size, "42"), ("int", vip, 1),
        ("datetime", met, "2010-02-03 00:00:00"), ("decimal", spent, "12.5"), ("text", motto, "Onward\nupward"),
    ):  # fmt: skip
        magento.value(CUSTOMER, kind, attribute, ada, value)
    home = magento.address(ada, default=True)
    magento.value(ADDRESS, "varchar", floor, home, "3rd")
    magento.address(
        ada, country_id="DE", region=None, region_id=None, city="Berlin", street="Kai 1\nHof", postcode="10115"
    )
    bo = magento.customer(
        "bo@example.org", website_id=outlet["website"], store_id=outlet["outlet_de"], group_id=club,
        created_in="Outlet", password_hash=HASHES[0], gender=3, firstname="Bø", lastname="Ærlig 😀",
    )  # fmt: skip
    magento.value(CUSTOMER, "int", color, bo, red)
    magento.customer("cy@example.org", confirmation="abcdef", password_hash=None, store_id=0)
    magento.add("newsletter_subscriber", store_id=1, customer_id=ada, subscriber_email="ada@example.org",
                subscriber_status=1, change_status_at="2020-02-02 02:02:02")  # fmt: skip
    magento.add("newsletter_subscriber", store_id=1, subscriber_email="guest@example.org", subscriber_status=3,
                change_status_at="2020-02-02 02:02:02")  # fmt: skip
    magento.add("newsletter_subscriber", store_id=1, subscriber_email="Guest@example.org", subscriber_status=1)
    magento.add("newsletter_subscriber", store_id=outlet["outlet_de"], customer_id=bo,
                subscriber_email="bo@example.org", subscriber_status=2)  # fmt: skip
    magento.add("sales_order", customer_id=ada)
    return {**outlet, "club": club, "home": home}


def test_a_whole_shop_moves_in(magento: Magento, client: Client) -> None:
    there = furnish(magento)

    output = move(magento)

    assert output == (
        "stores\n"
        "             1 websites unchanged\n"
        "             1 websites created\n"
        "             1 stores unchanged\n"
        "             1 stores created\n"
        "             1 store views unchanged\n"
        "             2 store views created\n"
        "             3 customer groups unchanged\n"
        "             1 customer groups created\n"
        "settings\n"
        "             4 settings changed\n"
        "             1 settings of what is not here\n"
        "attributes\n"
        "             1 forms attributes are in that are not here\n"
        "             8 attributes created\n"
        f"customers of {magento.name}\n"
        "             3 rows\n"
        "             3 customers created\n"
        "             1 customers without a password; they ask for a new one\n"
        "newsletter\n"
        "             4 subscriptions\n"
        "             1 subscriptions of an e-mail that has a later one\n"
        "             3 subscriptions created\n"
        f"addresses of {magento.name}\n"
        "             2 rows\n"
        "             2 addresses created\n"
        "left in Magento\n"
        "             1 orders\n"
    )
    assert CustomerGroup.objects.get(code="Club").pk == there["club"]
    account = graphql(
        client,
        "{ customer { email prefix gender date_of_birth taxvat created_at is_subscribed"
        " custom_attributes { code ... on AttributeValue { value }"
        " ... on AttributeSelectedOptions { selected_options { label } } } } }",
        token=sign_in(client, "ada@example.org"),
    )["customer"]
    assert {name: value for name, value in account.items() if name != "custom_attributes"} == {
        "email": "ada@example.org",
        "prefix": "Dr",
        "gender": 2,
        "date_of_birth": "1972-03-11",
        "taxvat": "ATU1",
        "created_at": "2019-03-04 05:06:07",
        "is_subscribed": True,
    }
    assert account["custom_attributes"] == [
        {"code": "shoe_size", "value": "42"},
        {"code": "vip", "value": "1"},
        {"code": "met_on", "value": "2010-02-03"},
        {"code": "spent", "value": "12.5000"},
        {"code": "motto", "value": "Onward\nupward"},
        {"code": "favorite_color", "selected_options": [{"label": "Blue"}]},
        {"code": "hobbies", "selected_options": [{"label": "Chess, speed"}, {"label": "Go"}]},
    ]


def test_addresses_keep_their_numbers_and_defaults(magento: Magento, client: Client) -> None:
    there = furnish(magento)
    move(magento)

    token = sign_in(client, "ada@example.org")
    book = client.get("/rest/V1/customers/me", headers={"Authorization": f"Bearer {token}"}).json()["addresses"]

    assert book[0] == {
        "id": there["home"],
        "customer_id": Customer.objects.get(email="ada@example.org").pk,
        "region": {"region_code": "NY", "region": "New York", "region_id": 43},
        "region_id": 43,
        "country_id": "US",
        "street": ["12 Quay Street"],
        "telephone": "518-555-0142",
        "postcode": "12207",
        "city": "Albany",
        "firstname": "Ada",
        "lastname": "Novak",
        "default_shipping": True,
        "default_billing": True,
        "custom_attributes": [{"attribute_code": "floor", "value": "3rd"}],
    }
    assert [book[1][name] for name in ("street", "city", "country_id")] == [["Kai 1", "Hof"], "Berlin", "DE"]


def test_customers_belong_where_they_belonged(magento: Magento, client: Client) -> None:
    there = furnish(magento)
    move(magento)

    bo = Customer.objects.select_related("website", "store", "group").get(email="bo@example.org")

    assert (bo.website.code, bo.store.code, bo.group.code, bo.created_in) == ("outlet", "outlet_de", "Club", "Outlet")
    assert (bo.firstname, bo.lastname, bo.gender) == ("Bø", "Ærlig 😀", 3)
    assert bo.group.pk == there["club"]
    assert bo.group.exclude_website_ids == [bo.website_id]
    token = sign_in(client, "bo@example.org", store="outlet_de")
    query = (
        '{ customer { custom_attributes(attributeCodes: ["favorite_color"])'
        " { ... on AttributeSelectedOptions { selected_options { label } } } } }"
    )
    shown = graphql(client, query, token=token, store="outlet_de")["customer"]["custom_attributes"]
    assert shown == [{"selected_options": [{"label": "Rot"}]}]
    cy = Customer.objects.get(email="cy@example.org")
    assert (cy.confirmation_key, cy.has_password, cy.store.code) == ("abcdef", False, "default")


def test_locks_and_failures_come_along(magento: Magento) -> None:
    furnish(magento)
    move(magento)

    ada = Customer.objects.get(email="ada@example.org")

    assert ada.failures_count == 2
    assert f"{ada.first_failure_at:%Y-%m-%d %H:%M:%S}" == "2021-05-06 07:08:09"
    assert f"{ada.locked_until_at:%Y-%m-%d %H:%M:%S}" == "2021-05-06 07:18:09"


def test_stores_settings_and_attributes_are_what_they_were(magento: Magento) -> None:
    there = furnish(magento)
    magento.run("UPDATE {store_website} SET is_default = (code = 'outlet')")
    move(magento)

    outlet = Website.objects.get(code="outlet")
    views = list(outlet.stores.order_by("pk"))
    assert outlet.is_default
    assert [view.code for view in views] == ["outlet_en", "outlet_de"]
    assert outlet.default_group
    assert outlet.default_group.default_store == views[0]
    assert config.read("general/locale/code", views[1]) == "de_DE"
    assert config.read("general/locale/code", views[0]) == "en_US"
    assert config.read("customer/address/street_lines", website_id=outlet.pk) == 3
    assert config.read("customer/password/minimum_password_length") == 9
    assert config.read("customer/create_account/default_group") == CustomerGroup.objects.get(code="Club").pk
    color = Attribute.objects.get(code="favorite_color")
    assert (color.label, color.label_in(views[1].pk), color.input_type) == (
        "Favorite Color",
        "Lieblingsfarbe",
        "select",
    )
    assert color.forms == ["customer_account_edit"]
    assert [option.label_in(views[1].pk) for option in color.options.all()] == ["Rot", "Blue", "Blue"]
    assert Attribute.objects.get(code="motto").validate_rules == {"max_text_length": 40}
    assert Attribute.objects.get(code="motto").multiline_count == 3
    assert Attribute.objects.get(code="shoe_size").validate_rules == {"max_text_length": 10}
    assert Attribute.objects.get(code="floor").entity_type == "customer_address"
    assert there["outlet_de"] == magento.run("SELECT store_id FROM {store} WHERE code = 'outlet_de'")[0][0]


def test_the_newsletter_goes_on_as_it_was(magento: Magento) -> None:
    furnish(magento)
    move(magento)

    told = {
        (each.email, each.customer and each.customer.email): (each.status, each.store.code, each.confirmation_code)
        for each in Subscription.objects.select_related("customer", "store")
    }

    assert told == {
        ("ada@example.org", "ada@example.org"): (Subscription.Status.SUBSCRIBED, "default", ""),
        ("Guest@example.org", None): (Subscription.Status.SUBSCRIBED, "default", ""),
        ("bo@example.org", "bo@example.org"): (Subscription.Status.NOT_ACTIVE, "outlet_de", ""),
    }


def test_whoever_said_no_here_is_not_subscribed_again(magento: Magento) -> None:
    furnish(magento)
    move(magento)
    newsletter.set_subscribed(Customer.objects.get(email="ada@example.org"), False)

    output = move(magento)

    assert "1 subscriptions left as they are, changed here since" in output
    assert not Subscription.objects.filter(email="ada@example.org", status=Subscription.Status.SUBSCRIBED).exists()
    magento.run("UPDATE {newsletter_subscriber} SET subscriber_status = 4, change_status_at = '2037-01-01'"
                " WHERE subscriber_email = 'ada@example.org'")  # fmt: skip
    assert "1 subscriptions changed" in move(magento)
    assert Subscription.objects.get(email="ada@example.org").status == Subscription.Status.UNCONFIRMED


@pytest.mark.parametrize("stored", HASHES)
def test_every_form_of_a_password_signs_in(magento: Magento, client: Client, stored: str) -> None:
    magento.customer("ada@example.org", password_hash=stored)
    move(magento)

    assert sign_in(client, "ada@example.org")


def test_a_hash_that_was_cut_off_is_told_and_left_out(magento: Magento) -> None:
    magento.customer("ada@example.org", password_hash=f"{'a' * 64}:{'b' * 61}:1")

    output = move(magento)

    assert "1 password hashes that cannot be used; their owners need a new password (number 1)" in output
    assert not Customer.objects.get().has_password


def test_it_is_once_and_the_same_the_second_time(magento: Magento) -> None:
    furnish(magento)
    before = magento.checksum()
    move(magento)
    first, entries = everything(), Entry.objects.count()

    output = move(magento)

    assert everything() == first
    assert not [
        line for line in output.splitlines() if "created" in line or (line.endswith("changed") and "un" not in line)
    ]
    assert magento.checksum() == before
    assert Entry.objects.count() == entries + 2  # that customers and addresses were imported
    assert not Mail.objects.exists()


def test_what_changed_there_is_changed_here_the_second_time(magento: Magento) -> None:
    furnish(magento)
    move(magento)
    magento.run("UPDATE {customer_entity} SET lastname = 'Holm' WHERE email = 'ada@example.org'")
    magento.run("UPDATE {eav_attribute_option_value} SET value = 'Ruby' WHERE value = 'Rot'")
    magento.run("UPDATE {store_website} SET name = 'Main' WHERE code = 'base'")
    magento.customer("dee@example.org")

    output = move(magento)

    assert "             1 customers created\n" in output
    assert "             1 customers updated\n" in output
    assert "             1 attributes changed\n" in output
    assert "             1 websites changed\n" in output
    assert Customer.objects.get(email="ada@example.org").lastname == "Holm"
    assert "Ruby" in AttributeOption.objects.get(label="Red").store_labels.values()
    assert Website.objects.get(code="base").name == "Main"


def test_what_is_here_alone_stays(magento: Magento) -> None:
    furnish(magento)
    move(magento)
    attribute = Attribute.objects.get(code="favorite_color")
    green = AttributeOption.objects.create(attribute=attribute, label="Green", sort_order=9)
    Attribute.objects.create(entity_type="customer", code="pet", label="Pet")
    config.write("customer/password/lockout_failures", "3")
    Customer.objects.filter(email="ada@example.org").update(
        custom_values={"pet": "Cat", "favorite_color": str(green.pk)}
    )
    magento.run("UPDATE {eav_attribute} SET frontend_label = 'Color' WHERE attribute_code = 'favorite_color'")

    move(magento)

    assert set(attribute.options.values_list("label", flat=True)) >= {"Red", "Blue", "Green"}
    assert Attribute.objects.get(code="favorite_color").label == "Color"
    assert Customer.objects.get(email="ada@example.org").custom_values["pet"] == "Cat"
    assert config.read("customer/password/lockout_failures") == 3


def test_whoever_only_looks_is_told_all_and_changes_nothing(magento: Magento, tmp_path: Path) -> None:
    furnish(magento)
    magento.customer("no-name@example.org", firstname="")
    before, there = everything(), magento.checksum()

    looked = moved_but(magento, "--dry-run", "--rejects", tmp_path / "looked")

    assert everything() == before
    assert magento.checksum() == there
    assert not ImportRun.objects.exists()
    did = moved_but(magento, "--rejects", tmp_path / "did")
    assert looked.replace(" (nothing was changed)", "") == did
    assert (tmp_path / "looked" / "customers.csv").read_text() == (tmp_path / "did" / "customers.csv").read_text()


def test_rejected_rows_make_files_that_can_be_corrected_and_read_in(magento: Magento, tmp_path: Path) -> None:
    furnish(magento)
    dee = magento.customer("dee@example.org", firstname="")
    magento.address(dee, city="Utica")
    magento.customer("nobody", website_id=None)
    folder = tmp_path / "rejects"

    output = moved_but(magento, "--rejects", folder)

    assert '  number 4: Please make sure attribute "firstname" is not empty.\n' in output
    assert "  number 5: Please specify a website.\n" in output
    customers = folder / "customers.csv"
    lines = customers.read_text().splitlines()
    assert len(lines) == 3
    with customers.open(newline="") as file:
        header, row, _ = list(csv.reader(file))
    row[header.index("firstname")] = "Dee"
    with customers.open("w", newline="") as file:
        csv.writer(file).writerows([header, row])
    told("import_customers", customers, folder / "addresses.csv")
    assert Customer.objects.get(email="dee@example.org").addresses.get().city == "Utica"


def test_only_some_parts_are_brought(magento: Magento) -> None:
    furnish(magento)

    output = move(magento, "--parts", "stores,attributes")

    assert [line for line in output.splitlines() if not line.startswith(" ")] == [
        "stores",
        "attributes",
        "left in Magento",
    ]
    assert Website.objects.filter(code="outlet").exists()
    assert not ConfigValue.objects.exists()
    assert not Customer.objects.exists()
    output = move(magento, "--parts", "customers")
    assert "             3 customers created\n" in output
    assert not Subscription.objects.exists()


def test_customers_of_a_website_that_is_not_here_are_rejected(magento: Magento) -> None:
    furnish(magento)
    moved_but(magento, "--parts", "attributes")

    output = moved_but(magento, "--parts", "customers")

    assert "website outlet: it is not here" in output
    assert "             1 x invalidWebsite\n" in output
    assert Customer.objects.count() == 2


def test_values_of_an_attribute_that_is_not_here_are_not_lost_unnoticed(magento: Magento) -> None:
    portrait = magento.attribute(CUSTOMER, "portrait", "varchar", "image")
    ada = magento.customer("ada@example.org")
    assert "not brought" in moved_but(magento)
    magento.value(CUSTOMER, "varchar", portrait, ada, "/a/d/ada.png")
    Customer.objects.all().delete()

    assert refused("import_customers", "--from-database", magento.url) == (
        "There are values of attributes that are not here: portrait. Define them with the codes they have in Magento, "
        "or leave them behind with --ignore-unknown-columns.",
        1,
    )
    assert not Customer.objects.exists()
    assert "attribute portrait" in moved_but(magento, "--ignore-unknown-columns")
    assert Customer.objects.get().email == "ada@example.org"


def test_an_option_is_never_another_one_that_has_its_number(magento: Magento) -> None:
    here = Attribute.objects.create(entity_type="customer", code="size", label="Size", input_type="select")
    small = AttributeOption.objects.create(attribute=here, label="Small")
    size = magento.attribute(CUSTOMER, "size", "int", "select")
    magento.run("ALTER TABLE {eav_attribute_option} AUTO_INCREMENT = %s", small.pk + 1000)
    large = magento.option(size, "Large")
    magento.value(CUSTOMER, "int", size, magento.customer("ada@example.org"), large)
    magento.value(CUSTOMER, "int", size, magento.customer("bo@example.org"), small.pk)

    output = moved_but(magento, "--parts", "customers")

    assert "             1 x attributeNotInvalid\n" in output
    assert "             1 choices of options Magento itself has no more\n" in output
    assert Customer.objects.get().custom_values == {}
    move(magento)
    large_here = AttributeOption.objects.get(label="Large")
    assert Customer.objects.get(email="ada@example.org").custom_values == {"size": str(large_here.pk)}


def test_an_account_shared_between_websites_stays_on_its_own(magento: Magento) -> None:
    outlet = magento.website("outlet", views=("outlet_en",))
    magento.customer("ada@example.org", store_id=outlet["outlet_en"])

    output = move(magento)

    assert (
        "             1 customers whose store view is on another website; they have the default one of theirs" in output
    )
    ada = Customer.objects.select_related("website", "store").get()
    assert (ada.website.code, ada.store.code) == ("base", "default")


def test_an_attribute_that_is_otherwise_here_gets_labels_as_text(
    magento: Magento, make_customer: Callable[..., Customer]
) -> None:
    Attribute.objects.create(entity_type="customer", code="size", label="Size", input_type="text")
    make_customer()
    Customer.objects.update(custom_values={"size": "XL"})
    size = magento.attribute(CUSTOMER, "size", "int", "select")
    magento.value(CUSTOMER, "int", size, magento.customer("ada@example.org"), magento.option(size, "Large"))

    output = moved_but(magento)

    assert 'customer attribute size: The input of "Size" cannot change' in output
    assert Customer.objects.get(email="ada@example.org").custom_values == {"size": "Large"}


def test_inputs_without_a_counterpart_become_text(magento: Magento) -> None:
    since = magento.attribute(CUSTOMER, "since", "datetime", "datetime")
    office = magento.attribute(CUSTOMER, "office", "varchar", "select", source_model=r"Acme\Offices\Model\Source")
    ada = magento.customer("ada@example.org")
    magento.value(CUSTOMER, "datetime", since, ada, "2020-01-02 03:04:05")
    magento.value(CUSTOMER, "varchar", office, ada, "north")

    output = move(magento)

    assert "customer attribute since: its input datetime became a text field" in output
    assert "customer attribute office: its options come from a program of Magento's" in output
    assert Customer.objects.get().custom_values == {"since": "2020-01-02 03:04:05", "office": "north"}


def test_an_attribute_may_stand_in_a_column_of_its_own(magento: Magento) -> None:
    magento.run("ALTER TABLE {customer_entity} ADD COLUMN nickname VARCHAR(20)")
    magento.attribute(CUSTOMER, "nickname", "static", "text")
    magento.customer("ada@example.org", nickname="Countess")

    move(magento)

    assert Customer.objects.get().custom_values == {"nickname": "Countess"}


def test_a_setting_the_shop_refuses_is_told_and_left_out(magento: Magento) -> None:
    magento.setting("customer/account_share/scope", "0")
    magento.setting("customer/password/lockout_failures", "many")
    magento.setting("customer/password/lockout_threshold", "15")
    magento.setting("general/locale/code", "fr_FR", "stores", 99)

    output = moved_but(magento)

    assert 'customer/account_share/scope: The setting "Share Customer Accounts" was not saved.' in output
    assert "customer/password/lockout_failures: " in output
    assert "             1 settings of websites and store views that are not here\n" in output
    assert config.read("customer/password/lockout_threshold") == 15
    assert ConfigValue.objects.count() == 1


def test_a_group_gets_another_number_where_its_own_is_taken(magento: Magento) -> None:
    groups.save_group(group_id=None, fields={"code": "Staff"}, wanted_id=4)
    magento.add("customer_group", customer_group_id=4, customer_group_code="Club", tax_class_id=3)
    magento.add("customer_group", customer_group_id=9, customer_group_code="staff", tax_class_id=7)
    magento.customer("ada@example.org", group_id=4)
    magento.customer("bo@example.org", group_id=9)

    output = move(magento)

    club = CustomerGroup.objects.get(code="Club")
    assert club.pk > 4  # which one exactly a sequence says that other tests have moved
    assert f"customer group Club has the number {club.pk} here, 4 in Magento" in output
    assert "1 customer groups whose tax class is not here" in output
    assert Customer.objects.get(email="ada@example.org").group_id == club.pk
    assert Customer.objects.get(email="bo@example.org").group_id == 4
    assert groups.save_group(group_id=None, fields={"code": "Next"}).pk == club.pk + 1


def test_numbers_of_stores_need_not_be_magentos(magento: Magento, other_store: Store) -> None:
    outlet = magento.website("outlet", views=("outlet_en",))
    magento.customer("ada@example.org", website_id=outlet["website"], store_id=outlet["outlet_en"])

    move(magento)

    ada = Customer.objects.select_related("website", "store").get()
    assert (ada.website.code, ada.store.code) == ("outlet", "outlet_en")
    assert ada.website_id != outlet["website"]


def test_tables_may_have_a_prefix() -> None:
    need_mariadb()
    with fresh_magento("m2_") as magento:
        furnish(magento)

        assert refused("import_customers", "--from-database", magento.url) == (
            f"{magento.name} is not the database of a Magento 2: there is no table store_website, store_group, store. "
            "Its tables begin with m2_: give --table-prefix m2_.",
            1,
        )
        move(magento, "--table-prefix", "m2_")
    assert Customer.objects.count() == 3


def test_an_older_magento_lacks_some_columns(magento: Magento) -> None:
    furnish(magento)
    magento.run("ALTER TABLE {customer_entity} DROP COLUMN failures_num, DROP COLUMN first_failure,"
                " DROP COLUMN lock_expires, DROP COLUMN session_cutoff")  # fmt: skip
    magento.run("ALTER TABLE {store_group} DROP COLUMN code")
    magento.run("DROP TABLE {customer_group_excluded_website}")
    magento.run("DROP TABLE {customer_eav_attribute_website}")

    move(magento)

    assert Customer.objects.count() == 3
    assert StoreGroup.objects.get(name="outlet store").code == "outlet_store"


def test_what_cannot_be_read_is_told_in_a_sentence(magento: Magento, monkeypatch: pytest.MonkeyPatch) -> None:
    server, name = magento.url.rsplit("/", 1)
    host = server.rpartition("@")[2]

    def told_of(url: str, *arguments: str) -> str:
        sentence, code = refused("import_customers", "--from-database", url, *arguments)
        assert code == 1
        return sentence

    assert told_of(f"mysql://root:wrong@{host}/{name}") == f"The database at {host} refuses the user or the password."
    assert told_of(f"{server}/nothing") == f"The database at {host} has no database nothing."
    assert told_of(f"mysql://root@127.0.0.1:1/{name}") == "The database at 127.0.0.1:1 does not answer."
    assert told_of(f"mysql://root@127.0.0.1.invalid/{name}").endswith("127.0.0.1.invalid:3306 does not answer.")
    assert told_of(f"{server}/mysql").startswith(
        "mysql is not the database of a Magento 2: there is no table store_website"
    )
    assert told_of(f"postgres://root@{host}/{name}").endswith("and it begins with mysql://.")
    assert told_of(f"mysql://{host}").endswith("and it names no database.")
    assert told_of(f"mysql:///{name}").endswith("and it names no host.")
    assert told_of(f"{magento.url}?color=red").endswith("and it knows tls, ca and socket, not color.")
    assert told_of(f"{magento.url}?ca=/nowhere").endswith("and /nowhere is no file of certificates.")
    assert told_of(f"{magento.url}?tls=unverified") == f"The database at {host} offers no TLS."
    assert told_of(magento.url, "--table-prefix", "`; DROP").endswith("has letters, digits and underscores.")
    assert told_of(magento.url, "--parts", "orders").startswith("--parts knows stores, settings,")
    assert told_of(magento.url, "--behavior", "delete") == "--from-database only adds and updates."
    assert told_of(magento.url, "file.csv").startswith("--from-database goes without FILE")
    assert refused("import_customers")[0] == "Give one FILE or more, or --from-url, or --from-database."
    magento.run("CREATE TABLE {core_store} (store_id INT)")
    magento.run("DROP TABLE {store}")
    assert told_of(magento.url) == f"{name} is the database of a Magento 1. Its customers come in as CSV files."
    assert not ImportRun.objects.exists()


def test_the_password_need_not_stand_in_the_address(magento: Magento, monkeypatch: pytest.MonkeyPatch) -> None:
    user = f"reader_{magento.name[-12:]}"
    host = magento.url.rpartition("@")[2]
    magento.customer("ada@example.org")
    magento.run(f"CREATE USER '{user}'@'%' IDENTIFIED BY 'p@ss/wörd'")
    try:
        magento.run(f"GRANT SELECT ON {magento.name}.* TO '{user}'@'%'")
        monkeypatch.setenv("MAGENTO_DATABASE_PASSWORD", "p@ss/wörd")

        told("import_customers", "--from-database", f"mysql://{user}@{host}")
    finally:
        magento.run(f"DROP USER '{user}'@'%'")
    assert Customer.objects.get().email == "ada@example.org"


def test_nothing_can_be_written_there(magento: Magento) -> None:
    with opened(magento.url) as there, pytest.raises(DatabaseNotReached):
        there.lines("DELETE FROM {customer_entity}")


def test_it_is_read_as_it_was_at_one_moment(magento: Magento) -> None:
    magento.customer("ada@example.org")
    with opened(magento.url) as there:
        magento.customer("bo@example.org")

        assert there.count("customer_entity") == 1


def test_a_move_that_was_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    need_mariadb()
    rejects = tmp_path / "rejects"
    with fresh_magento() as magento, fresh_database(tmp_path) as url:
        for number in range(300):
            name = "" if number % 10 == 5 else "Ada"
            owner = magento.customer(
                f"c{number}@example.org", firstname=name, password_hash=f"{'a' * 32}:salt{number}:0"
            )
            magento.address(owner, default=True, city=f"City {number}")
        shop = Shop(url)
        shop.run("migrate", "--verbosity", 0)
        arguments = ("import_customers", "--from-database", magento.url, "--batch", 4, "--rejects", rejects)
        process = shop.start(*arguments)
        end, file = time.monotonic() + PATIENCE, rejects / "customers.csv"
        while time.monotonic() < end and (not file.exists() or len(file.read_bytes().splitlines()) < 4):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        output = shop.run(*arguments, ends_with=2)

        assert process.returncode == -signal.SIGKILL
        assert "gone on after" in output
        assert "           270 customers created\n" in output
        assert "           270 addresses created\n" in output
        assert len(file.read_bytes().splitlines()) == 31
        exported = shop.run("export_customers", "-", "--kind", "customer_address").splitlines()
        assert len(exported) == 271
        again = shop.run(*arguments, ends_with=2)
        assert "           270 customers unchanged\n" in again
        assert "           270 addresses unchanged\n" in again
