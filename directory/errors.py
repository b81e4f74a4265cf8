"""What can go wrong with countries.

InvalidInput
└── CountryIdRequired, CurrencyNotAvailable
NoSuchEntity
└── CountryNotAvailable
"""

from kernel.errors import InvalidInput, NoSuchEntity


class CountryIdRequired(InvalidInput):
    template = 'Country "id" value should be specified'


class CurrencyNotAvailable(InvalidInput):
    template = "Please correct the target currency"


class CountryNotAvailable(NoSuchEntity):
    """There is no such country, or the shop does not sell to it."""

    template = "The country isn't available."
