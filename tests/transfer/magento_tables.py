"""A Magento's database, made for a test: the tables of its customers, with the columns and types they have there."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pymysql

SERVER = os.environ.get("MARIADB_URL") or "mysql://root@127.0.0.1:3306"

ENTITY = """
    CREATE TABLE {prefix}customer_entity (
        entity_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, website_id SMALLINT UNSIGNED, email VARCHAR(255),
        group_id SMALLINT UNSIGNED NOT NULL DEFAULT 0, increment_id VARCHAR(50), store_id SMALLINT UNSIGNED DEFAULT 0,
        created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        is_active SMALLINT UNSIGNED NOT NULL DEFAULT 1, disable_auto_group_change SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        created_in VARCHAR(255), prefix VARCHAR(40), firstname VARCHAR(255), middlename VARCHAR(255),
        lastname VARCHAR(255), suffix VARCHAR(40), dob DATE, password_hash VARCHAR(128), rp_token VARCHAR(128),
        rp_token_created_at DATETIME, default_billing INT UNSIGNED, default_shipping INT UNSIGNED, taxvat VARCHAR(50),
        confirmation VARCHAR(64), gender SMALLINT UNSIGNED, failures_num SMALLINT DEFAULT 0,
        first_failure TIMESTAMP NULL, lock_expires TIMESTAMP NULL, session_cutoff TIMESTAMP NULL,
        UNIQUE (email, website_id)
    );
    CREATE TABLE {prefix}customer_address_entity (
        entity_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, increment_id VARCHAR(50), parent_id INT UNSIGNED,
        created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        is_active SMALLINT UNSIGNED NOT NULL DEFAULT 1, city VARCHAR(255) NOT NULL, company VARCHAR(255),
        country_id VARCHAR(255) NOT NULL, fax VARCHAR(255), firstname VARCHAR(255) NOT NULL,
        lastname VARCHAR(255) NOT NULL, middlename VARCHAR(255), postcode VARCHAR(255), prefix VARCHAR(40),
        region VARCHAR(255), region_id INT UNSIGNED, street TEXT NOT NULL, suffix VARCHAR(40),
        telephone VARCHAR(255) NOT NULL, vat_id VARCHAR(255), vat_is_valid INT UNSIGNED, vat_request_date VARCHAR(255),
        vat_request_id VARCHAR(255), vat_request_success INT UNSIGNED, KEY (parent_id),
        FOREIGN KEY (parent_id) REFERENCES {prefix}customer_entity (entity_id) ON DELETE CASCADE
    );
"""
VALUES = """
    CREATE TABLE {prefix}{entity}_{kind} (
        value_id INT AUTO_INCREMENT PRIMARY KEY, attribute_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        entity_id INT UNSIGNED NOT NULL DEFAULT 0, value {column}, UNIQUE (entity_id, attribute_id),
        FOREIGN KEY (entity_id) REFERENCES {prefix}{entity} (entity_id) ON DELETE CASCADE
    );
"""
KINDS = {
    "varchar": "VARCHAR(255)", "int": "INT NOT NULL DEFAULT 0", "text": "TEXT NOT NULL", "datetime": "DATETIME",
    "decimal": "DECIMAL(12,4) NOT NULL DEFAULT 0",
}  # fmt: skip
SHOP = """
    CREATE TABLE {prefix}store_website (
        website_id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, code VARCHAR(32) UNIQUE, name VARCHAR(64),
        sort_order SMALLINT UNSIGNED NOT NULL DEFAULT 0, default_group_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        is_default SMALLINT UNSIGNED DEFAULT 0
    );
    CREATE TABLE {prefix}store_group (
        group_id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, website_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        name VARCHAR(255) NOT NULL, root_category_id INT UNSIGNED NOT NULL DEFAULT 0,
        default_store_id SMALLINT UNSIGNED NOT NULL DEFAULT 0, code VARCHAR(32) UNIQUE
    );
    CREATE TABLE {prefix}store (
        store_id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, code VARCHAR(32) UNIQUE,
        website_id SMALLINT UNSIGNED NOT NULL DEFAULT 0, group_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        name VARCHAR(255) NOT NULL, sort_order SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        is_active SMALLINT UNSIGNED NOT NULL DEFAULT 0
    );
    CREATE TABLE {prefix}customer_group (
        customer_group_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_group_code VARCHAR(32) NOT NULL,
        tax_class_id INT UNSIGNED NOT NULL DEFAULT 0
    );
    CREATE TABLE {prefix}customer_group_excluded_website (
        entity_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_group_id INT UNSIGNED NOT NULL,
        website_id SMALLINT UNSIGNED NOT NULL
    );
    CREATE TABLE {prefix}core_config_data (
        config_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, scope VARCHAR(8) NOT NULL DEFAULT 'default',
        scope_id INT NOT NULL DEFAULT 0, path VARCHAR(255) NOT NULL DEFAULT 'general', value TEXT,
        updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, UNIQUE (scope, scope_id, path)
    );
    CREATE TABLE {prefix}directory_country_region (
        region_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, country_id VARCHAR(4) NOT NULL DEFAULT '0', code VARCHAR(32),
        default_name VARCHAR(255)
    );
    CREATE TABLE {prefix}newsletter_subscriber (
        subscriber_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, store_id SMALLINT UNSIGNED DEFAULT 0,
        change_status_at TIMESTAMP NULL, customer_id INT UNSIGNED NOT NULL DEFAULT 0, subscriber_email VARCHAR(150),
        subscriber_status INT NOT NULL DEFAULT 0, subscriber_confirm_code VARCHAR(32) DEFAULT 'NULL'
    );
    CREATE TABLE {prefix}sales_order (entity_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, customer_id INT UNSIGNED);
"""
ATTRIBUTES = """
    CREATE TABLE {prefix}eav_entity_type (
        entity_type_id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, entity_type_code VARCHAR(50) NOT NULL
    );
    CREATE TABLE {prefix}eav_attribute (
        attribute_id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, entity_type_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        attribute_code VARCHAR(255) NOT NULL, attribute_model VARCHAR(255), backend_model VARCHAR(255),
        backend_type VARCHAR(8) NOT NULL DEFAULT 'static', backend_table VARCHAR(255), frontend_model VARCHAR(255),
        frontend_input VARCHAR(50), frontend_label VARCHAR(255), frontend_class VARCHAR(255), source_model VARCHAR(255),
        is_required SMALLINT UNSIGNED NOT NULL DEFAULT 0, is_user_defined SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        default_value TEXT, is_unique SMALLINT UNSIGNED NOT NULL DEFAULT 0, note VARCHAR(255),
        UNIQUE (entity_type_id, attribute_code)
    );
    CREATE TABLE {prefix}customer_eav_attribute (
        attribute_id SMALLINT UNSIGNED PRIMARY KEY, is_visible SMALLINT UNSIGNED NOT NULL DEFAULT 1,
        input_filter VARCHAR(255), multiline_count SMALLINT UNSIGNED NOT NULL DEFAULT 1, validate_rules TEXT,
        is_system SMALLINT UNSIGNED NOT NULL DEFAULT 0, sort_order INT UNSIGNED NOT NULL DEFAULT 0,
        data_model VARCHAR(255), is_used_in_grid SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        is_visible_in_grid SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        is_filterable_in_grid SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        is_searchable_in_grid SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        grid_filter_condition_type SMALLINT UNSIGNED NOT NULL DEFAULT 0
    );
    CREATE TABLE {prefix}customer_form_attribute (
        form_code VARCHAR(32) NOT NULL, attribute_id SMALLINT UNSIGNED NOT NULL, PRIMARY KEY (form_code, attribute_id)
    );
    CREATE TABLE {prefix}customer_eav_attribute_website (
        attribute_id SMALLINT UNSIGNED NOT NULL, website_id SMALLINT UNSIGNED NOT NULL, is_visible SMALLINT UNSIGNED,
        is_required SMALLINT UNSIGNED, default_value TEXT, multiline_count SMALLINT UNSIGNED,
        PRIMARY KEY (attribute_id, website_id)
    );
    CREATE TABLE {prefix}eav_attribute_option (
        option_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, attribute_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        sort_order SMALLINT UNSIGNED NOT NULL DEFAULT 0
    );
    CREATE TABLE {prefix}eav_attribute_option_value (
        value_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, option_id INT UNSIGNED NOT NULL DEFAULT 0,
        store_id SMALLINT UNSIGNED NOT NULL DEFAULT 0, value VARCHAR(255)
    );
    CREATE TABLE {prefix}eav_attribute_label (
        attribute_label_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, attribute_id SMALLINT UNSIGNED NOT NULL DEFAULT 0,
        store_id SMALLINT UNSIGNED NOT NULL DEFAULT 0, value VARCHAR(255), UNIQUE (store_id, attribute_id)
    );
"""
LAYOUT = [
    statement
    for text in (
        ENTITY,
        SHOP,
        ATTRIBUTES,
        *(
            VALUES.replace("{entity}", entity).replace("{kind}", kind).replace("{column}", column)
            for entity in ("customer_entity", "customer_address_entity")
            for kind, column in KINDS.items()
        ),
    )
    for statement in text.split(";")
    if statement.strip()
]
CUSTOMER, ADDRESS = 1, 2  # entity types
SYSTEM = {
    CUSTOMER: ["website_id", "store_id", "created_in", "prefix", "firstname", "lastname", "email", "group_id", "dob",
               "password_hash", "rp_token", "default_billing", "gender", "taxvat", "confirmation"],
    ADDRESS: ["firstname", "lastname", "street", "city", "country_id", "region", "region_id", "postcode", "telephone"],
}  # fmt: skip
TABLES = {CUSTOMER: "customer_entity", ADDRESS: "customer_address_entity"}
PERSON = {
    "website_id": 1, "store_id": 1, "group_id": 1, "firstname": "Ada", "lastname": "Novak",
    "created_in": "Default Store View", "created_at": "2019-03-04 05:06:07", "updated_at": "2020-01-02 03:04:05",
}  # fmt: skip
HOME = {
    "firstname": "Ada", "lastname": "Novak", "street": "12 Quay Street", "city": "Albany", "country_id": "US",
    "postcode": "12207", "region": "New York", "region_id": 43, "telephone": "518-555-0142",
}  # fmt: skip


class Magento:
    """A shop as Magento installs it, and what a test adds to it."""

    def __init__(self, name: str, prefix: str = "") -> None:
        self.name, self.prefix = name, prefix
        self._connection = connect(name)
        for statement in LAYOUT:
            self.run(statement.replace("{prefix}", prefix))
        self._install()

    @property
    def url(self) -> str:
        """The address of the database, with its user and password."""
        return f"{SERVER}/{self.name}"

    def run(self, statement: str, *values: Any) -> Any:
        """A statement that names tables in braces; what it finds."""
        with self._connection.cursor() as cursor:
            cursor.execute(re.sub(r"\{(\w+)\}", rf"{self.prefix}\1", statement), values or None)
            return cursor.fetchall()

    def add(self, table: str, **columns: Any) -> int:
        """A row; its number."""
        names, marks = ", ".join(f"`{name}`" for name in columns), ", ".join(["%s"] * len(columns))
        with self._connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.prefix}{table} ({names}) VALUES ({marks})", list(columns.values()))  # noqa: S608
            return int(cursor.lastrowid)

    def website(self, code: str, *, name: str = "", views: tuple[str, ...] = ()) -> dict[str, int]:
        """A website with a store of the same code and store views; the numbers of all, views by their codes."""
        website = self.add("store_website", code=code, name=name or code.title())
        group = self.add(
            "store_group", website_id=website, name=f"{code} store", code=f"{code}_store", root_category_id=2
        )
        stores = {
            view: self.add("store", code=view, website_id=website, group_id=group, name=view.title(), is_active=1)
            for view in views
        }
        self.run("UPDATE {store_website} SET default_group_id = %s WHERE website_id = %s", group, website)
        if stores:
            self.run(
                "UPDATE {store_group} SET default_store_id = %s WHERE group_id = %s",
                next(iter(stores.values())), group,
            )  # fmt: skip
        return {"website": website, "group": group, **stores}

    def attribute(self, entity: int, code: str, backend_type: str, frontend_input: str, **more: Any) -> int:
        """A custom attribute; its number. `forms` and `labels` (by the number of a view) stand in their own tables."""
        forms, labels = more.pop("forms", ()), more.pop("labels", {})
        rules = {name: more.pop(name) for name in ("validate_rules", "multiline_count", "input_filter", "sort_order",
                                                   "is_visible", "is_system") if name in more}  # fmt: skip
        told = {"frontend_label": code.replace("_", " ").title(), "is_user_defined": 1, **more}
        number = self.add(
            "eav_attribute", entity_type_id=entity, attribute_code=code, backend_type=backend_type,
            frontend_input=frontend_input, **told,
        )  # fmt: skip
        self.add("customer_eav_attribute", attribute_id=number, **rules)
        for form in forms:
            self.add("customer_form_attribute", form_code=form, attribute_id=number)
        for store, label in labels.items():
            self.add("eav_attribute_label", attribute_id=number, store_id=store, value=label)
        return number

    def option(self, attribute: int, label: str, *, sort_order: int = 0, **labels: str) -> int:
        """An option; its number. Labels of views are named store_2=..."""
        number = self.add("eav_attribute_option", attribute_id=attribute, sort_order=sort_order)
        self.add("eav_attribute_option_value", option_id=number, store_id=0, value=label)
        for store, text in labels.items():
            store_id = int(store.removeprefix("store_"))
            self.add("eav_attribute_option_value", option_id=number, store_id=store_id, value=text)
        return number

    def customer(self, email: str, **columns: Any) -> int:
        return self.add("customer_entity", **{**PERSON, "email": email, **columns})

    def address(self, customer: int, *, default: bool = False, **columns: Any) -> int:
        number = self.add("customer_address_entity", **{**HOME, "parent_id": customer, **columns})
        if default:
            self.run(
                "UPDATE {customer_entity} SET default_billing = %s, default_shipping = %s, updated_at = updated_at"
                " WHERE entity_id = %s",
                number, number, customer,
            )  # fmt: skip
        return number

    def value(self, entity: int, kind: str, attribute: int, owner: int, value: Any) -> None:
        self.add(f"{TABLES[entity]}_{kind}", attribute_id=attribute, entity_id=owner, value=value)

    def setting(self, path: str, value: str | None, scope: str = "default", scope_id: int = 0) -> None:
        self.add("core_config_data", path=path, value=value, scope=scope, scope_id=scope_id)

    def checksum(self) -> Any:
        """Something that differs once anything is written."""
        tables = [row[0] for row in self.run("SHOW TABLES")]
        return self.run("CHECKSUM TABLE " + ", ".join(f"`{table}`" for table in tables))

    def _install(self) -> None:
        self.run("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')")
        self.run("SET SESSION time_zone = '+00:00'")
        self.add("store_website", website_id=0, code="admin", name="Admin", is_default=0)
        self.add("store_website", website_id=1, code="base", name="Main Website", default_group_id=1, is_default=1)
        self.add("store_group", group_id=0, website_id=0, name="Default", code="default")
        self.add("store_group", group_id=1, website_id=1, name="Main Website Store", code="main_website_store",
                 root_category_id=2, default_store_id=1)  # fmt: skip
        self.add("store", store_id=0, code="admin", name="Admin", is_active=1)
        self.add("store", store_id=1, code="default", website_id=1, group_id=1, name="Default Store View", is_active=1)
        for number, code in enumerate(("NOT LOGGED IN", "General", "Wholesale", "Retailer")):
            self.add("customer_group", customer_group_id=number, customer_group_code=code, tax_class_id=3)
        for number, entity in ((CUSTOMER, "customer"), (ADDRESS, "customer_address"), (4, "catalog_product")):
            self.add("eav_entity_type", entity_type_id=number, entity_type_code=entity)
        for entity, codes in SYSTEM.items():
            for code in codes:
                self.attribute(entity, code, "static", "text", is_user_defined=0, is_system=1)
        gender = self.run("SELECT attribute_id FROM {eav_attribute} WHERE attribute_code = 'gender'")[0][0]
        for label in ("Male", "Female", "Not Specified"):
            self.option(gender, label)
        self.add("directory_country_region", region_id=43, country_id="US", code="NY", default_name="New York")


def connect(name: str | None = None) -> pymysql.Connection[Any]:
    """A connection to the tests' server, which may do everything there."""
    parts = urlsplit(SERVER)
    return pymysql.connect(
        host=parts.hostname, port=parts.port or 3306, user=parts.username, password=parts.password or "",
        database=name, charset="utf8mb4", autocommit=True,
    )  # fmt: skip


@contextmanager
def fresh_magento(prefix: str = "") -> Iterator[Magento]:
    """A Magento that is gone when the block ends."""
    name = f"duplex_magento_{secrets.token_hex(6)}"
    with connect() as server, server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        try:
            yield Magento(name, prefix)
        finally:
            cursor.execute(f"DROP DATABASE {name}")
