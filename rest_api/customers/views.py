"""Customers: their accounts, address books, passwords and tokens.

Every operation is one call of the domain. Where a customer speaks for themselves, the id is that of their token.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from customers import accounts, administration, assistance, confirmation, lookups, passwords, resets, sign_in
from rest_api.access import ANONYMOUS, SELF
from rest_api.auth_tokens.shapes import read_credentials
from rest_api.customers import inputs, shapes
from rest_api.shapes import Flag, Int, Text
from rest_api.views import View

LOOK = "Magento_Customer::customer"
MANAGE = "Magento_Customer::manage"
DELETE = "Magento_Customer::delete"

# Magento lets a PUT bring the hash of a password. Here nobody sets another one's password, and nobody their own
# without the current one: what is sent is left alone.
CHANGE = {"customer": shapes.Customer(), "passwordHash": Text(required=False)}


class Customers(View):
    # Stock Magento lets anybody; the founding tutorial says that it takes an admin.
    access = {"POST": MANAGE}
    takes = {
        "POST": {
            "customer": shapes.Customer(),
            "password": Text(required=False),
            "redirectUrl": Text(required=False),
        }
    }
    answers = {"POST": shapes.Customer()}

    def post(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        fields, address_book = shapes.read_customer(given["customer"])
        customer = accounts.create_customer(
            store=self.store, fields=fields, password=given["password"], address_book=address_book or ()
        )
        return Response(shapes.customer(customer))


class Customer(View):
    access = {"GET": LOOK, "PUT": MANAGE, "DELETE": DELETE}
    takes = {"PUT": CHANGE}
    answers = {"GET": shapes.Customer(), "PUT": shapes.Customer(), "DELETE": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.for_the_shop(lookups.customer_by_id(inputs.number(path["customerId"]))))

    def put(self, request: Request, **path: Any) -> Response:
        fields, address_book = shapes.read_customer(inputs.read(self)["customer"])
        customer = accounts.update_customer(
            customer=lookups.customer_by_id(inputs.id_of_what_is_sent(path["customerId"])),
            fields=fields,
            address_book=address_book,
        )
        return Response(shapes.for_the_shop(customer))

    def delete(self, request: Request, **path: Any) -> Response:
        accounts.delete_customer(customer=lookups.customer_by_id(inputs.number(path["customerId"])))
        return Response(True)


class Me(View):
    access = {"GET": SELF, "PUT": SELF}
    takes = {"PUT": CHANGE}
    answers = {"GET": shapes.Customer(), "PUT": shapes.Customer()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.customer(self.caller.signed_in))

    def put(self, request: Request, **path: Any) -> Response:
        fields, address_book = shapes.read_customer(inputs.read(self)["customer"])
        customer = accounts.update_own_account_with_book(
            customer=self.caller.signed_in, fields=fields, address_book=address_book
        )
        return Response(shapes.customer(customer))


class IsReadonly(View):
    access = {"GET": LOOK}
    answers = {"GET": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        lookups.customer_by_id(inputs.number(path["customerId"]))
        return Response(False)  # Every customer can be deleted.


class Validation(View):
    access = {"PUT": MANAGE}
    takes = {"PUT": {"customer": shapes.Customer()}}
    answers = {"PUT": shapes.ValidationResults()}

    def put(self, request: Request, **path: Any) -> Response:
        fields, _ = shapes.read_customer(inputs.read(self)["customer"])
        messages = accounts.validate_customer(fields=fields)
        return Response({"valid": not messages, "messages": messages})


class EmailAvailability(View):
    access = {"POST": ANONYMOUS}
    takes = {"POST": {"customerEmail": Text(), "websiteId": Int(required=False)}}
    answers = {"POST": Flag()}

    def post(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        return Response(
            accounts.is_email_available_on(website_id=_website_id(given, self), email=given["customerEmail"])
        )


# Confirming an e-mail


class Activation(View):
    access = {"POST": MANAGE}
    takes = {"POST": {"email": Text(), "confirmationKey": Text()}}
    answers = {"POST": shapes.Customer()}

    def post(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        customer = confirmation.activate(website=self.store.website, email=given["email"], key=given["confirmationKey"])
        return Response(shapes.customer(customer))


class ActivationByEmail(View):
    access = {"PUT": MANAGE}
    takes = {"PUT": {"confirmationKey": Text()}}
    answers = {"PUT": shapes.Customer()}

    def put(self, request: Request, **path: Any) -> Response:
        key = inputs.read(self)["confirmationKey"]
        customer = confirmation.activate(website=self.store.website, email=inputs.text(path["email"]), key=key)
        return Response(shapes.customer(customer))


class MyActivation(View):
    access = {"PUT": SELF}
    takes = {"PUT": {"confirmationKey": Text()}}
    answers = {"PUT": shapes.Customer()}

    def put(self, request: Request, **path: Any) -> Response:
        key = inputs.read(self)["confirmationKey"]
        customer = confirmation.activate_by_id(customer_id=self.caller.signed_in.pk, key=key)
        return Response(shapes.customer(customer))


class ConfirmationStatus(View):
    access = {"GET": MANAGE}
    answers = {"GET": Text()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(confirmation.status_of(lookups.customer_by_id(inputs.number(path["customerId"]))))


class ConfirmationEmail(View):
    access = {"POST": MANAGE}
    takes = {"POST": {"email": Text(), "websiteId": Int(), "redirectUrl": Text(required=False)}}
    answers = {"POST": Flag()}

    def post(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        confirmation.resend_confirmation(email=given["email"], website_id=given["websiteId"])
        return Response(True)


# Passwords


class MyPassword(View):
    access = {"PUT": SELF}
    takes = {"PUT": {"currentPassword": Text(), "newPassword": Text()}}
    answers = {"PUT": Flag()}

    def put(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        passwords.change_password(
            customer=self.caller.signed_in,
            current_password=given["currentPassword"],
            new_password=given["newPassword"],
        )
        return Response(True)


class PasswordReset(View):
    access = {"PUT": ANONYMOUS}
    takes = {"PUT": {"email": Text(), "template": Text(), "websiteId": Int(required=False)}}
    answers = {"PUT": Flag()}

    def put(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        resets.initiate_password_reset(
            email=given["email"], website_id=_website_id(given, self), template=given["template"]
        )
        return Response(True)


class NewPassword(View):
    access = {"POST": ANONYMOUS}
    takes = {"POST": {"email": Text(), "resetToken": Text(), "newPassword": Text()}}
    answers = {"POST": Flag()}

    def post(self, request: Request, **path: Any) -> Response:
        given = inputs.read(self)
        resets.complete_password_reset(
            email=given["email"],
            website_id=self.store.website_id,
            token=given["resetToken"],
            new_password=given["newPassword"],
        )
        return Response(True)


class ResetLinkToken(View):
    access = {"GET": ANONYMOUS}
    answers = {"GET": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        resets.validate_reset_password_link_token(
            customer_id=inputs.number(path["customerId"]), token=path["resetPasswordLinkToken"]
        )
        return Response(True)


# Address books


class Address(View):
    access = {"GET": MANAGE}
    answers = {"GET": shapes.Address()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.address(lookups.address_by_id(inputs.number(path["addressId"]))))


class AddressToDelete(View):
    access = {"DELETE": MANAGE}
    answers = {"DELETE": Flag()}

    def delete(self, request: Request, **path: Any) -> Response:
        administration.delete_address(address=lookups.address_by_id(inputs.number(path["addressId"])))
        return Response(True)


class BillingAddress(View):
    access = {"GET": MANAGE}
    answers = {"GET": shapes.Address()}

    def get(self, request: Request, **path: Any) -> Response:
        customer = lookups.customer_by_id(inputs.number(path["customerId"]))
        return Response(shapes.address(customer.default_billing))


class ShippingAddress(View):
    access = {"GET": MANAGE}
    answers = {"GET": shapes.Address()}

    def get(self, request: Request, **path: Any) -> Response:
        customer = lookups.customer_by_id(inputs.number(path["customerId"]))
        return Response(shapes.address(customer.default_shipping))


class MyBillingAddress(View):
    access = {"GET": SELF}
    answers = {"GET": shapes.Address()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.address(self.caller.signed_in.default_billing))


class MyShippingAddress(View):
    access = {"GET": SELF}
    answers = {"GET": shapes.Address()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.address(self.caller.signed_in.default_shipping))


# Tokens


class CustomerToken(View):
    access = {"POST": ANONYMOUS}
    takes = {"POST": {"username": Text(), "password": Text()}}
    answers = {"POST": Text()}

    def post(self, request: Request, **path: Any) -> Response:
        given = read_credentials(self.read_body())
        return self.token(
            sign_in.create_customer_access_token(store=self.store, email=given["username"], password=given["password"])
        )


class TokenForCustomer(View):
    # New in 2.4.9, which asks neither the customer nor the settings of Login as Customer: it is for integrations that
    # sign customers in themselves. Whoever may manage customers could change their e-mails and passwords anyway.
    access = {"POST": MANAGE}
    answers = {"POST": Text()}

    def post(self, request: Request, **path: Any) -> Response:
        return self.token(assistance.create_token_for_customer(customer_id=inputs.number(path["customerId"])))


class CustomerTokenRevocation(View):
    access = {"POST": SELF}
    answers = {"POST": Flag()}

    def post(self, request: Request, **path: Any) -> Response:
        sign_in.revoke_customer_access_token(customer=self.caller.signed_in)
        return Response(True)


def _website_id(given: dict[str, Any], view: View) -> int:
    """The website somebody names, or that of the store view that is speaking."""
    website_id: int | None = given["websiteId"]
    return view.store.website_id if website_id is None else website_id
