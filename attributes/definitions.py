"""What a merchant may define: the rules an attribute itself has to follow.

InvalidInput
├── FormNotOfEntity
├── LinesOutOfRange
├── OptionsNotUsed
└── SeveralDefaults
"""

from __future__ import annotations

from collections.abc import Sequence

from attributes import values
from attributes.forms import form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import InvalidInput

MOST_LINES = 20


class FormNotOfEntity(InvalidInput):
    template = 'The form "%1" does not show attributes of a %2.'


class LinesOutOfRange(InvalidInput):
    template = "The lines count must be from %1 to %2."


class OptionsNotUsed(InvalidInput):
    template = "Only a Dropdown or a Multiple Select has options."


class SeveralDefaults(InvalidInput):
    template = "A Dropdown has one default option at most."


def problems_with(attribute: Attribute) -> list[InvalidInput]:
    """Everything that is wrong with an attribute, its options aside. Its default takes the form values have."""
    problems: list[InvalidInput] = []
    entity = Attribute.Entity(attribute.entity_type)
    problems += [FormNotOfEntity(code, entity.label) for code in attribute.forms if code not in form_codes(entity)]
    if not 1 <= attribute.multiline_count <= MOST_LINES:
        problems.append(LinesOutOfRange(1, MOST_LINES))
    if not attribute.offers_options:
        try:
            attribute.default_value = values._normalized(attribute, attribute.default_value)
        except InvalidInput as problem:
            problems.append(problem)
    return problems


def problems_with_options(attribute: Attribute, defaults: Sequence[bool]) -> list[InvalidInput]:
    """What is wrong with the options an attribute is to have: of each, whether it is a default."""
    if defaults and not attribute.offers_options:
        return [OptionsNotUsed()]
    if attribute.input_type == Attribute.Input.SELECT and sum(defaults) > 1:
        return [SeveralDefaults()]
    return []


def take_default_from_options(attribute: Attribute) -> None:
    """Make the default value of an attribute that offers options the ones marked so."""
    if attribute.offers_options:
        marked = AttributeOption.objects.filter(attribute=attribute, is_default=True)
        attribute.default_value = ",".join(str(option.pk) for option in marked)
        attribute.save(update_fields=["default_value"])
