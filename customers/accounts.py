"""Opening accounts and changing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from attributes import values as attribute_values
from attributes.errors import AttributeValueRequired
from attributes.models import Attribute
from auth_tokens import devices
from auth_tokens.models import Token
from customers import (
    addresses,
    confirmation,
    emails,
    history,
    locks,
    lookups,
    mails,
    newsletter,
    passwords,
    resets,
    validation,
)
from customers import config as settings
from customers.errors import (
    AttributeEmpty,
    CurrentPasswordRequired,
    CustomerAlreadyInStore,
    EmailAndPasswordRequired,
    EmailMissing,
    EmailTaken,
    EmailTakenAtSignUp,
    EmailToCheckMissing,
    EmailToCheckNotValid,
    GroupNotThere,
    PasswordValueRequired,
    StoreNotOfWebsite,
    TooManySignUps,
)
from customers.fields import Fields, trimmed
from customers.models import Customer, email_key
from customers.signals import customer_created
from kernel.errors import Failure, NoSuchEntity, raise_any
from limits import addresses as limit_addresses
from limits import challenges, counters
from limits.counters import Limit
from stores import config
from stores import lookups as stores
from stores.models import CustomerGroup, Store

# How PostgreSQL and SQLite call what lets an e-mail be one account's only.
ONE_EMAIL = ("one_email_per_website", "customers_customer.email_key")

# What customers may change of their own accounts; the rest is the shop's.
OWN = {
    "email", "prefix", "firstname", "middlename", "lastname", "suffix", "dob", "gender", "taxvat", "is_subscribed",
    "allow_remote_shopping_assistance", "custom_attributes",
}  # fmt: skip


def create_customer(
    *, store: Store, fields: Fields, password: str | None = None, address_book: Sequence[Fields] = ()
) -> Customer:
    """Open an account, with an address book if one is given; without a password nobody can sign in to it yet.

    What is returned is what was written, with everything surfaces show of an account; it is not read once more.

    `store` is the view that is speaking; `website_id` and `store_id` among the fields say otherwise. All of it is done,
    or none of it. An address of a country that is not there is left out, as Magento does.

    Raises EmailMissing, CustomerAlreadyInStore, InvalidInput, SeveralProblems, EmailTakenAtSignUp, GroupNotThere,
    StoreNotOfWebsite, ChallengeFailed, TooManySignUps, TooBusy.
    """
    challenges.check(challenges.Form.CUSTOMER_CREATE)
    if not trimmed(fields.get("email")):
        raise EmailMissing()
    if fields.get("id") and Customer.objects.filter(pk=fields["id"]).exists():
        raise CustomerAlreadyInStore()
    home = _home(store, fields)
    kept, problems = validation.checked(fields, website_id=home.website_id, store_id=home.pk)
    raise_any(problems)
    raise_any(passwords.problems_with(password, email=kept["email"]))
    group = _group(fields.get("group_id"), home)
    book = []
    for address in address_book:
        if addresses.names_a_country(address, home):
            checked, problems = addresses.checked(address, home)
            raise_any(problems)
            book.append(checked)

    most = Limit("sign_up_address", config.read(settings.SIGN_UPS_PER_ADDRESS), seconds=3600)
    if not counters.take(most, limit_addresses.key()):  # E-mails that are taken count, so that nobody tries them all.
        raise TooManySignUps()
    customer = Customer(website=home.website, store=home, group=group, created_in=home.name, **kept)
    customer.created_at = customer.updated_at = timezone.now()
    customer.set_password(password)  # Before the transaction: it takes long, and SQLite has one writer at a time.
    if confirmation.is_wanted(home):
        customer.confirmation_key = confirmation.new_key()
    token = None if customer.has_password else resets.give_token(customer)
    with one_email_per_website(EmailTakenAtSignUp()):
        attribute_values.claim(Attribute.Entity.CUSTOMER, customer.custom_values)
        addresses.save_with_book(customer, book)
        newsletter.adopt(customer)
        told = [(history.CREATED, {"email": customer.email, "group": group.code, "addresses": len(book)})]
        if fields.get("is_subscribed") is not None:
            told += newsletter.write_subscribed(customer, fields["is_subscribed"])
        history.note_all(customer.pk, told)
        if token:
            mails.send_welcome_without_password(customer, token)
        elif customer.is_confirmed:
            mails.send_welcome(customer)
        else:
            mails.send_confirmation(customer)
        customer_created.send(Customer, customer=customer)
    return customer


def sign_up(*, store: Store, fields: Fields, password: str) -> Customer:
    """Open an account for whoever fills in a form: with a password, and all that is wrong is told at once.

    Raises what `create_customer` raises.
    """
    _, problems = validation.checked(fields, website_id=store.website_id, store_id=store.pk)
    raise_any(problems, passwords.problems_with(password, email=str(fields.get("email") or "")))
    return create_customer(store=store, fields=fields, password=password)


def update_own_account(*, customer: Customer, fields: Fields, password: str | None = None) -> Customer:
    """Change what somebody may change of their own account. A new e-mail asks for the current password.

    Raises CurrentPasswordRequired, CurrentPasswordWrong, AccountLocked, InvalidInput, SeveralProblems, EmailTaken.
    """
    changes_email = fields.get("email") is not None and fields["email"] != customer.email
    if changes_email:
        if not password:
            raise CurrentPasswordRequired()
        locks.check_current_password(customer, password)
    return change_customer(customer=customer, fields={code: fields[code] for code in fields if code in OWN})


def edit_own_account(
    *, customer: Customer, fields: Fields, current_password: str = "", new_password: str | None = None
) -> Customer:
    """Change one's own account, and with it the password if a new one is given. All of it is done, or none of it.

    A new e-mail and a new password ask for the current one.

    Raises ChallengeFailed, PasswordValueRequired, CurrentPasswordWrong, AccountLocked, EmailMissing, InvalidInput,
    SeveralProblems, EmailTaken, TooBusy, or what is wrong with the new password.
    """
    if "email" in fields and not trimmed(fields["email"]):
        raise EmailMissing()
    email = fields.get("email", customer.email)
    new = None
    if new_password is not None or email != customer.email:
        challenges.check(challenges.Form.CUSTOMER_EDIT)
        _check_owner(customer, current_password)
    if new_password is not None:
        raise_any(passwords.problems_with(new_password, email=email))
        new = passwords.replaced(customer, new_password)
    with transaction.atomic():
        changed = change_customer(customer=customer, fields={code: fields[code] for code in fields if code in OWN})
        if new:
            passwords.keep(new)
    return changed


def update_own_account_with_book(
    *, customer: Customer, fields: Fields, address_book: Sequence[Fields] | None = None
) -> Customer:
    """Change one's own account and address book in one go, as Magento's REST does: it asks for no password.

    What is the shop's to say, such as the group or the website, is left alone whatever is sent for it.

    Raises what `update_customer` raises.
    """
    own = {code: value for code, value in fields.items() if code in OWN or code in addresses.DEFAULTS}
    return update_customer(customer=customer, fields=own, address_book=address_book)


@transaction.atomic
def update_customer(*, customer: Customer, fields: Fields, address_book: Sequence[Fields] | None = None) -> Customer:
    """Change an account; what is absent stays. An address book that is given takes the place of the old one.

    Without a book the defaults stay, whatever is sent for them. All of it is done, or none of it.

    Raises EmailMissing, DefaultAddressNotThere, StoreNotOfWebsite, GroupNotThere, InvalidInput, SeveralProblems,
    EmailTaken, NoSuchEntity.
    """
    customer = lookups.locked_customer(customer.pk)
    if "email" in fields and not trimmed(fields["email"]):
        raise EmailMissing()
    addresses.check_defaults(customer, fields, address_book)
    change_customer(customer=customer, fields=fields)
    if address_book is not None:
        addresses.replace_book(lookups.locked_customer(customer.pk), fields, address_book)
    return lookups.customer_by_id(customer.pk)


@transaction.atomic
def change_customer(*, customer: Customer, fields: Fields) -> Customer:
    """Change an account; what is absent stays as it is. All of it is done, or none of it.

    Another website takes the account there: its devices are signed out.

    Raises InvalidInput, SeveralProblems, GroupNotThere, StoreNotOfWebsite, EmailTaken, NoSuchEntity.
    """
    customer = lookups.locked_customer(customer.pk)
    old_email = customer.email
    changes_email = fields.get("email") is not None and fields["email"] != old_email
    if not changes_email:
        fields = {code: value for code, value in fields.items() if code != "email"}
    kept, problems = validation.checked(fields, customer)
    raise_any(problems)
    if fields.get("group_id") is not None:
        kept["group"] = _group(fields["group_id"], customer.store)
    home = _home(customer.store, fields)
    moves = home.website_id != customer.website_id
    if home != customer.store:
        kept |= {"store": home, "website": home.website}
    told = history.changes({code: getattr(customer, code) for code in kept}, kept)
    if changes_email:
        kept |= {"reset_token_digest": "", "reset_token_created_at": None}  # A link went to the e-mail of before.
    for code, value in kept.items():
        setattr(customer, code, value)
    customer.updated_at = timezone.now()
    with one_email_per_website(EmailTaken()):
        customer.save(update_fields=[*kept, "updated_at"])
    if moves:
        devices.end_all(Token.Kind.CUSTOMER, customer.pk)
    if changes_email or moves:
        newsletter.follow_account(customer)
    if fields.get("is_subscribed") is not None:
        told += newsletter.write_subscribed(customer, fields["is_subscribed"])
    history.note_all(customer.pk, told)
    if changes_email:
        mails.send_email_changed(customer, old_email)
    return lookups.customer_by_id(customer.pk)


def update_email(*, customer: Customer, email: str, password: str) -> Customer:
    """Change the e-mail somebody signs in with; the current password is asked for.

    Raises EmailAndPasswordRequired, CurrentPasswordWrong, AccountLocked, EmailNotValidOnChange, EmailTaken.
    """
    if not email or not password:
        raise EmailAndPasswordRequired()
    return update_own_account(customer=customer, fields={"email": email}, password=password)


@transaction.atomic
def delete_customer(*, customer: Customer) -> None:
    """Close an account: its devices, addresses and subscription go with it.

    What happened to it stays, without anything that says whose it was.
    """
    customer_id = customer.pk
    Customer.objects.select_for_update().filter(pk=customer_id).first()  # A sign-in that is under way waits.
    devices.end_all(Token.Kind.CUSTOMER, customer_id)
    customer.delete()
    history.forget(customer_id)
    history.note(customer_id, history.DELETED)


def delete_own_account(*, customer: Customer, password: str) -> None:
    """Close one's own account for good; the current password is asked for.

    Raises PasswordValueRequired, CurrentPasswordWrong, AccountLocked.
    """
    _check_owner(customer, password)
    delete_customer(customer=customer)


def is_email_available(*, store: Store, email: str) -> bool:
    """Whether an e-mail can be signed up with; always so, unless the merchant lets anybody know who has an account.

    Raises EmailToCheckMissing, EmailToCheckNotValid.
    """
    if not email:
        raise EmailToCheckMissing(fieldName="customerEmail")
    if not emails.is_well_formed(email):
        raise EmailToCheckNotValid()
    return is_email_available_on(website_id=store.website_id, email=email)


def is_email_available_on(*, website_id: int, email: str) -> bool:
    """The same for integrations, which ask of any text: one that is no e-mail is nobody's.

    Magento before 2.4.7 told the truth to everybody, without the setting.
    """
    if not config.read(settings.GUEST_CHECKOUT_LOGIN, website_id=website_id):
        return True
    return not Customer.objects.filter(website_id=website_id, email_key=email_key(email)).exists()


def validate_customer(*, fields: Fields) -> list[str]:
    """What would be wrong with an account of these fields, in Magento's words; nothing is kept.

    The e-mail may be somebody's already, and addresses are not looked at.
    """
    _, problems = validation.checked(fields)
    return [
        (AttributeEmpty(problem.name) if isinstance(problem, AttributeValueRequired) else problem).message
        for problem in problems
    ]


@contextmanager
def one_email_per_website(taken: Failure) -> Iterator[None]:
    """All of the block or nothing; the refusal of the database, which sees every process, is turned into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        if not any(name in str(refusal) for name in ONE_EMAIL):
            raise
        raise taken from refusal


def _check_owner(customer: Customer, password: str) -> None:
    """Let the owner pass. Outside of any transaction, so that a wrong password is counted whatever else comes.

    Raises PasswordValueRequired, CurrentPasswordWrong, AccountLocked.
    """
    if not password:
        raise PasswordValueRequired(fieldName="currentPassword")
    locks.check_current_password(customer, password)


def _home(store: Store, fields: Fields) -> Store:
    """The store view an account belongs to. Raises NoSuchEntity, StoreNotOfWebsite."""
    website_id, store_id = fields.get("website_id"), fields.get("store_id")
    if store_id:
        home = stores.store_by_id(store_id)
        if website_id and home.website_id != website_id:
            raise StoreNotOfWebsite()
        return home
    if website_id and website_id != store.website_id:
        return stores.store_of_website(stores.website_by_id(website_id))
    return store


def _group(group_id: int | None, home: Store) -> CustomerGroup:
    """The group of a new customer. Raises GroupNotThere."""
    wanted = config.read(settings.DEFAULT_GROUP, home) if group_id is None else group_id
    try:
        return stores.group_by_id(wanted)
    except NoSuchEntity:
        raise GroupNotThere() from None
