"""What can go wrong with customers and their addresses.

InvalidInput
├── EmailMissing
├── EmailNotValidOnChange           told by the e-mail itself
├── EmailTakenAtSignUp
├── CurrentPasswordRequired, UsernameRequired
├── PasswordTooLong, PasswordTooShort, PasswordHasSpacesAround, PasswordTooSimple, PasswordIsEmail
├── GenderNotValid, BirthDateInFuture
├── GroupNotThere, StoreNotOfWebsite, CustomerAlreadyInStore
├── DefaultAddressNotThere
├── RegionRequired
└── TelephoneNotValid
InvalidAttribute
├── EmailNotValid                   at sign-up; told by the attribute's label
└── NameNotValid
ValueRequired
└── AddressValueRequired
    └── CountryRequired
InvalidValue
└── RegionMismatch
AlreadyExists
└── EmailTaken
AuthenticationFailed
├── CurrentPasswordWrong
└── TokenNotGood
NotAuthorized
└── NotSignedIn
NoSuchEntity
└── CustomerGone
"""

from auth_tokens.errors import CredentialRequired
from kernel.errors import (
    AlreadyExists,
    AuthenticationFailed,
    InvalidAttribute,
    InvalidInput,
    InvalidValue,
    NoSuchEntity,
    NotAuthorized,
    ValueRequired,
)


class EmailMissing(InvalidInput):
    template = "The customer email is missing. Enter and try again."


class EmailNotValid(InvalidAttribute):
    template = '"Email" is not a valid email address.'


class EmailNotValidOnChange(InvalidInput):
    template = '"%1" is not a valid email address.'


class EmailTakenAtSignUp(InvalidInput):
    """The same sentence as EmailTaken, in another family: Magento counts a sign-up as bad input."""

    template = "A customer with the same email address already exists in an associated website."


class EmailTaken(AlreadyExists):
    template = EmailTakenAtSignUp.template


class UsernameRequired(CredentialRequired):
    """REST asks for a username, a storefront for an e-mail."""

    template = ValueRequired.template
    storefront_template = 'Specify the "email" value.'


class CurrentPasswordRequired(InvalidInput):
    template = 'Provide the current "password" to change "email".'


class CurrentPasswordWrong(AuthenticationFailed):
    template = "The password doesn't match this account. Verify the password and try again."
    storefront_template = "Invalid login or password."


class PasswordTooLong(InvalidInput):
    template = "Please enter a password with at most %1 characters."


class PasswordTooShort(InvalidInput):
    template = "The password needs at least %1 characters. Create a new password and try again."


class PasswordHasSpacesAround(InvalidInput):
    template = "The password can't begin or end with a space. Verify the password and try again."


class PasswordTooSimple(InvalidInput):
    template = (
        "Minimum of different classes of characters in password is %1. "
        "Classes of characters: Lower Case, Upper Case, Digits, Special Characters."
    )


class PasswordIsEmail(InvalidInput):
    template = "The password can't be the same as the email address. Create a new password and try again."


class NameNotValid(InvalidAttribute):
    template = "%1 is not valid!"


class GenderNotValid(InvalidInput):
    template = '"%1" is not a valid gender value.'


class BirthDateInFuture(InvalidInput):
    template = "The Date of Birth should not be greater than today."


class GroupNotThere(InvalidInput):
    template = "The specified customer group id does not exist."


class StoreNotOfWebsite(InvalidInput):
    template = "The store view is not in the associated website."


class CustomerAlreadyInStore(InvalidInput):
    template = "This customer already exists in this store."


class AddressValueRequired(ValueRequired):
    """A field of an address, told by its code."""


class CountryRequired(AddressValueRequired):
    """REST says countryId, a storefront country_id."""

    name = "country_id"


class RegionRequired(InvalidInput):
    template = ValueRequired.template
    storefront_template = "A region_id is required for the specified country code"


class RegionMismatch(InvalidValue):
    storefront_template = "The region_id does not match the selected country or region"


class DefaultAddressNotThere(InvalidInput):
    template = "The %fieldName value is invalid. Set the correct value and try again."


class TelephoneNotValid(InvalidInput):
    """No sentence of Magento's, which takes any text: this one is told only where a merchant asks for the check."""

    template = '"%1" is not a valid telephone number.'


class NotSignedIn(NotAuthorized):
    template = "The current customer isn't authorized."


class CustomerGone(NoSuchEntity):
    """A token outlived its customer."""

    storefront_template = 'Customer with id "%fieldValue" does not exist.'


class TokenNotGood(AuthenticationFailed):
    """A token was sent that was never given, has expired or was revoked. Nobody is told which of them it is."""

    template = NotSignedIn.template
