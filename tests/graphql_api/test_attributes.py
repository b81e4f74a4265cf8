"""Asking over GraphQL which attributes there are, and sending values their rules judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes import errors
from attributes.models import Attribute, AttributeOption
from customers import config as settings
from customers.models import Customer
from graphql_api.attributes.queries import Query, cacheable
from graphql_api.attributes.types import ERROR_TYPES
from graphql_api.schema import schema
from kernel.errors import Failure
from stores import config
from stores.models import ConfigValue, Store
from tests.graphql_api.conftest import CREATE_V2, is_refused, person

GraphQL = Callable[..., Any]

METADATA = """
    items {
      __typename code default_value entity_type frontend_class frontend_input is_required is_unique label
      options { __typename is_default label value }
      ... on CustomerAttributeMetadata { input_filter multiline_count sort_order validate_rules { name value } }
    }
    errors { type message }
"""
FORM = "query ($form: String!) { attributesForm(formCode: $form) { %s } }"
LIST = (
    "query ($of: AttributeEntityTypeEnum!, $filters: AttributeFilterInput)"
    " { attributesList(entityType: $of, filters: $filters) { %s } }"
)
BY_CODE = "query ($wanted: [AttributeInput!]) { customAttributeMetadataV2(attributes: $wanted) { %s } }"
OLD = """query ($wanted: [AttributeInput!]!) { customAttributeMetadata(attributes: $wanted) { items {
  attribute_code attribute_type entity_type input_type attribute_options { label value }
  storefront_properties {
    position use_in_layered_navigation use_in_product_listing use_in_search_results_layered_navigation
    visible_on_catalog_pages
  }
} } }"""
CODES = "items { code } errors { type message }"
NOWHERE = {
    "use_in_layered_navigation": "NO",
    "use_in_product_listing": False,
    "use_in_search_results_layered_navigation": False,
    "visible_on_catalog_pages": False,
}


@pytest.fixture
def make_attribute(db: None) -> Callable[..., Attribute]:
    """Defines an attribute of customers that the sign-up form shows; options by id and label."""

    def make(code: str = "nickname", *, options: dict[int, str] | None = None, **differences: Any) -> Attribute:
        values = {
            "entity_type": "customer",
            "label": code.replace("_", " ").title(),
            "forms": ["customer_account_create"],
            **differences,
        }
        attribute = Attribute.objects.create(code=code, **values)
        for place, (pk, label) in enumerate((options or {}).items()):
            AttributeOption.objects.create(pk=pk, attribute=attribute, label=label, sort_order=place)
        return attribute

    return make


MakeAttribute = Callable[..., Attribute]


def asked(*wanted: tuple[str, str]) -> dict[str, Any]:
    return {"wanted": [{"entity_type": entity, "attribute_code": code} for entity, code in wanted]}


def test_a_form_tells_everything_of_its_attributes(graphql: GraphQL, make_attribute: MakeAttribute) -> None:
    shirt = make_attribute("shirt", input_type="select", sort_order=200, options={11: "S", 12: "M"})
    AttributeOption.objects.filter(pk=12).update(is_default=True)
    Attribute.objects.filter(pk=shirt.pk).update(default_value="12")
    make_attribute(
        "since",
        input_type="date",
        sort_order=30,
        is_required=True,
        is_unique=True,
        input_filter="date",
        default_value="2023-03-22",
        frontend_class="hidden-for-virtual",
        validate_rules={"date_range_min": "2023-03-22", "date_range_max": "2023-03-27", "input_validation": "date"},
    )

    answer = graphql(FORM % METADATA, {"form": "customer_account_create"}).body["data"]["attributesForm"]

    plain = {
        "__typename": "CustomerAttributeMetadata",
        "default_value": None,
        "entity_type": "CUSTOMER",
        "frontend_class": None,
        "frontend_input": "TEXT",
        "is_required": True,
        "is_unique": False,
        "options": [],
        "input_filter": "NONE",
        "multiline_count": 0,
    }
    short = [{"name": "MIN_TEXT_LENGTH", "value": "1"}, {"name": "MAX_TEXT_LENGTH", "value": "255"}]
    name = {**plain, "input_filter": "TRIM", "validate_rules": short}
    option = {"__typename": "AttributeOptionMetadata"}
    assert answer == {
        "errors": [],
        "items": [
            {
                **plain,
                "code": "since",
                "label": "Since",
                "frontend_input": "DATE",
                "frontend_class": "hidden-for-virtual",
                "default_value": "2023-03-22",
                "is_unique": True,
                "input_filter": "DATE",
                "sort_order": 30,
                "validate_rules": [
                    {"name": "INPUT_VALIDATION", "value": "date"},
                    {"name": "DATE_RANGE_MIN", "value": "1679443200"},
                    {"name": "DATE_RANGE_MAX", "value": "1679875200"},
                ],
            },
            {**name, "code": "firstname", "label": "First Name", "sort_order": 40},
            {**name, "code": "lastname", "label": "Last Name", "sort_order": 60},
            {
                **plain,
                "code": "email",
                "label": "Email",
                "sort_order": 80,
                "validate_rules": [{"name": "INPUT_VALIDATION", "value": "email"}],
            },
            {
                **plain,
                "code": "shirt",
                "label": "Shirt",
                "frontend_input": "SELECT",
                "is_required": False,
                "default_value": "12",
                "sort_order": 200,
                "validate_rules": [],
                "options": [
                    {**option, "is_default": False, "label": "S", "value": "11"},
                    {**option, "is_default": True, "label": "M", "value": "12"},
                ],
            },
        ],
    }


@pytest.mark.parametrize("form", ["customer_register_address", "customer_address_edit"])
def test_the_address_forms_are_magentos(graphql: GraphQL, form: str) -> None:
    fields = "items { code frontend_input } errors { type message }"

    answer = graphql(FORM % fields, {"form": form}).body["data"]["attributesForm"]

    assert answer["errors"] == []
    assert [(item["code"], item["frontend_input"]) for item in answer["items"]] == [
        ("firstname", "TEXT"),
        ("lastname", "TEXT"),
        ("company", "TEXT"),
        ("street", "MULTILINE"),
        ("country_id", "SELECT"),
        ("region", "TEXT"),
        ("region_id", "HIDDEN"),
        ("city", "TEXT"),
        ("postcode", "TEXT"),
        ("telephone", "TEXT"),
        ("vat_id", "TEXT"),
    ]


def test_countries_and_regions_are_left_to_the_queries_about_them(graphql: GraphQL) -> None:
    wanted = asked(("customer_address", "country_id"), ("customer_address", "region_id"))

    answer = graphql(BY_CODE % "items { code options { value } }", wanted).body["data"]["customAttributeMetadataV2"]

    assert answer == {"items": [{"code": "country_id", "options": []}, {"code": "region_id", "options": []}]}


@pytest.mark.parametrize("form", ["customer_account_create", "customer_account_edit"])
def test_settings_of_the_website_decide_what_a_form_shows(graphql: GraphQL, other_store: Store, form: str) -> None:
    config.write(settings.SHOW_GENDER, "opt")
    config.write(settings.SHOW_DOB, "req", scope=ConfigValue.Scope.WEBSITES, scope_id=other_store.website_id)
    fields = "items { code is_required } errors { message }"

    here = graphql(FORM % fields, {"form": form}).body["data"]["attributesForm"]
    there = graphql(FORM % fields, {"form": form}, Store="second_view").body["data"]["attributesForm"]

    names = {"firstname": True, "lastname": True, "email": True}
    assert {item["code"]: item["is_required"] for item in here["items"]} == {**names, "gender": False}
    assert {item["code"]: item["is_required"] for item in there["items"]} == {**names, "dob": True, "gender": False}


def test_the_genders_are_told_without_the_empty_one(graphql: GraphQL) -> None:
    config.write(settings.SHOW_GENDER, "opt")

    answer = graphql(BY_CODE % "items { options { label value is_default } }", asked(("customer", "gender")))

    assert answer.body["data"]["customAttributeMetadataV2"]["items"][0]["options"] == [
        {"label": "Male", "value": "1", "is_default": False},
        {"label": "Female", "value": "2", "is_default": False},
        {"label": "Not Specified", "value": "3", "is_default": False},
    ]


@pytest.mark.parametrize("form", ["nothing", "adminhtml_customer", "adminhtml_customer_address", "checkout_register"])
def test_a_form_that_is_not_for_a_storefront_is_told_as_data(graphql: GraphQL, form: str) -> None:
    response = graphql(FORM % CODES, {"form": form})

    assert response.body == {
        "data": {
            "attributesForm": {
                "items": [],
                "errors": [{"type": "ENTITY_NOT_FOUND", "message": f'Form "{form}" could not be found.'}],
            }
        }
    }


def test_a_form_has_to_be_named(graphql: GraphQL) -> None:
    response = graphql(FORM % CODES, {"form": ""})

    assert response.body["errors"][0]["message"] == 'Required parameter "formCode" of type string.'
    assert response.body["errors"][0]["extensions"] == {"category": "graphql-input"}


@pytest.mark.parametrize(("of", "entity"), [("CUSTOMER", "customer"), ("CUSTOMER_ADDRESS", "customer_address")])
def test_a_list_has_the_merchants_visible_attributes_in_their_order(
    graphql: GraphQL, make_attribute: MakeAttribute, of: str, entity: str
) -> None:
    for owner in ("customer", "customer_address"):
        make_attribute(f"{owner}_b", entity_type=owner, sort_order=2)
        make_attribute(f"{owner}_a", entity_type=owner, sort_order=1)
        make_attribute(f"{owner}_hidden", entity_type=owner, is_visible=False)

    answer = graphql(LIST % "items { code entity_type } errors { message }", {"of": of}).body["data"]["attributesList"]

    assert answer == {
        "items": [{"code": f"{entity}_a", "entity_type": of}, {"code": f"{entity}_b", "entity_type": of}],
        "errors": [],
    }


@pytest.mark.parametrize("value", [True, False])
def test_a_filter_of_another_entity_is_told_and_ignored(
    graphql: GraphQL, make_attribute: MakeAttribute, value: bool
) -> None:
    make_attribute()

    response = graphql(LIST % CODES, {"of": "CUSTOMER", "filters": {"is_filterable": value}})

    assert response.body == {
        "data": {
            "attributesList": {
                "items": [{"code": "nickname"}],
                "errors": [
                    {
                        "type": "FILTER_NOT_FOUND",
                        "message": 'Cannot filter by "is_filterable" as that field does not belong to "customer".',
                    }
                ],
            }
        }
    }


@pytest.mark.parametrize("name", sorted(schema.graphql_schema.type_map["AttributeFilterInput"].fields))  # type: ignore[union-attr]
def test_no_filter_is_one_of_addresses(graphql: GraphQL, name: str) -> None:
    response = graphql(LIST % CODES, {"of": "CUSTOMER_ADDRESS", "filters": {name: True}})

    assert response.body["data"]["attributesList"] == {
        "items": [],
        "errors": [
            {
                "type": "FILTER_NOT_FOUND",
                "message": f'Cannot filter by "{name}" as that field does not belong to "customer_address".',
            }
        ],
    }


def test_what_is_not_there_is_told_beside_what_is(graphql: GraphQL) -> None:
    wanted = asked(
        ("customer", "lastname"),
        ("order", "x"),
        ("customer", "shoe"),
        ("customer", "firstname"),
        ("customer", "gender"),
    )

    response = graphql(BY_CODE % CODES, wanted)

    assert response.status_code == 200
    assert response.body == {
        "data": {
            "customAttributeMetadataV2": {
                "items": [{"code": "firstname"}, {"code": "lastname"}],
                "errors": [
                    {"type": "ATTRIBUTE_NOT_FOUND", "message": 'Attribute code "shoe" could not be found.'},
                    {"type": "ENTITY_NOT_FOUND", "message": 'Entity "order" could not be found.'},
                ],
            }
        }
    }


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (None, 'Required parameters "attribute_code" and "entity_type" of type String.'),
        ([], 'Required parameters "attribute_code" and "entity_type" of type String.'),
        ([{"entity_type": "customer"}], "The attribute_code is required to retrieve the metadata"),
        ([{"attribute_code": "firstname"}], "The entity_type is required to retrieve the metadata"),
    ],
)
def test_attributes_have_to_be_named(graphql: GraphQL, wanted: Any, sentence: str) -> None:
    response = graphql(BY_CODE % CODES, {"wanted": wanted})

    (error,) = response.body["errors"]
    assert (error["message"], error["extensions"]) == (sentence, {"category": "graphql-input"})


@pytest.mark.parametrize(
    ("input_type", "told", "options"),
    [
        ("text", "TEXT", []),
        ("textarea", "TEXTAREA", []),
        ("multiline", "MULTILINE", []),
        ("date", "DATE", []),
        ("select", "SELECT", [{"label": "S", "value": "11"}, {"label": "M", "value": "12"}]),
        ("multiselect", "MULTISELECT", [{"label": "S", "value": "11"}, {"label": "M", "value": "12"}]),
        ("boolean", "BOOLEAN", [{"label": "Yes", "value": "1"}, {"label": "No", "value": "0"}]),
    ],
)
@pytest.mark.parametrize("entity", ["customer", "customer_address"])
def test_every_input_type_is_told(
    graphql: GraphQL, make_attribute: MakeAttribute, entity: str, input_type: str, told: str, options: list[Any]
) -> None:
    offered = {11: "S", 12: "M"} if input_type in ("select", "multiselect") else None
    make_attribute(entity_type=entity, input_type=input_type, multiline_count=3, options=offered)
    fields = "items { frontend_input options { label value } ... on CustomerAttributeMetadata { multiline_count } }"

    answer = graphql(BY_CODE % fields, asked((entity, "nickname"))).body["data"]["customAttributeMetadataV2"]

    lines = 3 if input_type == "multiline" else 0
    assert answer == {"items": [{"frontend_input": told, "options": options, "multiline_count": lines}]}


@pytest.mark.parametrize(
    ("input_filter", "told"),
    [("", "NONE"), ("date", "DATE"), ("trim", "TRIM"), ("striptags", "STRIPTAGS"), ("escapehtml", "ESCAPEHTML")],
)
def test_every_input_filter_is_told(
    graphql: GraphQL, make_attribute: MakeAttribute, input_filter: str, told: str
) -> None:
    make_attribute(input_filter=input_filter)
    fields = "items { ... on CustomerAttributeMetadata { input_filter } }"

    answer = graphql(BY_CODE % fields, asked(("customer", "nickname"))).body["data"]["customAttributeMetadataV2"]

    assert answer == {"items": [{"input_filter": told}]}


def test_the_old_query_tells_types_options_and_places(graphql: GraphQL, make_attribute: MakeAttribute) -> None:
    make_attribute("shirt", input_type="select", sort_order=5, options={11: "S"})
    make_attribute("born", input_type="date")
    service = "Magento\\Customer\\Api\\Data\\CustomerInterface"
    wanted = asked(
        ("customer", "shirt"),
        ("customer", "born"),
        ("customer", "disable_auto_group_change"),
        (service, "firstname"),
    )

    answer = graphql(OLD, wanted).body

    assert answer == {
        "data": {
            "customAttributeMetadata": {
                "items": [
                    {
                        "attribute_code": "shirt",
                        "attribute_type": "Int",
                        "entity_type": "customer",
                        "input_type": "select",
                        "attribute_options": [{"label": "S", "value": "11"}],
                        "storefront_properties": {"position": 5, **NOWHERE},
                    },
                    {
                        "attribute_code": "born",
                        "attribute_type": "String",
                        "entity_type": "customer",
                        "input_type": "date",
                        "attribute_options": [],
                        "storefront_properties": {"position": 0, **NOWHERE},
                    },
                    {
                        "attribute_code": "disable_auto_group_change",
                        "attribute_type": "Boolean",
                        "entity_type": "customer",
                        "input_type": "boolean",
                        "attribute_options": [],
                        "storefront_properties": {"position": 28, **NOWHERE},
                    },
                    {
                        "attribute_code": "firstname",
                        "attribute_type": "AnyType",
                        "entity_type": service,
                        "input_type": "text",
                        "attribute_options": [],
                        "storefront_properties": {"position": 40, **NOWHERE},
                    },
                ]
            }
        }
    }


@pytest.mark.parametrize(
    ("wanted", "sentence", "category"),
    [
        ({}, "Missing attribute_code/entity_type for the input Empty AttributeInput.", "graphql-input"),
        ({"attribute_code": "sku"}, "Missing entity_type for the input attribute_code: sku.", "graphql-input"),
        ({"entity_type": "order"}, "Missing attribute_code for the input entity_type: order.", "graphql-input"),
        (
            {"entity_type": "invalid", "attribute_code": "sku"},
            "Invalid entity_type specified: invalid",
            "graphql-input",
        ),
        (
            {"entity_type": "customer", "attribute_code": "sku"},
            "Attribute code sku of entity type customer not configured to have a type.",
            "graphql-no-such-entity",
        ),
    ],
)
def test_the_old_query_tells_of_errors_in_their_place(
    graphql: GraphQL, wanted: dict[str, str], sentence: str, category: str
) -> None:
    email = {"entity_type": "customer", "attribute_code": "email"}

    response = graphql(OLD, {"wanted": [email, wanted]})

    (error,) = response.body["errors"]
    assert (error["message"], error["extensions"]) == (sentence, {"category": category})
    assert error["path"] == ["customAttributeMetadata", "items", 1]
    items = response.body["data"]["customAttributeMetadata"]["items"]
    assert [item and item["attribute_code"] for item in items] == ["email", None]


def test_each_failure_told_as_data_has_a_type() -> None:
    def families(base: type[Failure]) -> set[type[Failure]]:
        return {base} | {each for sub in base.__subclasses__() for each in families(sub)}

    unknown = {
        each for each in families(Failure) if each.__module__ == errors.__name__ and each.__name__.endswith("Unknown")
    }

    assert set(ERROR_TYPES) == unknown - {errors.RuleUnknown, errors.InputValidationUnknown}


def test_what_may_be_cached_is_there_to_be_asked() -> None:
    assert cacheable == {name for name in vars(Query) if f"resolve_{name}" in vars(Query)}


def test_no_further_type_implements_a_value() -> None:
    implementers = schema.graphql_schema.get_possible_types(schema.graphql_schema.type_map["AttributeValueInterface"])  # type: ignore[arg-type]

    assert sorted(each.name for each in implementers) == ["AttributeSelectedOptions", "AttributeValue"]


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(
    ("query", "variables", "statements"),
    [
        (FORM % METADATA, {"form": "customer_account_create"}, 1),
        (FORM % METADATA, {"form": "customer_address_edit"}, 1),
        (LIST % METADATA, {"of": "CUSTOMER"}, 1),
        (BY_CODE % METADATA, asked(("customer", "nickname_0"), ("customer_address", "city"), ("order", "x")), 1),
        (BY_CODE % METADATA, asked(("customer", "website_id"), ("customer", "group_id")), 1),
        (OLD, asked(("customer", "nickname_0"), ("customer_address", "city")), 1),
    ],
)
def test_the_number_of_statements_depends_on_no_number_of_attributes(
    graphql: GraphQL,
    make_attribute: MakeAttribute,
    django_assert_num_queries: Any,
    query: str,
    variables: dict[str, Any],
    statements: int,
    number: int,
) -> None:
    for place in range(number):
        for entity, forms in (
            ("customer", ["customer_account_create"]),
            ("customer_address", ["customer_address_edit"]),
        ):
            first = place * 4 + (1 if entity == "customer" else 3)
            make_attribute(
                f"nickname_{place}",
                entity_type=entity,
                forms=forms,
                input_type="select",
                options={first: "a", first + 1: "b"},
            )
    graphql(query, variables)

    with django_assert_num_queries(statements):  # the first of them: whether anything has changed
        response = graphql(query, variables)

    assert "errors" not in response.body


@pytest.mark.parametrize(
    ("differences", "value", "failure"),
    [
        (
            {"input_type": "date", "validate_rules": {"date_range_min": "2023-03-22", "date_range_max": "2023-03-27"}},
            "2023-03-28",
            errors.DateNotBetween("22/03/2023", "27/03/2023", "Nickname"),
        ),
        ({"input_type": "date"}, "soon", errors.InvalidDate()),
        ({"input_type": "boolean"}, "1345", errors.OptionNotOffered("nickname", "1345")),
        ({"input_type": "select"}, "1345", errors.OptionNotOffered("nickname", "1345")),
        ({"input_type": "multiselect"}, "1345", errors.OptionNotOffered("nickname", "1345")),
        ({"validate_rules": {"input_validation": "alphanumeric"}}, "a b", errors.NotAlphanumeric("Nickname")),
        ({"validate_rules": {"min_text_length": 3}}, "ab", errors.TextTooShort("Nickname", 3)),
    ],
)
def test_a_value_the_rules_refuse_opens_no_account(
    graphql: GraphQL, make_attribute: MakeAttribute, differences: dict[str, Any], value: str, failure: Failure
) -> None:
    make_attribute(**differences)
    sent = person(custom_attributes=[{"attribute_code": "nickname", "value": value}])

    response = graphql(CREATE_V2, {"input": sent})

    assert is_refused(response, failure, "createCustomerV2")
    assert not Customer.objects.exists()


def test_a_unique_value_of_somebody_else_is_refused(
    graphql: GraphQL, make_attribute: MakeAttribute, make_customer: Callable[..., Customer]
) -> None:
    make_attribute(is_unique=True)
    make_customer(custom_attributes={"nickname": "Bob"})
    sent = person(custom_attributes=[{"attribute_code": "nickname", "value": "Bob"}])

    response = graphql(CREATE_V2, {"input": sent})

    assert is_refused(response, errors.ValueNotUnique("Nickname"), "createCustomerV2")
    assert Customer.objects.count() == 1


def test_what_settings_require_is_told_as_missing(graphql: GraphQL) -> None:
    config.write(settings.SHOW_GENDER, "req")

    response = graphql(CREATE_V2, {"input": person()})

    assert is_refused(response, errors.AttributeValueRequired("Gender"), "createCustomerV2")
    assert response.body["errors"][0]["message"] == "Required parameters are missing: Gender"
    assert not Customer.objects.exists()
