"""The roles every shop begins with: groups of admins, and what each may do. A merchant changes them as they like.

A role that has gone is made again by the next `migrate`; one that is there is never touched.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission

LOOK_AFTER = {
    "customers.view_customer",
    "customers.view_address",
    "customers.view_subscription",
    "customers.unlock_customer",
    "customers.sign_out_customer",
    "customers.send_reset_customer",
    "stores.view_customergroup",
    "wishlists.view_wishlist",
    "auth_tokens.view_token",
    "history.view_entry",
}

ROLES: dict[str, set[str]] = {
    # Sees an account and helps its owner in; can neither change nor take away anything of it.
    "Customer support": LOOK_AFTER,
    # Whatever there is to do with customers.
    "Customer manager": LOOK_AFTER
    | {f"customers.{deed}_{kind}" for deed in ("add", "change", "delete") for kind in ("customer", "address")}
    | {f"stores.{deed}_customergroup" for deed in ("add", "change", "delete")}
    | {f"customers.{deed}_customer" for deed in ("regroup", "subscribe", "export")}
    | {"customers.login_as_customer", "auth_tokens.delete_token"}
    | {"transfer.view_customerimport", "transfer.add_customerimport"},
    # Websites, settings, attributes and currencies, but no customer.
    "Store configuration": {"stores.*", "directory.*", "attributes.*", "history.view_entry"},
}


def make(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Make the roles that are missing, once the permissions of every app are there."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender != last:
        return
    there = set(Group.objects.using(using).filter(name__in=ROLES).values_list("name", flat=True))
    missing = ROLES.keys() - there
    if not missing:
        return
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name in sorted(missing):
        group = Group.objects.using(using).create(name=name)
        group.permissions.set(
            permission for code, permission in permissions.items() if {code, f"{code.split('.')[0]}.*"} & ROLES[name]
        )
