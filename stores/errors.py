"""What can go wrong with stores and settings.

InvalidInput
├── SettingUnknown
├── SettingScopeNotAllowed
└── SettingOutOfRange
InvalidValue
├── TaxClassNotForCustomers
└── ExcludedWebsiteNotThere
ValueRequired
└── GroupCodeRequired
InvalidState
└── GroupAlreadyExists
NoSuchEntity
└── StoreNotFound
"""

from kernel.errors import InvalidInput, InvalidState, InvalidValue, NoSuchEntity, ValueRequired


class SettingUnknown(InvalidInput):
    template = "There is no setting %1."


class SettingScopeNotAllowed(InvalidInput):
    template = 'The setting "%1" cannot be changed for the scope "%2".'


class SettingOutOfRange(InvalidInput):
    template = 'The setting "%1" was not saved. %2'


class StoreNotFound(NoSuchEntity):
    template = "The store that was requested wasn't found. Verify the store and try again."
    storefront_template = "Requested store is not found"
    storefront_family = InvalidInput


class GroupCodeRequired(ValueRequired):
    """`GroupCodeRequired(fieldName="code")`"""


class GroupAlreadyExists(InvalidState):
    template = "Customer Group already exists."


class TaxClassNotForCustomers(InvalidValue):
    """There is no such tax class, or it is one of products."""


class ExcludedWebsiteNotThere(InvalidValue):
    """A group was to be kept away from a website that does not exist."""
