"""The mails customers get, and which values each of them has.

Each is written in the transaction of the deed it tells of, in the words of the account's store view, and leaves once
that is committed (`outbox.mails`). Codes are those of Magento's templates.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from customers import config as settings
from customers.models import Customer, Subscription, email_key
from outbox import mails, texts
from outbox.texts import MailText, Value
from stores import config, lookups
from stores.errors import StoreNotFound
from stores.models import Store

WELCOME = "customer_create_account_email_template"
WELCOME_WITHOUT_PASSWORD = "customer_create_account_email_no_password_template"
CONFIRMATION = "customer_create_account_email_confirmation_template"
CONFIRMED = "customer_create_account_email_confirmed_template"
FORGOTTEN_PASSWORD = "customer_password_forgot_email_template"
PASSWORD_REMINDER = "customer_password_remind_email_template"
PASSWORD_CHANGED = "customer_password_reset_password_template"
EMAIL_CHANGED = "customer_account_information_change_email_template"
SUBSCRIPTION_CONFIRMATION = "newsletter_subscription_confirm_email_template"
SUBSCRIBED = "newsletter_subscription_success_email_template"
UNSUBSCRIBED = "newsletter_subscription_un_email_template"

FOLDER = Path(__file__).parent / "mail_texts"
OF_CUSTOMER = {
    "customer_name": Value("The customer's name, with prefix and suffix.", "Grace Holloway"),
    "customer_firstname": Value("The customer's first name.", "Grace"),
    "customer_email": Value("The e-mail of the account.", "grace@example.com"),
}
OF_SUBSCRIPTION = {
    "customer_name": Value("The customer's name; empty for an e-mail without an account.", "Grace Holloway"),
    "email": Value("The e-mail the newsletter goes to.", "grace@example.com"),
}
HOURS = {"hours": Value("How long the link can be used.", "2 hours")}


def _link(help: str, path: str) -> dict[str, Value]:
    return {"link": Value(help, f"https://shop.example.com{path}")}


_SIGN_IN = _link("Where one signs in.", "/customer/account/login/")
_RESET = _link(
    "Where a password is chosen; it holds a secret.",
    "/customer/account/createPassword/?email=grace%40example.com&token=1b2e",
)
_CONFIRM = _link(
    "Where the e-mail is confirmed; it holds a secret.", "/customer/account/confirm/?email=grace%40example.com&key=1b2e"
)
_CONFIRM_SUBSCRIPTION = _link(
    "Where the subscription is confirmed; it holds a secret.", "/newsletter/subscriber/confirm/?id=7&code=1b2e"
)

texts.declare(
    MailText(WELCOME, "Welcome", "Welcome to {{ store_name }}", FOLDER, OF_CUSTOMER | _SIGN_IN),
    MailText(
        WELCOME_WITHOUT_PASSWORD,
        "Welcome, without a password",
        "Welcome to {{ store_name }}",
        FOLDER,
        OF_CUSTOMER | _RESET | HOURS,
        needed=("link",),
        holds_secret=True,
    ),
    MailText(
        CONFIRMATION,
        "Confirm the account",
        "Please confirm your {{ store_name }} account",
        FOLDER,
        OF_CUSTOMER | _CONFIRM,
        needed=("link",),
        holds_secret=True,
    ),
    MailText(CONFIRMED, "Welcome, after confirming", "Welcome to {{ store_name }}", FOLDER, OF_CUSTOMER | _SIGN_IN),
    MailText(
        FORGOTTEN_PASSWORD,
        "Forgotten password",
        "Reset your {{ store_name }} password",
        FOLDER,
        OF_CUSTOMER | _RESET | HOURS,
        needed=("link",),
        holds_secret=True,
    ),
    MailText(
        PASSWORD_REMINDER,
        "Password reset by the shop",
        "Choose a new {{ store_name }} password",
        FOLDER,
        OF_CUSTOMER | _RESET | HOURS,
        needed=("link",),
        holds_secret=True,
    ),
    MailText(
        PASSWORD_CHANGED, "Password changed", "Your {{ store_name }} password has been changed", FOLDER, OF_CUSTOMER
    ),
    MailText(EMAIL_CHANGED, "E-mail changed", "Your {{ store_name }} e-mail has been changed", FOLDER, OF_CUSTOMER),
    MailText(
        SUBSCRIPTION_CONFIRMATION,
        "Confirm the newsletter",
        "Newsletter subscription confirmation",
        FOLDER,
        OF_SUBSCRIPTION | _CONFIRM_SUBSCRIPTION,
        needed=("link",),
        holds_secret=True,
    ),
    MailText(SUBSCRIBED, "Newsletter subscribed", "Newsletter subscription success", FOLDER, OF_SUBSCRIPTION),
    MailText(UNSUBSCRIBED, "Newsletter unsubscribed", "Newsletter unsubscription success", FOLDER, OF_SUBSCRIPTION),
)


def send_welcome(customer: Customer) -> None:
    """Greet somebody who chose a password and can sign in."""
    _to_customer(WELCOME, settings.ACCOUNT_SENDER, customer, link=_sign_in_page(customer))


def send_welcome_without_password(customer: Customer, token: str) -> None:
    """Greet somebody who has to choose a password first, with a link to do so."""
    link, hours = _reset_page(customer, token), _hours()
    _to_customer(WELCOME_WITHOUT_PASSWORD, settings.ACCOUNT_SENDER, customer, link=link, hours=hours)


def send_confirmation(customer: Customer) -> None:
    """Ask somebody to confirm their e-mail, with a link that has the key in it."""
    link = _page(customer, "/customer/account/confirm/", email=customer.email, key=customer.confirmation_key)
    _to_customer(CONFIRMATION, settings.ACCOUNT_SENDER, customer, link=link)


def send_confirmed(customer: Customer) -> None:
    """Greet somebody who has confirmed their e-mail."""
    _to_customer(CONFIRMED, settings.ACCOUNT_SENDER, customer, link=_sign_in_page(customer))


def send_password_reset(customer: Customer, token: str) -> None:
    """Send a link to choose a new password with, as the customer asked."""
    link, hours = _reset_page(customer, token), _hours()
    _to_customer(FORGOTTEN_PASSWORD, settings.PASSWORD_SENDER, customer, link=link, hours=hours)


def send_password_reminder(customer: Customer, token: str) -> None:
    """Send a link to choose a new password with, as the shop asked."""
    link, hours = _reset_page(customer, token), _hours()
    _to_customer(PASSWORD_REMINDER, settings.PASSWORD_SENDER, customer, link=link, hours=hours)


def send_password_changed(customer: Customer) -> None:
    """Tell somebody that their password has been changed."""
    _to_customer(PASSWORD_CHANGED, settings.PASSWORD_SENDER, customer)


def send_email_changed(customer: Customer, old_email: str) -> None:
    """Tell both e-mails of somebody that the account has a new one; neither is told the other.

    Two that differ in upper and lower case only are one mailbox, which is told once.
    """
    if email_key(old_email) != email_key(customer.email):
        _to_customer(EMAIL_CHANGED, settings.PASSWORD_SENDER, customer, recipient=old_email)
    _to_customer(EMAIL_CHANGED, settings.PASSWORD_SENDER, customer)


def send_subscription_confirmation(subscription: Subscription) -> None:
    """Ask somebody to confirm that they want the newsletter."""
    code = {"id": str(subscription.pk), "code": subscription.confirmation_code}
    link = _page(subscription, "/newsletter/subscriber/confirm/", **code)
    _to_subscriber(SUBSCRIPTION_CONFIRMATION, settings.SUBSCRIPTION_CONFIRMATION_SENDER, subscription, link=link)


def send_subscribed(subscription: Subscription) -> None:
    """Tell somebody that they get the newsletter."""
    _to_subscriber(SUBSCRIBED, settings.SUBSCRIBED_SENDER, subscription)


def send_unsubscribed(subscription: Subscription) -> None:
    """Tell somebody that they do not get the newsletter any more."""
    _to_subscriber(UNSUBSCRIBED, settings.UNSUBSCRIBED_SENDER, subscription)


def full_name(customer: Customer) -> str:
    """How a mail addresses somebody."""
    parts = (customer.prefix, customer.firstname, customer.middlename, customer.lastname, customer.suffix)
    return " ".join(part for part in parts if part)


def _to_customer(template: str, sender: str, customer: Customer, recipient: str = "", **values: str) -> None:
    store = _store_of(customer)
    to = recipient or customer.email
    of_customer = {
        "customer_name": full_name(customer),
        "customer_firstname": customer.firstname,
        "customer_email": to,
    }
    mails.put(template, store=store, recipient=to, values=of_customer | values, sender=config.read(sender, store))


def _to_subscriber(template: str, sender: str, subscription: Subscription, **values: str) -> None:
    store = _store_of(subscription)
    name = full_name(subscription.customer) if subscription.customer else ""
    of_subscription = {"customer_name": name, "email": subscription.email}
    mails.put(
        template,
        store=store,
        recipient=subscription.email,
        values=of_subscription | values,
        sender=config.read(sender, store),
    )


def _store_of(owner: Customer | Subscription) -> Store:
    """The store view that writes to somebody: their own; the default one of the website where that is the admin's."""
    if owner.store_id != Store.ADMIN:
        return owner.store
    try:
        return lookups.store_of_website(owner.website)
    except StoreNotFound:
        return mails.speaking(owner.store)


def _page(owner: Customer | Subscription, path: str, **parameters: str) -> str:
    store = _store_of(owner)
    address = texts.address(store, path)
    if not _is_default(store):
        parameters["___store"] = store.code  # The pages speak for the default view to whoever names no other.
    return address + (f"?{urlencode(parameters)}" if parameters else "")


def _is_default(store: Store) -> bool:
    try:
        return store == lookups.default_store()
    except StoreNotFound:
        return False


def _sign_in_page(customer: Customer) -> str:
    return _page(customer, "/customer/account/login/")


def _reset_page(customer: Customer, token: str) -> str:
    return _page(customer, "/customer/account/createPassword/", email=customer.email, token=token)


def _hours() -> str:
    hours = config.read(settings.RESET_LINK_HOURS)
    return "1 hour" if hours == 1 else f"{hours} hours"
