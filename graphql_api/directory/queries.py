"""Asking about countries and currencies."""

from __future__ import annotations

from typing import Any

import graphene

from directory import countries, currencies
from directory.countries import CountryInformation
from directory.currencies import CurrencyInformation
from graphql_api.directory import types

# Root fields whose answer is the same for everybody who names the same store view.
cacheable = {"countries", "country", "currency"}


class Query:
    countries = graphene.List(types.Country)
    country = graphene.Field(types.Country, id=graphene.String())
    currency = graphene.Field(types.Currency)

    @staticmethod
    def resolve_countries(root: Any, info: Any) -> list[CountryInformation]:
        return countries.countries(info.context.store)

    @staticmethod
    def resolve_country(root: Any, info: Any, id: str | None = None) -> CountryInformation:
        return countries.country(info.context.store, id)

    @staticmethod
    def resolve_currency(root: Any, info: Any) -> CurrencyInformation:
        return currencies.currency_information(info.context.store)
