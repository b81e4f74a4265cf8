"""What can go wrong with countries.

InvalidInput
└── CountryIdRequired
NoSuchEntity
└── CountryNotAvailable
"""

from kernel.errors import InvalidInput, NoSuchEntity


class CountryIdRequired(InvalidInput):
    template = 'Country "id" value should be specified'


class CountryNotAvailable(NoSuchEntity):
    """There is no such country, or the shop does not sell to it."""

    template = "The country isn't available."
