"""Settings about countries, regions and currencies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from directory.catalog import country_ids
from directory.currency_codes import CURRENCY_CODES
from stores import config

# After Magento's installation and its region patches: the countries whose addresses need a region.
STATE_REQUIRED = "AU,BE,BR,CA,CH,CN,CO,EE,ES,HR,IN,LT,LV,MX,PL,RO,US"

DEFAULT_COUNTRY = "general/country/default"
ALLOWED_COUNTRIES = "general/country/allow"
BASE_CURRENCY = "currency/options/base"
DEFAULT_CURRENCY = "currency/options/default"
ALLOWED_CURRENCIES = "currency/options/allow"

COUNTRY_OPTIONS = ("General", "General", "Country Options")
STATE_OPTIONS = ("General", "General", "State Options")
CURRENCY_OPTIONS = ("General", "Currency Setup", "Currency Options")


@dataclass(frozen=True)
class Codes:
    """One or more of several codes, separated by commas, in the order given."""

    known: Collection[str]

    def parse(self, text: str) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code for part in text.split(",") if (code := part.strip())))
        unknown = [code for code in codes if code not in self.known]
        if unknown or not codes:
            raise ValueError(
                f"Nobody knows {', '.join(unknown)}."
                if unknown
                else "Enter at least one code; commas separate several."
            )
        return codes


CURRENCY = config.Choice(tuple((code, code) for code in CURRENCY_CODES))

config.declare(
    config.Setting(
        path=DEFAULT_COUNTRY,
        place=COUNTRY_OPTIONS,
        label="Default Country",
        help="Two-letter id of the country forms begin with.",
        default="US",
        kind=config.Text(),
    ),
    config.Setting(
        path=ALLOWED_COUNTRIES,
        place=COUNTRY_OPTIONS,
        label="Allow Countries",
        help="Two-letter ids of the countries the shop sells to, separated by commas; storefronts offer these.",
        default=",".join(country_ids()),
        kind=Codes(frozenset(country_ids())),
    ),
    config.Setting(
        path="general/country/optional_zip_countries",
        place=COUNTRY_OPTIONS,
        label="Zip/Postal Code is Optional for",
        help="Two-letter ids of countries, separated by commas, whose addresses need no postcode.",
        default="HK,IE,MO,PA,GB",
        kind=config.Text(),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path="general/region/state_required",
        place=STATE_OPTIONS,
        label="State is Required for",
        help="Two-letter ids of countries, separated by commas, whose addresses need a region.",
        default=STATE_REQUIRED,
        kind=config.Text(),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path="general/region/display_all",
        place=STATE_OPTIONS,
        label="Allow to Choose State if It is Optional for Country",
        help="No leaves the region out of forms where it is not required.",
        default="1",
        kind=config.Flag(),
        scopes=config.GLOBAL,
    ),
    config.Setting(
        path=BASE_CURRENCY,
        place=CURRENCY_OPTIONS,
        label="Base Currency",
        help="The currency prices are kept in.",
        default="USD",
        kind=CURRENCY,
        scopes=config.PER_WEBSITE,
    ),
    config.Setting(
        path=DEFAULT_CURRENCY,
        place=CURRENCY_OPTIONS,
        label="Default Display Currency",
        help="The currency prices are shown in first.",
        default="USD",
        kind=CURRENCY,
    ),
    # Magento's own file says USD,EUR, but its installation sets all three to the currency it is told.
    config.Setting(
        path=ALLOWED_CURRENCIES,
        place=CURRENCY_OPTIONS,
        label="Allowed Currencies",
        help="Codes of the currencies a shopper can choose from, separated by commas; all but the base need a rate.",
        default="USD",
        kind=Codes(frozenset(CURRENCY_CODES)),
    ),
)
