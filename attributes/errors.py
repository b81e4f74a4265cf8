"""What can go wrong with attributes and their values.

InvalidInput
├── OptionNotOffered
└── InvalidDate
InvalidAttribute
├── AttributeValueRequired      (also a ValueRequired)
├── TooManyLines
└── TextTooLong
"""

from kernel.errors import InvalidAttribute, InvalidInput, ValueRequired


class AttributeValueRequired(ValueRequired, InvalidAttribute):
    """An attribute, told by its label, has no value."""

    template = '"%1" is a required value.'
    storefront_template = "Required parameters are missing: %1"


class OptionNotOffered(InvalidInput):
    template = "Attribute %1 does not contain option with Id %2"


class InvalidDate(InvalidInput):
    template = "Invalid date"


class TooManyLines(InvalidAttribute):
    template = '"%1" cannot contain more than %2 lines.'


class TextTooLong(InvalidAttribute):
    template = '"%1" length must be equal or less than %2 characters.'
