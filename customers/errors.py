"""What can go wrong with customers and their addresses.

InvalidInput
├── EmailMissing, EmailTakenAtSignUp
├── EmailToCheckMissing, EmailToCheckNotValid, EmailToResetMissing, EmailToResetNotValid, EmailToResendNotValid
├── CurrentPasswordRequired, UsernameRequired, PasswordValueRequired, EmailAndPasswordRequired
├── PasswordTooLong, PasswordTooShort, PasswordHasSpacesAround, PasswordTooSimple, PasswordIsEmail, PasswordTooCommon
├── ResetTokenRequired, NewPasswordRequired, ResetTokenMismatch, ResetTokenExpired, AccountLockedForReset
├── ResetTemplateUnknown
├── TooManySignUps, ConfirmationMailsTooMany
├── ResetRequestsTooMany
│   └── ResetRequestsTooSoon
├── GenderNotValid, BirthDateInFuture
├── GroupNotThere, GroupSharingOff, StoreNotOfWebsite, CustomerAlreadyInStore, TooManyAtOnce
├── DefaultAddressNotThere, RegionRequired, TelephoneNotValid, AddressIdRequired
├── PageSizeNotPositive, PageNotPositive
├── NewsletterEmailMissing, NewsletterEmailNotValid, GuestsMayNotSubscribe, SubscriptionNotPossible,
│   ConfirmationCodeWrong
└── LoginAsCustomerEmailMissing, LoginAsCustomerNobody
InvalidAttribute
└── EmailNotValid, EmailNotValidOnChange, NameNotValid, AttributeEmpty
ValueRequired
└── AddressValueRequired
    └── CountryRequired
InvalidValue
├── RegionMismatch
└── CustomerIdNotValid
InvalidState
├── ConfirmationKeyWrong, AccountAlreadyActive, ConfirmationNotNeeded
├── AddressIsDefault, AddressWithUidIsDefault
└── NoTokens, GroupNotDeletable
AlreadyExists
└── EmailTaken, AlreadySubscribed
AuthenticationFailed
└── CurrentPasswordWrong, TokenNotGood, AccountLocked, AccountNotConfirmed, SignInNotConfirmed
NotAuthorized
└── NotSignedIn, LoginAsCustomerOff, AssistanceNotAllowed
NoSuchEntity
├── CustomerGone, NobodyToRemind, NobodyToReset, NobodyToConfirm, NobodyToResendTo
└── AddressNotFound, AddressNotYours, AddressUidNotFound, AddressUidNotYours
"""

from attributes.errors import NotAnEmail
from auth_tokens.errors import CredentialRequired, SignInFailed
from kernel.errors import (
    AlreadyExists,
    AuthenticationFailed,
    InvalidAttribute,
    InvalidInput,
    InvalidState,
    InvalidValue,
    NoSuchEntity,
    NotAuthorized,
    ValueRequired,
)


class EmailNotValid(InvalidAttribute):
    template = '"Email" is not a valid email address.'


class EmailMissing(InvalidInput):
    template = "The customer email is missing. Enter and try again."
    storefront_template = EmailNotValid.template


class EmailNotValidOnChange(InvalidAttribute):
    template = EmailNotValid.template
    storefront_template = NotAnEmail.template


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


class PasswordTooCommon(InvalidInput):
    """No sentence of Magento's, which has no such list: it is told only where a merchant chose NIST's policy."""

    template = "This password is too common or too easy to guess. Create a new password and try again."


class NameNotValid(InvalidAttribute):
    template = "%1 is not valid!"


class AttributeEmpty(InvalidAttribute):
    """What Magento says of a missing value where an account is only looked at, not opened."""

    template = 'The "%1" attribute value is empty. Set the attribute and try again.'


class GenderNotValid(InvalidInput):
    template = '"%1" is not a valid gender value.'


class BirthDateInFuture(InvalidInput):
    template = "The Date of Birth should not be greater than today."


class GroupNotThere(InvalidInput):
    template = "The specified customer group id does not exist."


class TooManyAtOnce(InvalidInput):
    """Of what is done to each customer by itself, and takes its time."""

    template = "This can be done to %1 customers at once. Narrow the list with a search or a filter."


class StoreNotOfWebsite(InvalidInput):
    template = "The store view is not in the associated website."


class CustomerAlreadyInStore(InvalidInput):
    template = "This customer already exists in this store."


class AddressValueRequired(ValueRequired):
    """A field of an address, told by its code."""


class CountryRequired(AddressValueRequired):
    """REST says countryId, a storefront country_id."""

    storefront_template = "Required parameters are missing: country_id"
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


# Locked and unconfirmed accounts


class AccountLocked(AuthenticationFailed):
    template = "The account is locked."


class AccountLockedForReset(InvalidInput):
    """Told without a full stop, and as bad input, where somebody has forgotten a password."""

    template = "The account is locked"


class AccountNotConfirmed(AuthenticationFailed):
    template = "This account isn't confirmed. Verify and try again."


class NoTokens(InvalidState):
    template = "This customer has no tokens."


class SignInNotConfirmed(SignInFailed):
    """REST says no more than that the sign-in failed; a storefront offers to send the confirmation again."""

    storefront_template = AccountNotConfirmed.template
    counts = False


# E-mails somebody names without being signed in


class EmailToCheckMissing(InvalidInput):
    template = ValueRequired.template
    storefront_template = "Email must be specified"


class EmailToCheckNotValid(InvalidInput):
    template = "Email is invalid"


class EmailToResetMissing(InvalidInput):
    template = ValueRequired.template
    storefront_template = "You must specify an email address."


class EmailToResetNotValid(InvalidInput):
    template = "The email address has an invalid format."


class NobodyToRemind(NoSuchEntity):
    storefront_template = "Cannot reset the customer's password"
    storefront_family = InvalidInput


class NobodyToReset(NoSuchEntity):
    storefront_template = "Cannot set the customer's password"
    storefront_family = InvalidInput


class NobodyToConfirm(NoSuchEntity):
    storefront_template = "There was an error confirming the account"
    storefront_family = InvalidInput


class NobodyToResendTo(NoSuchEntity):
    storefront_template = "There is no user registered with that email address."
    storefront_family = InvalidInput


# Too many of them


class ResetRequestsTooMany(InvalidInput):
    """The parameter is an e-mail of the shop. A storefront is told what it is told of an e-mail nobody has."""

    template = "Too many password reset requests. Please wait and try again or contact %1."
    storefront_template = NobodyToRemind.storefront_template


class ResetRequestsTooSoon(ResetRequestsTooMany):
    template = "We received too many requests for password resets. Please wait and try again later or contact %1."


class ConfirmationMailsTooMany(InvalidInput):
    """Magento does not limit these; the sentence is its own for a mail it could not send."""

    template = "There was an error when sending the confirmation email"


class TooManySignUps(InvalidInput):
    """No sentence of Magento's, which lets anybody open any number of accounts."""

    template = "Too many accounts have been created from your address. Please wait and try again later."


# Passwords


class PasswordValueRequired(InvalidInput):
    """The current or the new password is empty or blank; the parameter says which one."""

    template = ValueRequired.template
    storefront_template = CredentialRequired.storefront_template


class ResetTokenRequired(InvalidInput):
    template = ValueRequired.template
    storefront_template = "resetPasswordToken must be specified"


class NewPasswordRequired(InvalidInput):
    template = ValueRequired.template
    storefront_template = "newPassword must be specified"


class ResetTokenMismatch(InvalidInput):
    template = "The password token is mismatched. Reset and try again."


class ResetTokenExpired(InvalidInput):
    template = "The password token is expired. Reset and try again."


class ResetTemplateUnknown(InvalidInput):
    template = 'Invalid value of "%value" provided for the %fieldName field. Possible values: %template1 or %template2.'


class CustomerIdNotValid(InvalidValue):
    """`CustomerIdNotValid(value=0, fieldName="customerId")`"""


class EmailAndPasswordRequired(InvalidInput):
    template = '"email" and "password" values should be specified'


# Confirming an e-mail


class ConfirmationKeyWrong(InvalidState):
    template = "The confirmation token is invalid. Verify the token and try again."


class AccountAlreadyActive(InvalidState):
    template = "The account is already active."


class ConfirmationNotNeeded(InvalidState):
    template = "Confirmation isn't needed."


class EmailToResendNotValid(InvalidInput):
    template = "Email address is not valid"


# Newsletter


class NewsletterEmailMissing(InvalidInput):
    template = "You must specify an email address to subscribe to a newsletter."


class NewsletterEmailNotValid(InvalidInput):
    template = "Enter a valid email address."


class AlreadySubscribed(AlreadyExists):
    template = "This email address is already subscribed."


class GuestsMayNotSubscribe(InvalidInput):
    template = "Guests can not subscribe to the newsletter. You must create an account to subscribe."


class ConfirmationCodeWrong(InvalidInput):
    template = "This is an invalid subscription confirmation code."


class SubscriptionNotPossible(InvalidInput):
    template = "Cannot create a newsletter subscription."


# Addresses


class AddressNotFound(NoSuchEntity):
    storefront_template = 'Could not find a address with ID "%fieldValue"'


class AddressNotYours(NoSuchEntity):
    """REST does not tell it from one that is not there; Magento's GraphQL does."""

    storefront_template = 'Current customer does not have permission to address with ID "%fieldValue"'
    storefront_family = NotAuthorized


class AddressUidNotFound(NoSuchEntity):
    storefront_template = "Could not find an address with the specified ID"


class AddressUidNotYours(NoSuchEntity):
    storefront_template = "Current customer does not have permission to get address with the specified ID"
    storefront_family = NotAuthorized


class AddressIdRequired(InvalidInput):
    template = 'Address "id" value must be specified'


class AddressIsDefault(InvalidState):
    """Billing or shipping, named by the second parameter."""

    template = "Customer Address %1 is set as default %2 address and can not be deleted"


class AddressWithUidIsDefault(InvalidState):
    template = "Customer Address with the specified ID is set as default %1 address and can not be deleted"


class PageSizeNotPositive(InvalidInput):
    template = "pageSize value must be greater than 0."


class PageNotPositive(InvalidInput):
    template = "currentPage value must be greater than 0."


# Groups, and admins in a customer's place


class GroupNotDeletable(InvalidState):
    """Nobody is signed in as group 0, and a default group is where others' customers go."""

    template = "Cannot delete group."


class GroupSharingOff(InvalidInput):
    template = "Sharing customer group information is disabled or not configured."


class LoginAsCustomerOff(NotAuthorized):
    template = "Login as Customer is disabled."


class LoginAsCustomerEmailMissing(InvalidInput):
    template = 'Specify the "customer email" value.'


class LoginAsCustomerNobody(InvalidInput):
    template = "Customer email provided does not exist"


class AssistanceNotAllowed(NotAuthorized):
    """The customer has not allowed anybody from the shop to act in their place."""

    template = (
        'The user has not enabled the "Allow remote shopping assistance" functionality. '
        "Contact the customer to discuss this user configuration."
    )
