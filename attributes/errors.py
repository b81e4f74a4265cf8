"""What can go wrong with attributes and their values.

InvalidInput
├── OptionNotOffered
├── InvalidDate
├── ValueNotUnique
├── FilterUnknown, FormCodeRequired
├── AttributesRequired, AttributeCodeRequired, EntityTypeRequired, AttributeInputIncomplete, EntityTypeInvalid
├── RuleUnknown, RuleNotUsed, LengthNotValid, InputValidationUnknown, RangeDateNotValid, RangeEmpty
└── FormNotOfEntity, LinesOutOfRange, OptionsNotUsed, SeveralDefaults, CodeOfBuiltIn, DefaultOfUnique
InvalidAttribute
├── AttributeValueRequired      (also a ValueRequired)
├── TooManyLines
├── TextTooShort, TextTooLong
├── NotAlphanumeric, NotNumeric, NotAlphabetic, NotAnEmail, NotAUrl
├── NotADate, NotInDateFormat
└── DateNotBetween, DateTooEarly, DateTooLate
NoSuchEntity
└── EntityUnknown, AttributeUnknown, FormUnknown, AttributeWithoutType
"""

from kernel.errors import InvalidAttribute, InvalidInput, NoSuchEntity, ValueRequired

# Values


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


class TextTooShort(InvalidAttribute):
    template = '"%1" length must be equal or greater than %2 characters.'


class NotAlphanumeric(InvalidAttribute):
    template = '"%1" contains non-alphabetic or non-numeric characters.'


class NotNumeric(InvalidAttribute):
    template = '"%1" contains non-numeric characters.'


class NotAlphabetic(InvalidAttribute):
    template = '"%1" contains non-alphabetic characters.'


class NotAnEmail(InvalidAttribute):
    template = '"%1" is not a valid email address.'


class NotAUrl(InvalidAttribute):
    template = '"%1" is not a valid URL.'


class NotADate(InvalidAttribute):
    template = '"%1" is not a valid date.'


class NotInDateFormat(InvalidAttribute):
    template = '"%1" does not fit the entered date format.'


class DateNotBetween(InvalidAttribute):
    template = "Please enter a valid date between %1 and %2 at %3."


class DateTooEarly(InvalidAttribute):
    template = "Please enter a valid date equal to or greater than %1 at %2."


class DateTooLate(InvalidAttribute):
    template = "Please enter a valid date less than or equal to %1 at %2."


class ValueNotUnique(InvalidInput):
    template = 'The value of attribute "%1" must be unique.'


# Asking about attributes. A storefront is told these as data, beside the attributes there are.


class EntityUnknown(NoSuchEntity):
    """`EntityUnknown(entityType="order")`"""

    storefront_template = 'Entity "%fieldValue" could not be found.'


class AttributeUnknown(NoSuchEntity):
    """`AttributeUnknown(entityType="customer", attributeCode="shoe_size")`"""

    storefront_template = 'Attribute code "%field2Value" could not be found.'


class FormUnknown(NoSuchEntity):
    """`FormUnknown(formCode="checkout")`"""

    storefront_template = 'Form "%fieldValue" could not be found.'


class FilterUnknown(InvalidInput):
    template = 'Cannot filter by "%1" as that field does not belong to "%2".'


# Asking about attributes without saying which


class FormCodeRequired(InvalidInput):
    template = 'Required parameter "formCode" of type string.'


class AttributesRequired(InvalidInput):
    template = 'Required parameters "attribute_code" and "entity_type" of type String.'


class AttributeCodeRequired(InvalidInput):
    template = "The attribute_code is required to retrieve the metadata"


class EntityTypeRequired(InvalidInput):
    template = "The entity_type is required to retrieve the metadata"


class AttributeInputIncomplete(InvalidInput):
    template = "Missing %1 for the input %2."


class EntityTypeInvalid(InvalidInput):
    template = "Invalid entity_type specified: %1"


class AttributeWithoutType(NoSuchEntity):
    storefront_template = "Attribute code %field2Value of entity type %fieldValue not configured to have a type."


# Rules a merchant gives an attribute


class RuleUnknown(InvalidInput):
    template = 'There is no validation rule "%1".'


class RuleNotUsed(InvalidInput):
    template = 'The validation rule "%1" has no use for this input.'


class LengthNotValid(InvalidInput):
    template = 'The validation rule "%1" takes a whole number from 0 to 65535.'


class InputValidationUnknown(InvalidInput):
    template = 'There is no input validation "%1".'


class RangeDateNotValid(InvalidInput):
    template = 'The validation rule "%1" takes a date such as 2023-03-22.'


class RangeEmpty(InvalidInput):
    template = "The minimum of a validation rule is greater than its maximum."


# What a merchant defines


class FormNotOfEntity(InvalidInput):
    template = 'The form "%1" does not show attributes of a %2.'


class LinesOutOfRange(InvalidInput):
    template = "The lines count must be from %1 to %2."


class OptionsNotUsed(InvalidInput):
    template = "Only a Dropdown or a Multiple Select has options."


class SeveralDefaults(InvalidInput):
    template = "A Dropdown has one default option at most."


class CodeOfBuiltIn(InvalidInput):
    template = 'Every shop has an attribute "%1" already; choose another code.'


class DefaultOfUnique(InvalidInput):
    template = "An attribute whose values are unique has no default: everybody would have it."
