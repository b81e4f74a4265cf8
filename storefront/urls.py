"""The shopper's pages at Magento's addresses, each with and without the slash at its end."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from storefront import views
from storefront.views import Page

app_name = "storefront"


def page(address: str, view: type[Page], name: str | None = None) -> list[URLPattern]:
    """Both forms of an address; links use the one with the slash, as Magento's do."""
    return [path(f"{address}/", view.as_view(), name=name), path(address, view.as_view())]


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="storefront:my_account")),
    *page("customer/account", views.MyAccount, "my_account"),
    *page("customer/account/index", views.MyAccount),
    *page("customer/account/login", views.SignIn, "sign_in"),
    *page("customer/account/loginPost", views.SignIn),
    *page("customer/account/logout", views.SignOut, "sign_out"),
    *page("customer/account/logoutSuccess", views.SignedOut, "signed_out"),
    *page("customer/account/confirm", views.ConfirmEmail, "confirm_email"),
    *page("customer/account/createPassword", views.CreatePassword, "create_password"),
    *page("newsletter/subscriber/confirm", views.ConfirmSubscription, "confirm_subscription"),
    *page("customer/address", views.AddressBook, "address_book"),
    *page("customer/address/index", views.AddressBook),
]
