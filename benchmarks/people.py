"""Who calls during a measurement: `python -m benchmarks.people --database postgres://...` prints tokens as JSON.

The customers are confirmed, of the first website, with a custom attribute that their own forms show. Tokens are given
as the shop gives them, without a sign-in.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from benchmarks.load import FEW, FEW_GROUP, FEW_NAME, PASSWORD, use

MOST = 500


def main() -> None:
    asked = argparse.ArgumentParser(description="Gives tokens to customers of a loaded database.")
    asked.add_argument("--database", required=True, help="postgres://user:password@host:port/name")
    use(asked.parse_args().database)
    print(json.dumps(people()))


def people() -> dict[str, Any]:
    from admins.models import AdminUser
    from attributes.models import Attribute
    from auth_tokens import tokens
    from auth_tokens.models import Token
    from customers.models import Customer
    from stores.models import CustomerGroup

    Attribute.objects.filter(code="loyalty_number").update(forms=["adminhtml_customer", "customer_account_edit"])
    count = Customer.objects.count()
    usable = Customer.objects.filter(
        website_id=1, confirmation_key="", locked_until_at=None, custom_values__has_key="loyalty_number"
    )
    step = max(count // MOST, 1)  # Spread over the whole table.
    chosen = list(usable.filter(pk__in=range(1, count + 1, step))[:MOST])
    begin = count // 2
    middle = list(Customer.objects.order_by("created_at").values_list("created_at", flat=True)[begin : begin + FEW])
    admin = AdminUser.objects.create_superuser("measuring", "measuring@example.com", PASSWORD)
    return {
        "count": count,
        "password": PASSWORD,
        "few": {
            "name": FEW_NAME[1:-1],
            "group_id": str(CustomerGroup.objects.get(code=FEW_GROUP).pk),
            "created": [f"{time:%Y-%m-%d %H:%M:%S}" for time in (middle[0], middle[-1])],
        },
        "admin": tokens.issue(Token.Kind.ADMIN, admin.pk),
        "customers": [
            {
                "id": customer.pk,
                "email": customer.email,
                "created_at": customer.created_at.strftime("%Y-%m-%d"),
                "loyalty_number": customer.custom_values["loyalty_number"],
                "token": tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=customer.website_id),
            }
            for customer in chosen
        ],
    }


if __name__ == "__main__":
    main()
