"""The forms an attribute can appear in, with Magento's codes."""

from __future__ import annotations

from attributes.models import Attribute

FORMS = {
    Attribute.Entity.CUSTOMER: {
        "customer_account_create": "Customer Registration",
        "customer_account_edit": "Customer Account Edit",
        "checkout_register": "Customer Checkout Register",
        "adminhtml_customer": "Admin: Customer Page",
    },
    Attribute.Entity.ADDRESS: {
        "customer_register_address": "Customer Account Address",
        "customer_address_edit": "Customer Address Edit",
        "adminhtml_customer_address": "Admin: Customer Address",
    },
}


def form_codes(entity_type: str) -> dict[str, str]:
    """Form codes with their labels."""
    return FORMS[Attribute.Entity(entity_type)]
