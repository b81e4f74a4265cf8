"""The countries and currencies of a store view, on its StoreConfig."""

from __future__ import annotations

import graphene

from directory.config import BASE_CURRENCY, DEFAULT_CURRENCY
from graphql_api.directory.types import Money
from graphql_api.stores.types import StoreConfig, setting, without


class StoreConfigFields:
    base_currency_code = setting(BASE_CURRENCY, graphene.String)
    # Clients split these two without looking: no country at all is an empty text, never null.
    countries_with_required_region = setting("general/region/state_required", graphene.String, str)
    optional_zip_countries = setting("general/country/optional_zip_countries", graphene.String, str)
    default_country = setting("general/country/default", graphene.String)
    default_display_currency_code = setting(DEFAULT_CURRENCY, graphene.String)
    display_state_if_optional = setting("general/region/display_all", graphene.Boolean)
    printed_card_priceV2 = without(Money, None, "There are no printed cards.")


extensions = [(StoreConfig, StoreConfigFields)]
