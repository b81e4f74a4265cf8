"""The schema: printed as it is, and without surprises."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, print_schema

from graphql_api.schema import schema

PRINTED = Path(__file__).parents[2] / "graphql_api" / "schema.graphql"
OWN = {name: kind for name, kind in schema.graphql_schema.type_map.items() if not name.startswith("__")}


def test_the_printed_schema_is_up_to_date() -> None:
    assert PRINTED.read_text(encoding="utf-8").strip() == print_schema(schema.graphql_schema).strip()


@pytest.mark.parametrize("name", [name for name, kind in OWN.items() if isinstance(kind, GraphQLInputObjectType)])
def test_no_input_field_shows_a_default(name: str) -> None:
    # Magento's have none, and a default of null would make an empty input look filled in.
    printed = PRINTED.read_text(encoding="utf-8").split(f"input {name} {{")[1].split("}")[0]

    assert "=" not in printed.replace("reason=", "")


@pytest.mark.parametrize("name", [name for name, kind in OWN.items() if isinstance(kind, GraphQLEnumType)])
def test_an_enumeration_is_not_described_as_one(name: str) -> None:
    assert OWN[name].description != "An enumeration."
