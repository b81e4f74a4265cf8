"""What an admin may do: Magento's resource names, each standing for a Django permission."""

from __future__ import annotations

from admins.models import AdminUser

RESOURCES = {
    "Magento_Backend::store": "stores.view_store",
    "Magento_Customer::customer": "customers.view_customer",
    "Magento_Customer::manage": "customers.change_customer",
    "Magento_Customer::delete": "customers.delete_customer",
    "Magento_Customer::group": "stores.change_customergroup",
    "Magento_LoginAsCustomer::login": "customers.login_as_customer",
}


def may(admin: AdminUser, resource: str) -> bool:
    """Whether an admin has a resource. One that stands for nothing here is for superusers only."""
    if not admin.is_active:
        return False
    return admin.is_superuser or (resource in RESOURCES and admin.has_perm(RESOURCES[resource]))
