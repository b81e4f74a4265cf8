"""The attributes every customer and every address has, with Magento's figures.

After getDefaultEntities of Magento's Customer/Setup/CustomerSetup.php and the patches in Setup/Patch/Data, which move
the country before the city, put the grid's columns right and take built-in attributes out of the checkout's form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attributes import metadata, owners
from attributes.metadata import NOTHING, BuiltIn, Option
from attributes.models import Attribute
from customers import config as settings
from customers.models import Address, Customer
from directory.countries import countries
from directory.models import Region
from directory.names import in_alphabet
from stores.models import CustomerGroup, StoreGroup, Website
from stores.models import Store as StoreView

CUSTOMER, ADDRESS = Attribute.Entity.CUSTOMER.value, Attribute.Entity.ADDRESS.value

ACCOUNT_FORMS = ("customer_account_create", "customer_account_edit", "adminhtml_customer")
ADMIN_FORM = ("adminhtml_customer",)
ADMIN_CHECKOUT = "adminhtml_checkout"
ADDRESS_FORMS = ("adminhtml_customer_address", "customer_address_edit", "customer_register_address")

INDENT = "\N{NO-BREAK SPACE}" * 4
SHORT = {"min_text_length": 1, "max_text_length": 255}


def websites(store: StoreView) -> Iterable[Option]:
    """The websites somebody can belong to."""
    for website in Website.objects.exclude(pk=Website.ADMIN):
        yield Option(website.name, str(website.pk))


def store_views(store: StoreView) -> Iterable[Option]:
    """The store views an account can be opened in, under their stores and websites."""
    groups = StoreGroup.objects.exclude(website=Website.ADMIN).select_related("website").prefetch_related("stores")
    last = None
    for group in sorted(groups, key=lambda group: (group.website.sort_order, group.website_id, group.pk)):
        if group.website_id != last:
            last = group.website_id
            yield Option(group.website.name, None)
        views = tuple(Option(INDENT + view.name, str(view.pk)) for view in group.stores.all())
        yield Option(INDENT + group.name, None, options=views)


def groups(store: StoreView) -> Iterable[Option]:
    """The groups somebody with an account can be in."""
    for group in CustomerGroup.objects.exclude(pk=CustomerGroup.NOT_LOGGED_IN):
        yield Option(group.code, str(group.pk))


def genders(store: StoreView) -> Iterable[Option]:
    return [NOTHING, *(Option(label, str(value)) for value, label in Customer.Gender.choices)]


def shop_countries(store: StoreView) -> Iterable[Option]:
    """The countries a shop sells to, by name."""
    named = ((each.full_name_locale, each.id) for each in countries(store))
    return [NOTHING, *(Option(*each) for each in sorted(named, key=lambda each: in_alphabet(each[0])))]


def regions(store: StoreView) -> Iterable[Option]:
    """The regions of every country that lists its own."""
    yield Option("Please select a region, state or province.", "")
    for pk, name in Region.objects.order_by("name", "id").values_list("id", "name"):
        yield Option(name, str(pk))


def _grid(*columns: str) -> dict[str, Any]:
    """What the admin's list of customers does with an attribute."""
    return {"is_used_in_grid": True, **{f"is_{column}_in_grid": True for column in columns}}


def _internal(code: str, label: str = "", frontend_input: str = "hidden", **differences: Any) -> BuiltIn:
    """What an account keeps for itself: no form shows it."""
    values = {"is_visible": False, **differences}
    return BuiltIn(CUSTOMER, code, label, frontend_input, **values)


metadata.declare(
    BuiltIn(
        CUSTOMER,
        "website_id",
        "Associate to Website",
        "select",
        sort_order=10,
        is_required=True,
        forms=ADMIN_FORM,
        source=websites,
        **_grid("visible", "filterable"),
    ),
    _internal("store_id", "Create In", "select", is_required=True, source=store_views),
    BuiltIn(CUSTOMER, "created_in", "Created From", sort_order=20, forms=ADMIN_FORM, **_grid("visible", "searchable")),
    BuiltIn(
        CUSTOMER,
        "group_id",
        "Group",
        "select",
        sort_order=25,
        is_required=True,
        forms=(*ADMIN_FORM, ADMIN_CHECKOUT),
        source=groups,
        **_grid("visible", "filterable"),
    ),
    BuiltIn(
        CUSTOMER,
        "disable_auto_group_change",
        "Disable Automatic Group Change Based on VAT ID",
        "boolean",
        sort_order=28,
        forms=ADMIN_FORM,
    ),
    BuiltIn(
        CUSTOMER,
        "prefix",
        "Name Prefix",
        sort_order=30,
        is_system=False,
        forms=ACCOUNT_FORMS,
        show_setting=settings.SHOW_PREFIX,
        longest=40,
    ),
    BuiltIn(
        CUSTOMER,
        "firstname",
        "First Name",
        sort_order=40,
        is_required=True,
        input_filter="trim",
        validate_rules=SHORT,
        forms=ACCOUNT_FORMS,
        longest=255,
    ),
    BuiltIn(
        CUSTOMER,
        "middlename",
        "Middle Name/Initial",
        sort_order=50,
        is_system=False,
        input_filter="trim",
        forms=ACCOUNT_FORMS,
        show_setting=settings.SHOW_MIDDLENAME,
        longest=255,
    ),
    BuiltIn(
        CUSTOMER,
        "lastname",
        "Last Name",
        sort_order=60,
        is_required=True,
        input_filter="trim",
        validate_rules=SHORT,
        forms=ACCOUNT_FORMS,
        longest=255,
    ),
    BuiltIn(
        CUSTOMER,
        "suffix",
        "Name Suffix",
        sort_order=70,
        is_system=False,
        forms=ACCOUNT_FORMS,
        show_setting=settings.SHOW_SUFFIX,
        longest=40,
    ),
    BuiltIn(
        CUSTOMER,
        "email",
        "Email",
        sort_order=80,
        is_required=True,
        validate_rules={"input_validation": "email"},
        forms=(*ACCOUNT_FORMS, ADMIN_CHECKOUT),
        longest=255,
        **_grid("visible", "filterable", "searchable"),
    ),
    BuiltIn(
        CUSTOMER,
        "dob",
        "Date of Birth",
        "date",
        sort_order=90,
        is_system=False,
        input_filter="date",
        validate_rules={"input_validation": "date"},
        forms=(*ACCOUNT_FORMS, ADMIN_CHECKOUT),
        show_setting=settings.SHOW_DOB,
        **_grid("visible", "filterable"),
    ),
    BuiltIn(
        CUSTOMER,
        "taxvat",
        "Tax/VAT Number",
        sort_order=100,
        is_system=False,
        validate_rules={"max_text_length": 255},
        forms=(*ACCOUNT_FORMS, ADMIN_CHECKOUT),
        show_setting=settings.SHOW_TAXVAT,
        longest=50,  # Magento's rule promises more than its column, like ours, can hold.
        **_grid("visible", "searchable"),
    ),
    BuiltIn(
        CUSTOMER,
        "gender",
        "Gender",
        "select",
        sort_order=110,
        is_system=False,
        forms=(*ACCOUNT_FORMS, ADMIN_CHECKOUT),
        show_setting=settings.SHOW_GENDER,
        source=genders,
        **_grid("visible", "filterable"),
    ),
    _internal("password_hash"),
    _internal("rp_token"),
    _internal("rp_token_created_at", frontend_input="date", validate_rules={"input_validation": "date"}),
    _internal("default_billing", "Default Billing Address", "text"),
    _internal("default_shipping", "Default Shipping Address", "text"),
    _internal("confirmation", "Is Confirmed", "text", **_grid("visible", "filterable")),
    _internal(
        "created_at", "Created At", "date", is_system=False, forms=ACCOUNT_FORMS, **_grid("visible", "filterable")
    ),
    _internal("updated_at", "Updated At", "date", is_system=False),
    _internal("failures_num", "Failures Number"),
    _internal("first_failure", "First Failure Date", "date"),
    _internal("lock_expires", "Failures Number", "date"),  # Magento's label
)

metadata.declare(
    BuiltIn(
        ADDRESS,
        "prefix",
        "Name Prefix",
        sort_order=10,
        is_system=False,
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_PREFIX,
        longest=40,
    ),
    BuiltIn(
        ADDRESS,
        "firstname",
        "First Name",
        sort_order=20,
        is_required=True,
        input_filter="trim",
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        longest=255,
        **_grid("searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "middlename",
        "Middle Name/Initial",
        sort_order=30,
        is_system=False,
        input_filter="trim",
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_MIDDLENAME,
        longest=255,
    ),
    BuiltIn(
        ADDRESS,
        "lastname",
        "Last Name",
        sort_order=40,
        is_required=True,
        input_filter="trim",
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        longest=255,
        **_grid("searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "suffix",
        "Name Suffix",
        sort_order=50,
        is_system=False,
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_SUFFIX,
        longest=40,
    ),
    BuiltIn(
        ADDRESS,
        "company",
        "Company",
        sort_order=60,
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_COMPANY,
        longest=255,
        **_grid("searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "street",
        "Street Address",
        "multiline",
        sort_order=70,
        is_required=True,
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        lines_setting=settings.STREET_LINES,
        longest=1000,
        **_grid("searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "country_id",
        "Country",
        "select",
        sort_order=80,
        is_required=True,
        forms=ADDRESS_FORMS,
        source=shop_countries,
        **_grid("visible", "filterable"),
    ),
    BuiltIn(
        ADDRESS,
        "region",
        "State/Province",
        sort_order=90,
        forms=ADDRESS_FORMS,
        longest=255,
        **_grid("visible", "searchable"),
    ),
    BuiltIn(ADDRESS, "region_id", "State/Province", "hidden", sort_order=90, forms=ADDRESS_FORMS, source=regions),
    BuiltIn(
        ADDRESS,
        "city",
        "City",
        sort_order=100,
        is_required=True,
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        longest=255,
        **_grid("searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "postcode",
        "Zip/Postal Code",
        sort_order=110,
        data_model=r"Magento\Customer\Model\Attribute\Data\Postcode",
        forms=ADDRESS_FORMS,
        longest=255,
        **_grid("visible", "filterable", "searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "telephone",
        "Phone Number",
        sort_order=120,
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_TELEPHONE,
        longest=255,
        **_grid("visible", "filterable", "searchable"),
    ),
    BuiltIn(
        ADDRESS,
        "fax",
        "Fax",
        sort_order=130,
        is_system=False,
        validate_rules=SHORT,
        forms=ADDRESS_FORMS,
        show_setting=settings.SHOW_FAX,
        longest=255,
        **_grid("searchable"),
    ),
    BuiltIn(ADDRESS, "vat_id", "VAT Number", sort_order=140, forms=ADDRESS_FORMS, longest=255),
    BuiltIn(ADDRESS, "vat_is_valid", "VAT number validity", is_visible=False),
    BuiltIn(ADDRESS, "vat_request_id", "VAT number validation request ID", is_visible=False),
    BuiltIn(ADDRESS, "vat_request_date", "VAT number validation request date", is_visible=False),
    BuiltIn(ADDRESS, "vat_request_success", "VAT number validation request success", is_visible=False),
)

owners.declare(CUSTOMER, Customer)
owners.declare(ADDRESS, Address)


def show_settings(entity_type: str) -> dict[str, str]:
    """The attributes whose being asked for is a setting, each with its path."""
    return {
        code: attribute.show_setting
        for code, attribute in metadata.declared(entity_type).items()
        if attribute.show_setting
    }
