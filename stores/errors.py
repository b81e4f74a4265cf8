"""What can go wrong with stores and settings.

InvalidInput
├── SettingUnknown
├── SettingScopeNotAllowed
├── SettingOutOfRange
├── WebsiteCodeNotValid, StoreGroupCodeNotValid, StoreCodeNotValid, StructureNotValid
└── DefaultNotAmongThem, DefaultNeeded, DefaultStoreInactive, DefaultStoreDisabled
InvalidValue
├── TaxClassNotForCustomers
└── ExcludedWebsiteNotThere
ValueRequired
└── GroupCodeRequired, NameRequired
InvalidState
├── GroupAlreadyExists
├── WebsiteNotDeletable, StoreGroupNotDeletable, StoreNotDeletable
└── StillUsed
AlreadyExists
└── WebsiteCodeTaken, StoreGroupCodeTaken, StoreCodeTaken
NoSuchEntity
└── StoreNotFound
"""

from kernel.errors import AlreadyExists, InvalidInput, InvalidState, InvalidValue, NoSuchEntity, ValueRequired


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


# Websites, stores and store views, in Magento's words: what it calls a store is a StoreGroup here.


class WebsiteCodeNotValid(InvalidInput):
    template = (
        "Website code may only contain letters (a-z), numbers (0-9) or underscore (_), "
        "and the first character must be a letter."
    )


class StoreGroupCodeNotValid(InvalidInput):
    template = (
        "The group code may contain only letters (a-z), numbers (0-9) or underscore (_), "
        "and the first character must be a letter."
    )


class StoreCodeNotValid(InvalidInput):
    template = (
        "The store code may contain only letters (a-z), numbers (0-9) or underscore (_), "
        "and the first character must be a letter."
    )


class StructureNotValid(InvalidInput):
    """A field of a website, store or view, told by its name, and what is wrong with it."""

    template = '"%1" is not valid: %2'


class NameRequired(ValueRequired):
    """`NameRequired(fieldName="name")`"""


class WebsiteCodeTaken(AlreadyExists):
    template = "Website with the same code already exists."


class StoreGroupCodeTaken(AlreadyExists):
    template = "Group with the same code already exists."


class StoreCodeTaken(AlreadyExists):
    template = "Store with the same code already exists."


class DefaultNotAmongThem(InvalidInput):
    template = '"%1" does not belong here and cannot be the default.'


class DefaultNeeded(InvalidInput):
    """Something has a default already, and cannot be without one again: nobody would speak for it."""

    template = 'Choose a default for "%1": without one it could not answer.'


class DefaultStoreInactive(InvalidInput):
    template = "An inactive store view cannot be saved as default store view"


class DefaultStoreDisabled(InvalidInput):
    template = "The default store cannot be disabled"


class WebsiteNotDeletable(InvalidState):
    template = "This website cannot be deleted."


class StoreGroupNotDeletable(InvalidState):
    template = "This store cannot be deleted."


class StoreNotDeletable(InvalidState):
    template = "This store view cannot be deleted."


class StillUsed(InvalidState):
    """`StillUsed("website", "customers")`"""

    template = "This %1 cannot be deleted: it still has %2."
