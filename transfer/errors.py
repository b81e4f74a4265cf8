"""What can go wrong with files of customers: with a file as a whole, with one of its rows, and with another shop.

InvalidInput
├── HashNotVerifiable
├── FileRefused
│   ├── FileNotText, FileNotUtf8, FileEmpty, KindUnknown, FinanceNotKept, BehaviorNotPossible
│   ├── ColumnsRepeated, ColumnsMissing, ColumnsWithoutName, ColumnNamesNotValid, ColumnsUnknown
│   └── RejectsTheSameFile, RejectsChanged, ImportedElsewhere, UploadTooLarge
├── ShopRefused
│   ├── AddressOfShopNotValid, ShopNeedsTls, TokenMissing, TokenNotValid
│   ├── SignInRefused, AccessRefused, ShopElsewhere, NothingThere, QuestionRefused
│   ├── AnswerTooLarge, AnswerNotUnderstood, ShopAway, PartsMissing
│   └── DatabaseAddressNotValid, DatabaseNotReached, DatabaseNotMagento, DatabaseOfMagento1, AttributesNotHere
└── RowRefused
    ├── ColumnCountDiffers, FieldTooLong, IllegalCharacters
    ├── WebsiteEmpty, EmailEmpty, WebsiteNotValid, EmailOfRowNotValid, ValueEmpty, ValueNotValid, UniqueValueRepeated
    ├── EmailRepeated, RowOrphaned, StoreNotValid, CustomerNotFound, PasswordLengthNotValid
    └── AddressIdEmpty, AddressNotInBook, RegionNotValid, AddressRepeated

InvalidState
└── AnotherImportRuns, ImportHasMovedOn

The sentences of rows are Magento's, of CustomerImportExport/Model/Import/*.php and
ImportExport/Model/Import/Entity/AbstractEntity.php, and so are their codes.
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import InvalidInput, InvalidState


class HashNotVerifiable(InvalidInput):
    """No password can be compared with this; whoever it belongs to needs a new one."""

    template = "The password hash cannot be used: %1."


class FileRefused(InvalidInput):
    """A file nothing of which is read."""

    template = "The file cannot be imported."


class FileNotText(FileRefused):
    template = "The file is a workbook or an archive, not a table of text. Save it as CSV (UTF-8) and try again."


class FileNotUtf8(FileRefused):
    template = "The file is UTF-16. Save it as UTF-8 (in Excel: CSV UTF-8) and try again."


class FileEmpty(FileRefused):
    template = "The file has no header."


class KindUnknown(FileRefused):
    template = (
        "The header is not that of a file of customers. It has email and _website (customer, customer_composite) "
        "or _email, _website and _entity_id (customer_address)."
    )


class FinanceNotKept(FileRefused):
    template = "Store credit and reward points (customer_finance) are not kept here."


class BehaviorNotPossible(FileRefused):
    template = "A file of the kind %1 cannot be imported with the behavior %2."


class ColumnsRepeated(FileRefused):
    template = "Duplicate column names: %1."


class ColumnsMissing(FileRefused):
    """Magento's columnNotFound."""

    template = "We can't find required columns: %1."


class ColumnsWithoutName(FileRefused):
    """Magento's columnEmptyHeader."""

    template = 'Columns number: "%1" have empty headers'


class ColumnNamesNotValid(FileRefused):
    """Magento's columnNameInvalid."""

    template = 'Column names: "%1" are invalid'


class ColumnsUnknown(FileRefused):
    """Magento's invalidAttributeName."""

    template = 'Header contains invalid attribute(s): "%1"'


class RejectsTheSameFile(FileRefused):
    template = "Rejected rows cannot be written over the file they come from."


class RejectsChanged(FileRefused):
    template = (
        "%1 is shorter than it was when the import was interrupted. Give the file of rejected rows that was written "
        "then, or begin anew with --restart."
    )


class ImportedElsewhere(FileRefused):
    template = "The same file is being imported by another process."


class UploadTooLarge(FileRefused):
    template = (
        "The file is larger than %1 MiB, the most that is taken here. Divide it, or import it on the machine itself "
        "(manage.py import_customers)."
    )


class ShopRefused(InvalidInput):
    """Another shop from which nothing more can be read."""

    template = "The shop cannot be read."


class AddressOfShopNotValid(ShopRefused):
    template = "%1 is not the address of a shop. Give one like https://shop.example.com, without a user or a query."


class ShopNeedsTls(ShopRefused):
    template = "%1 is not encrypted: whoever listens would have the token. Give an address with https://."


class TokenMissing(ShopRefused):
    template = (
        "No token. Set MAGENTO_TOKEN to an integration's access token, or MAGENTO_ADMIN_USER and "
        "MAGENTO_ADMIN_PASSWORD to an admin's."
    )


class TokenNotValid(ShopRefused):
    template = "The token is not one: it holds spaces or other characters no token has."


class SignInRefused(ShopRefused):
    template = (
        "The shop gave no token for the admin %1. Two-factor authentication does not let them in by a password alone: "
        "use an integration's access token."
    )


class AccessRefused(ShopRefused):
    template = (
        "The token may not read %1: it needs the resource %2. An integration's token works in Magento 2.4.4 and later "
        "only while oauth/consumer/enable_integration_as_bearer is on."
    )


class ShopElsewhere(ShopRefused):
    template = "%1 answers that it is at %2. The token is not sent there; if that is the shop, give its address."


class NothingThere(ShopRefused):
    template = "There is no %1 at %2. Is it the address of the shop?"


class QuestionRefused(ShopRefused):
    template = "The shop refused %1 (%2): %3"


class AnswerTooLarge(ShopRefused):
    template = "The answer to %1 is longer than %2 MiB. Ask for less at a time with --page-size."


class AnswerNotUnderstood(ShopRefused):
    template = "The answer to %1 is not Magento's: %2."


class ShopAway(ShopRefused):
    template = (
        "The shop did not answer %1 in %2 attempts; the last time: %3. Start it again, and it goes on where it was."
    )


class PartsMissing(ShopRefused):
    template = "The shop here is not the same yet; nothing was written. Missing here:%1"


class DatabaseAddressNotValid(ShopRefused):
    template = "The address of the database is mysql://user:password@host:port/name, and %1."


class DatabaseNotReached(ShopRefused):
    """`DatabaseNotReached("db.example.com:3306", "does not answer")`"""

    template = "The database at %1 %2."


class DatabaseNotMagento(ShopRefused):
    template = "%1 is not the database of a Magento 2: there is no table %2.%3"


class DatabaseOfMagento1(ShopRefused):
    template = "%1 is the database of a Magento 1. Its customers come in as CSV files."


class AttributesNotHere(ShopRefused):
    template = (
        "There are values of attributes that are not here: %1. Define them with the codes they have in Magento, or "
        "leave them behind with --ignore-unknown-columns."
    )


class AnotherImportRuns(InvalidState):
    template = "Another import is running. Come back when it has ended, or cancel it."


class ImportHasMovedOn(InvalidState):
    template = "The import has moved on meanwhile. This is how far it is now."


class RowRefused(InvalidInput):
    """A row that is left out; the others are not. `code` is Magento's, `detail` says more than its sentence does."""

    code: ClassVar[str] = ""
    template = "The row cannot be imported."

    def __init__(self, *parameters: object, detail: str = "") -> None:
        super().__init__(*parameters)
        self.detail = detail

    @property
    def whole_message(self) -> str:
        """Magento's sentence, and what is to be added to it."""
        return f"{self.message} {self.detail}".rstrip()


class ColumnCountDiffers(RowRefused):
    code = "wrongColumnsNumber"
    template = "Number of columns does not correspond to the number of rows in the header"


class FieldTooLong(RowRefused):
    code = "fieldTooLong"
    template = "A field of the row is longer than 131072 characters. Is a quotation mark missing?"


class IllegalCharacters(RowRefused):
    code = "illegalCharacters"
    template = "Illegal character used for attribute %1"


class WebsiteEmpty(RowRefused):
    code = "websiteIsEmpty"
    template = "Please specify a website."


class EmailEmpty(RowRefused):
    code = "emailIsEmpty"
    template = "Please specify an email."


class WebsiteNotValid(RowRefused):
    code = "invalidWebsite"
    template = "We found an invalid value in a website column."


class EmailOfRowNotValid(RowRefused):
    code = "invalidEmail"
    template = "Please enter a valid email."


class ValueEmpty(RowRefused):
    code = "valueIsRequired"
    template = 'Please make sure attribute "%1" is not empty.'


class ValueNotValid(RowRefused):
    code = "attributeNotInvalid"  # Magento's spelling
    template = "Please correct the value for '%1'."


class UniqueValueRepeated(RowRefused):
    code = "duplicateUniqueAttribute"
    template = "Duplicate Unique Attribute for '%1'"


class EmailRepeated(RowRefused):
    code = "duplicateEmailSite"
    template = "This email is found more than once in the import file."


class RowOrphaned(RowRefused):
    code = "rowIsOrphan"
    template = "Orphan rows that will be skipped due default row errors"


class StoreNotValid(RowRefused):
    code = "invalidStore"
    template = "Invalid value in Store column (store does not exists?)"


class CustomerNotFound(RowRefused):
    code = "customerNotFound"
    template = "We can't find a customer who matches this email and website code."


class PasswordLengthNotValid(RowRefused):
    code = "passwordLength"
    template = "Please enter a password with a valid length."


class AddressIdEmpty(RowRefused):
    code = "addressIdIsEmpty"
    template = "Customer address id column is not specified"


class AddressNotInBook(RowRefused):
    code = "addressNotFound"
    template = "We can't find that customer address."


class RegionNotValid(RowRefused):
    code = "invalidRegion"
    template = "Please enter a valid region."


class AddressRepeated(RowRefused):
    code = "duplicateAddressId"
    template = "We found another row with this email, website and address ID combination."
