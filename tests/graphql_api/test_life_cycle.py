"""The life of an account over GraphQL: every sentence and category of the facts, and what changes or does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from admins.models import AdminUser
from auth_tokens.models import Token
from customers.models import Address, Customer, Subscription
from stores import config
from tests.conftest import PASSWORD
from tests.mails import delivered, forget

GraphQL = Callable[..., Any]
INPUT, AUTHENTICATION, AUTHORIZATION = "graphql-input", "graphql-authentication", "graphql-authorization"
EXISTS, NO_ENTITY = "graphql-already-exists", "graphql-no-such-entity"
NOT_SIGNED_IN = "The current customer isn't authorized."
TAKEN = "A customer with the same email address already exists in an associated website."

CHANGE_PASSWORD = """mutation ($current: String!, $new: String!) {
    changeCustomerPassword(currentPassword: $current, newPassword: $new) { email }
}"""
RESET = """mutation ($email: String!, $token: String!, $new: String!) {
    resetPassword(email: $email, resetPasswordToken: $token, newPassword: $new)
}"""
REQUEST_RESET = "mutation ($email: String!) { requestPasswordResetEmail(email: $email) }"
CONFIRM = """mutation ($email: String!, $key: String!) {
    confirmEmail(input: {email: $email, confirmation_key: $key}) { customer { email } }
}"""
RESEND = "mutation ($email: String!) { resendConfirmationEmail(email: $email) }"
SUBSCRIBE = "mutation ($email: String!) { subscribeEmailToNewsletter(email: $email) { status } }"
AVAILABLE = "query ($email: String!) { isEmailAvailable(email: $email) { is_email_available } }"
UPDATE_EMAIL = """mutation ($email: String!, $password: String!) {
    updateCustomerEmail(email: $email, password: $password) { customer { email } }
}"""
AS_ADMIN = (
    "mutation ($email: String!) { generateCustomerTokenAsAdmin(input: {customer_email: $email}) { customer_token } }"
)
SIGN_IN = """mutation ($email: String!, $password: String!) {
    generateCustomerToken(email: $email, password: $password) { token }
}"""


def told(answer: Any) -> tuple[str, str | None]:
    """Message and category of the only error."""
    (error,) = answer.body["errors"]
    return error["message"], error.get("extensions", {}).get("category")


def link_in(message: mail.EmailMessage) -> dict[str, str]:
    """The parameters of the link in a mail."""
    return dict(re.findall(r"[?&](\w+)=([\w.%-]+)", str(message.body)))


# Passwords


@pytest.mark.parametrize(
    ("current", "new", "message", "category"),
    [
        ("", "New-Horse-9", 'Specify the "currentPassword" value.', INPUT),
        ("  ", "New-Horse-9", 'Specify the "currentPassword" value.', INPUT),
        (PASSWORD, "", 'Specify the "newPassword" value.', INPUT),
        (PASSWORD, " ", 'Specify the "newPassword" value.', INPUT),
        ("wrong", "weak", "Invalid login or password.", AUTHENTICATION),
        (PASSWORD, "weak", "The password needs at least 8 characters. Create a new password and try again.", INPUT),
    ],
)
def test_a_password_is_not_changed(
    graphql: GraphQL, grace: Customer, current: str, new: str, message: str, category: str
) -> None:
    answer = graphql(CHANGE_PASSWORD, {"current": current, "new": new}, by=grace)

    assert told(answer) == (message, category)
    assert answer.body["data"] == {"changeCustomerPassword": None}
    assert Customer.objects.get().password_is(PASSWORD)


def test_a_password_is_changed(graphql: GraphQL, grace: Customer) -> None:
    answer = graphql(CHANGE_PASSWORD, {"current": PASSWORD, "new": "New-Horse-9"}, by=grace)

    assert answer.body == {"data": {"changeCustomerPassword": {"email": "grace@example.org"}}}
    assert Customer.objects.get().password_is("New-Horse-9")


def test_the_tenth_wrong_current_password_locks_the_account(graphql: GraphQL, grace: Customer) -> None:
    answers = [told(graphql(CHANGE_PASSWORD, {"current": "wrong", "new": "x"}, by=grace)) for _ in range(10)]
    read = graphql("{ customer { email } }", by=grace)
    signed_in = graphql(SIGN_IN, {"email": grace.email, "password": PASSWORD})
    subscribed = graphql(SUBSCRIBE, {"email": grace.email}, by=grace)

    assert answers == [("Invalid login or password.", AUTHENTICATION)] * 9 + [
        ("The account is locked.", AUTHENTICATION)
    ]
    assert told(read) == ("The account is locked.", AUTHENTICATION)
    assert told(signed_in)[1] == AUTHENTICATION
    assert subscribed.body["data"] == {"subscribeEmailToNewsletter": {"status": "SUBSCRIBED"}}


def test_a_lock_opens_by_itself_and_failures_far_apart_do_not_add_up(
    graphql: GraphQL, grace: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        graphql(CHANGE_PASSWORD, {"current": "wrong", "new": "x"}, by=grace)
    later = timezone.now() + timezone.timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)

    again = graphql(CHANGE_PASSWORD, {"current": "wrong", "new": "x"}, by=grace)
    read = graphql("{ customer { email } }", by=grace)

    assert told(again) == ("Invalid login or password.", AUTHENTICATION)
    assert read.body == {"data": {"customer": {"email": "grace@example.org"}}}


# Forgotten passwords


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "You must specify an email address."),
        ("plainaddress", "The email address has an invalid format."),
        ("nobody@example.org", "Cannot reset the customer's password"),
    ],
)
def test_no_link_is_sent(graphql: GraphQL, grace: Customer, email: str, message: str) -> None:
    answer = graphql(REQUEST_RESET, {"email": email})

    assert told(answer) == (message, INPUT)
    assert delivered() == []


def test_a_locked_account_gets_no_link(graphql: GraphQL, grace: Customer) -> None:
    Customer.objects.update(locked_until_at=timezone.now() + timezone.timedelta(minutes=1))

    asked = graphql(REQUEST_RESET, {"email": grace.email})
    reset = graphql(RESET, {"email": grace.email, "token": "x", "new": "New-Horse-9"})

    assert told(asked) == told(reset) == ("The account is locked", INPUT)


def test_a_password_is_reset_with_the_link_of_the_mail(
    graphql: GraphQL, grace: Customer, django_capture_on_commit_callbacks: Any
) -> None:
    graphql("{ customer { email } }", by=grace)
    with django_capture_on_commit_callbacks(execute=True):
        asked = graphql(REQUEST_RESET, {"email": "GRACE@example.org"})
    link = link_in(delivered()[0])

    reset = graphql(RESET, {"email": grace.email, "token": link["token"], "new": "New-Horse-9"})
    again = graphql(RESET, {"email": grace.email, "token": link["token"], "new": "Other-Horse-9"})

    assert asked.body == {"data": {"requestPasswordResetEmail": True}}
    assert delivered()[0].to == ["grace@example.org"]
    assert reset.body == {"data": {"resetPassword": True}}
    assert told(again) == ("The password token is mismatched. Reset and try again.", INPUT)
    assert Customer.objects.get().password_is("New-Horse-9")
    assert Token.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"email": ""}, "You must specify an email address."),
        ({"email": "plainaddress"}, "The email address has an invalid format."),
        ({"token": ""}, "resetPasswordToken must be specified"),
        ({"new": ""}, "newPassword must be specified"),
        ({"email": "nobody@example.org"}, "Cannot set the customer's password"),
        ({"token": "wrong", "new": "weak"}, "The password token is mismatched. Reset and try again."),
        ({"new": "weak"}, "The password needs at least 8 characters. Create a new password and try again."),
    ],
)
def test_a_password_is_not_reset(
    graphql: GraphQL,
    grace: Customer,
    django_capture_on_commit_callbacks: Any,
    sent: dict[str, str],
    message: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        graphql(REQUEST_RESET, {"email": grace.email})
    good = {"email": grace.email, "token": link_in(delivered()[0])["token"], "new": "New-Horse-9"}

    answer = graphql(RESET, good | sent)

    assert told(answer) == (message, INPUT)
    assert Customer.objects.get().password_is(PASSWORD)


def test_a_link_expires(graphql: GraphQL, grace: Customer, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        graphql(REQUEST_RESET, {"email": grace.email})
    Customer.objects.update(reset_token_created_at=timezone.now() - timezone.timedelta(hours=2, seconds=1))

    answer = graphql(RESET, {"email": grace.email, "token": link_in(delivered()[0])["token"], "new": "New-Horse-9"})

    assert told(answer) == ("The password token is expired. Reset and try again.", INPUT)
    assert Customer.objects.get().password_is(PASSWORD)


# Confirming an e-mail


def test_an_account_waits_for_its_email_to_be_confirmed(
    graphql: GraphQL, make_customer: Callable[..., Customer], django_capture_on_commit_callbacks: Any
) -> None:
    config.write("customer/create_account/confirm", "1")
    with django_capture_on_commit_callbacks(execute=True):
        customer = make_customer(is_subscribed=True)
    key = link_in(delivered()[0])["key"]

    before = graphql(SIGN_IN, {"email": customer.email, "password": PASSWORD})
    read = graphql("{ customer { email } }", by=customer)
    confirmed = graphql(CONFIRM, {"email": customer.email, "key": key})
    after = graphql("{ customer { is_confirmed confirmation_status is_subscribed } }", by=customer)
    again = graphql(CONFIRM, {"email": customer.email, "key": key})

    not_confirmed = ("This account isn't confirmed. Verify and try again.", AUTHENTICATION)
    assert told(before) == told(read) == not_confirmed
    assert confirmed.body == {"data": {"confirmEmail": {"customer": {"email": customer.email}}}}
    assert after.body["data"]["customer"] == {
        "is_confirmed": True,
        "confirmation_status": "ACCOUNT_CONFIRMED",
        "is_subscribed": True,
    }
    assert told(again) == ("The account is already active.", INPUT)


@pytest.mark.parametrize(
    ("document", "email", "message"),
    [
        (CONFIRM, "plainaddress", "Email is invalid"),
        (CONFIRM, "nobody@example.org", "There was an error confirming the account"),
        (CONFIRM, "grace@example.org", "The confirmation token is invalid. Verify the token and try again."),
        (RESEND, "plainaddress", "Email address is not valid"),
        (RESEND, "nobody@example.org", "There is no user registered with that email address."),
    ],
)
def test_nothing_is_confirmed(
    graphql: GraphQL, make_customer: Callable[..., Customer], document: str, email: str, message: str
) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer()

    answer = graphql(document, {"email": email} | ({"key": "wrong"} if document == CONFIRM else {}))

    assert told(answer) == (message, INPUT)
    assert not Customer.objects.get().is_confirmed


def test_a_confirmation_mail_is_sent_again_only_where_it_is_needed(
    graphql: GraphQL,
    grace: Customer,
    make_customer: Callable[..., Customer],
    django_capture_on_commit_callbacks: Any,
) -> None:
    config.write("customer/create_account/confirm", "1")
    config.write("customer/password/min_time_between_password_reset_requests", "0")
    make_customer(email="waiting@example.org")
    forget()

    with django_capture_on_commit_callbacks(execute=True):
        sent = graphql(RESEND, {"email": "waiting@example.org"})
        refused = graphql(RESEND, {"email": grace.email})

    assert sent.body == {"data": {"resendConfirmationEmail": True}}
    assert [message.to for message in delivered()] == [["waiting@example.org"]]
    assert told(refused) == ("Confirmation isn't needed.", INPUT)


# Newsletter


@pytest.mark.parametrize(
    ("email", "message", "category"),
    [
        ("", "You must specify an email address to subscribe to a newsletter.", INPUT),
        ("  ", "You must specify an email address to subscribe to a newsletter.", INPUT),
        ("plainaddress", "Enter a valid email address.", INPUT),
        ("Reader@example.org", "This email address is already subscribed.", EXISTS),
    ],
)
def test_nobody_is_subscribed(graphql: GraphQL, email: str, message: str, category: str) -> None:
    graphql(SUBSCRIBE, {"email": "reader@example.org"})

    answer = graphql(SUBSCRIBE, {"email": email})

    assert told(answer) == (message, category)
    assert Subscription.objects.count() == 1


def test_guests_subscribe_unless_the_merchant_says_otherwise(graphql: GraphQL, grace: Customer) -> None:
    config.write("newsletter/subscription/allow_guest_subscribe", "0")

    as_a_guest = graphql(SUBSCRIBE, {"email": "reader@example.org"})
    signed_in = graphql(SUBSCRIBE, {"email": "reader@example.org"}, by=grace)

    assert told(as_a_guest) == (
        "Guests can not subscribe to the newsletter. You must create an account to subscribe.",
        INPUT,
    )
    assert signed_in.body["data"] == {"subscribeEmailToNewsletter": {"status": "SUBSCRIBED"}}


def test_nobody_subscribes_somebody_else_where_who_has_an_account_may_be_known(
    graphql: GraphQL, grace: Customer
) -> None:
    config.write("checkout/options/enable_guest_checkout_login", "1")

    answer = graphql(SUBSCRIBE, {"email": grace.email})

    assert told(answer) == ("Cannot create a newsletter subscription.", INPUT)
    assert Subscription.objects.count() == 0


def test_a_subscription_waits_to_be_confirmed_where_the_merchant_wants_it(
    graphql: GraphQL, grace: Customer, django_capture_on_commit_callbacks: Any
) -> None:
    config.write("newsletter/subscription/confirm", "1")

    with django_capture_on_commit_callbacks(execute=True):
        answer = graphql(SUBSCRIBE, {"email": grace.email}, by=grace)

    link = link_in(delivered()[0])
    subscription = Subscription.objects.get()
    assert answer.body["data"] == {"subscribeEmailToNewsletter": {"status": "NOT_ACTIVE"}}
    assert (link["id"], link["code"]) == (str(subscription.pk), subscription.confirmation_code)


# Availability, e-mail, deletion, sign-out


@pytest.mark.parametrize(("email", "message"), [("", "Email must be specified"), ("plain", "Email is invalid")])
def test_availability_of_what_is_no_email(graphql: GraphQL, email: str, message: str) -> None:
    assert told(graphql(AVAILABLE, {"email": email})) == (message, INPUT)


@pytest.mark.parametrize(("login", "available"), [("0", True), ("1", False)])
def test_a_used_email_is_called_available_unless_the_merchant_lets_it_be_known(
    graphql: GraphQL, grace: Customer, login: str, available: bool
) -> None:
    config.write("checkout/options/enable_guest_checkout_login", login)

    answer = graphql(AVAILABLE, {"email": "GRACE@example.org"})

    assert answer.body == {"data": {"isEmailAvailable": {"is_email_available": available}}}


@pytest.mark.parametrize(
    ("email", "password", "message", "category"),
    [
        ("", PASSWORD, '"email" and "password" values should be specified', INPUT),
        ("new@example.org", "", '"email" and "password" values should be specified', INPUT),
        ("new@example.org", "wrong", "Invalid login or password.", AUTHENTICATION),
        ("plainaddress", PASSWORD, '"plainaddress" is not a valid email address.', INPUT),
        ("OTTO@example.org", PASSWORD, TAKEN, EXISTS),
    ],
)
def test_an_email_is_not_changed(
    graphql: GraphQL, grace: Customer, otto: Customer, email: str, password: str, message: str, category: str
) -> None:
    answer = graphql(UPDATE_EMAIL, {"email": email, "password": password}, by=grace)

    assert told(answer) == (message, category)
    assert Customer.objects.get(pk=grace.pk).email == "grace@example.org"


def test_an_account_is_deleted_with_all_that_is_its_own(graphql: GraphQL, otto: Customer) -> None:
    answer = graphql("mutation { deleteCustomer }", by=otto)

    assert answer.body == {"data": {"deleteCustomer": True}}
    assert not Customer.objects.exists()
    assert not Address.objects.exists()
    assert not Token.objects.exists()


def test_signing_out_ends_every_token(graphql: GraphQL, grace: Customer, otto: Customer) -> None:
    graphql("{ customer { email } }", by=grace)
    graphql("{ customer { email } }", by=otto)

    answer = graphql("mutation { revokeCustomerToken { result } }", by=grace)

    assert answer.body == {"data": {"revokeCustomerToken": {"result": True}}}
    assert list(Token.objects.values_list("owner_id", flat=True)) == [otto.pk]


@pytest.mark.parametrize(
    "document",
    [
        "mutation { revokeCustomerToken { result } }",
        "mutation { deleteCustomer }",
        'mutation { changeCustomerPassword(currentPassword: "a", newPassword: "b") { email } }',
        'mutation { updateCustomerEmail(email: "a@example.org", password: "b") { customer { email } } }',
        'mutation { updateCustomer(input: {firstname: "Ada"}) { customer { email } } }',
        'mutation { updateCustomerV2(input: {firstname: "Ada"}) { customer { email } } }',
        'mutation { createCustomerAddress(input: {city: "Albany"}) { id } }',
        'mutation { updateCustomerAddress(id: 1, input: {city: "Albany"}) { id } }',
        'mutation { updateCustomerAddressV2(uid: "MQ==", input: {city: "Albany"}) { id } }',
        "mutation { deleteCustomerAddress(id: 1) }",
        'mutation { deleteCustomerAddressV2(uid: "MQ==") }',
        "{ customer { email } }",
    ],
)
def test_guests_and_admins_have_no_account(graphql: GraphQL, grace: Customer, admin: AdminUser, document: str) -> None:
    before = Customer.objects.values().get()

    as_a_guest, as_an_admin = graphql(document), graphql(document, by=admin)

    assert told(as_a_guest) == told(as_an_admin) == (NOT_SIGNED_IN, AUTHORIZATION)
    assert as_a_guest.status_code == 403
    assert Customer.objects.values().get() == before


# Admins in a customer's place


def test_an_admin_gets_a_token_of_a_customer_who_allows_it(
    graphql: GraphQL, make_customer: Callable[..., Customer], admin: AdminUser
) -> None:
    config.write("login_as_customer/general/enabled", "1")
    customer = make_customer(allow_remote_shopping_assistance=True)

    token = graphql(AS_ADMIN, {"email": customer.email}, by=admin).body["data"]["generateCustomerTokenAsAdmin"]
    read = graphql("{ customer { email } }", Authorization=f"Bearer {token['customer_token']}")

    assert read.body == {"data": {"customer": {"email": "grace@example.org"}}}


def test_nobody_else_does(
    graphql: GraphQL,
    make_customer: Callable[..., Customer],
    grace: Customer,
    admin: AdminUser,
    clerk: AdminUser,
) -> None:
    make_customer(email="open@example.org", allow_remote_shopping_assistance=True)
    off = told(graphql(AS_ADMIN, {"email": "open@example.org"}, by=admin))
    config.write("login_as_customer/general/enabled", "1")

    assert off == ("Login as Customer is disabled.", AUTHORIZATION)
    assert told(graphql(AS_ADMIN, {"email": "open@example.org"})) == (NOT_SIGNED_IN, AUTHORIZATION)
    assert told(graphql(AS_ADMIN, {"email": "open@example.org"}, by=grace)) == (NOT_SIGNED_IN, AUTHORIZATION)
    assert told(graphql(AS_ADMIN, {"email": "open@example.org"}, by=clerk)) == off
    assert told(graphql(AS_ADMIN, {"email": grace.email}, by=admin))[1] == AUTHORIZATION
    assert told(graphql(AS_ADMIN, {"email": " "}, by=admin)) == ('Specify the "customer email" value.', INPUT)
    nobody = told(graphql(AS_ADMIN, {"email": "nobody@example.org"}, by=admin))
    assert nobody == ("Customer email provided does not exist", INPUT)


def test_an_integration_exchanges_a_customer_of_another_system_for_a_token(
    graphql: GraphQL, grace: Customer, admin: AdminUser
) -> None:
    exchange = """mutation ($email: String!) { exchangeExternalCustomerToken(input: {customer: {
        email: $email, firstname: "Ada", lastname: "Novak"}}) { token customer { email firstname } } }"""

    new = graphql(exchange, {"email": "ada@example.org"}, by=admin)
    known = graphql(exchange, {"email": grace.email}, by=admin)
    refused = graphql(exchange, {"email": grace.email}, by=grace)

    given = new.body["data"]["exchangeExternalCustomerToken"]
    assert given["customer"] == {"email": "ada@example.org", "firstname": "Ada"}
    assert re.fullmatch("[a-z0-9]{32}", given["token"])
    assert known.body["data"]["exchangeExternalCustomerToken"]["customer"]["firstname"] == "Grace"
    assert told(refused) == (NOT_SIGNED_IN, AUTHORIZATION)
    assert Customer.objects.count() == 2


# Tokens that are not good


@pytest.mark.parametrize("header", ["Bearer Force Reauthentication", "Bearer nonsense", "bearer " + "x" * 32])
@pytest.mark.parametrize("document", ["{ customer { email } }", "{ customerGroup { uid } }"])
def test_a_token_that_is_not_good_is_an_expired_session(graphql: GraphQL, header: str, document: str) -> None:
    answer = graphql(document, Authorization=header)

    assert told(answer) == (NOT_SIGNED_IN, AUTHENTICATION)
    assert answer.status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic Z3JhY2U6eA=="])
def test_without_a_token_somebody_is_a_guest(graphql: GraphQL, header: str) -> None:
    answer = graphql("{ customer { email } }", Authorization=header)

    assert told(answer) == (NOT_SIGNED_IN, AUTHORIZATION)
    assert answer.status_code == 403


# Groups


def test_a_group_is_told_where_the_merchant_shares_it(graphql: GraphQL, grace: Customer) -> None:
    asked = "{ customer { group { uid } } }"
    before = graphql(asked, by=grace)
    refused = graphql("{ customerGroup { uid } }", by=grace)
    config.write("customer/account_information/graphql_share_customer_group", "1")

    after = graphql(asked, by=grace)
    own = graphql("{ customerGroup { uid } }", by=grace)
    guests = graphql("{ customerGroup { uid } }")

    assert before.body == {"data": {"customer": {"group": None}}}
    assert told(refused) == ("Sharing customer group information is disabled or not configured.", INPUT)
    assert after.body == {"data": {"customer": {"group": {"uid": "MQ=="}}}}
    assert own.body == {"data": {"customerGroup": {"uid": "MQ=="}}}
    assert guests.body == {"data": {"customerGroup": {"uid": "MA=="}}}


def test_all_groups_are_told_where_the_merchant_shares_them(graphql: GraphQL) -> None:
    refused = graphql("{ allCustomerGroups { uid } }")
    config.write("customer/account_information/graphql_share_all_customer_groups", "1")

    told_now = graphql("{ allCustomerGroups { uid } }")

    assert told(refused) == ("Sharing customer group information is disabled or not configured.", INPUT)
    assert told_now.body["data"]["allCustomerGroups"] == [{"uid": uid} for uid in ("MA==", "MQ==", "Mg==", "Mw==")]
