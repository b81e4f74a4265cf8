"""What can go wrong with attributes and their values.

InvalidInput
├── OptionNotOffered
├── InvalidDate
├── ValueNotUnique
├── FilterUnknown, FormCodeRequired
├── AttributesRequired, AttributeCodeRequired, EntityTypeRequired, AttributeInputIncomplete, EntityTypeInvalid
├── RuleUnknown, RuleNotUsed, LengthNotValid, InputValidationUnknown, RangeDateNotValid, RangeEmpty
├── CodeNotValid, CodeLength, CodeReserved, LabelRequired, LabelTooLong, DefinitionNotValid
├── FormNotOfEntity, LinesOutOfRange, DefaultOfUnique, ValuesAlike, InputInUse
└── OptionsNotUsed, OptionLabelRequired, OptionLabelTaken, SeveralDefaults
InvalidAttribute
├── AttributeValueRequired      (also a ValueRequired)
├── TooManyLines
├── TextTooShort, TextTooLong
├── NotAlphanumeric, NotNumeric, NotAlphabetic, NotAnEmail, NotAUrl
├── NotADate, NotInDateFormat
└── DateNotBetween, DateTooEarly, DateTooLate
NoSuchEntity
└── EntityUnknown, AttributeUnknown, FormUnknown, AttributeWithoutType
AlreadyExists
└── CodeTaken
"""

from kernel.errors import AlreadyExists, InvalidAttribute, InvalidInput, NoSuchEntity, ValueRequired

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


class CodeNotValid(InvalidInput):
    template = (
        'Attribute code "%1" is invalid. Please use only letters (a-z or A-Z), numbers (0-9) or underscore (_) '
        "in this field, and the first character should be a letter."
    )


class CodeLength(InvalidInput):
    template = "An attribute code must not be less than %1 and more than %2 characters."


class CodeReserved(InvalidInput):
    """Every shop has an attribute of this code, or something else clients read under this name."""

    template = "The attribute code '%1' is reserved by system. Please try another attribute code"


class CodeTaken(AlreadyExists):
    template = "An attribute with the same code (%1) already exists."


class LabelRequired(ValueRequired):
    """`LabelRequired(fieldName="label")`"""


class LabelTooLong(InvalidInput):
    template = "A label has no more than %1 characters."


class DefinitionNotValid(InvalidInput):
    """A field of a definition, told by its name, and what is wrong with it."""

    template = '"%1" is not valid: %2'


class FormNotOfEntity(InvalidInput):
    template = 'The form "%1" does not show attributes of a %2.'


class LinesOutOfRange(InvalidInput):
    template = "The lines count must be from %1 to %2."


class DefaultOfUnique(InvalidInput):
    template = "An attribute whose values are unique has no default: everybody would have it."


class ValuesAlike(InvalidInput):
    template = 'The values of "%1" cannot become unique: some are the same already.'


class InputInUse(InvalidInput):
    template = 'The input of "%1" cannot change from %2 to %3: values have been given already.'


class OptionsNotUsed(InvalidInput):
    template = "Only a Dropdown or a Multiple Select has options."


class OptionLabelRequired(InvalidInput):
    template = "The value of Admin scope can't be empty."


class OptionLabelTaken(InvalidInput):
    template = "The value of Admin must be unique. (%1)"


class SeveralDefaults(InvalidInput):
    template = "A Dropdown has one default option at most."
