"""The shopper's pages at Magento's addresses, each with and without the slash at its end."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from storefront import account, address_book, links, store_views, visitors
from storefront.pages import Page

app_name = "storefront"


def page(address: str, view: type[Page], name: str | None = None) -> list[URLPattern]:
    """Both forms of an address; links use the one with the slash, as Magento's do."""
    return [path(f"{address}/", view.as_view(), name=name), path(address, view.as_view())]


urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="storefront:my_account")),
    *page("customer/account", account.MyAccount, "my_account"),
    *page("customer/account/index", account.MyAccount),
    *page("customer/account/login", visitors.SignIn, "sign_in"),
    *page("customer/account/loginPost", visitors.SignIn),
    *page("customer/account/logout", visitors.SignOut, "sign_out"),
    *page("customer/account/logoutSuccess", visitors.SignedOut, "signed_out"),
    *page("customer/account/create", visitors.CreateAccount, "create_account"),
    *page("customer/account/createpost", visitors.CreateAccount),
    *page("customer/account/forgotpassword", visitors.ForgotPassword, "forgot_password"),
    *page("customer/account/forgotpasswordpost", visitors.ForgotPassword),
    *page("customer/account/confirmation", visitors.ResendConfirmation, "resend_confirmation"),
    *page("customer/account/confirm", links.ConfirmEmail, "confirm_email"),
    *page("customer/account/createPassword", links.CreatePassword, "create_password"),
    *page("customer/account/resetpasswordpost", links.CreatePassword),
    *page("newsletter/subscriber/confirm", links.ConfirmSubscription, "confirm_subscription"),
    *page("customer/account/edit", account.EditAccount, "edit_account"),
    *page("customer/account/editPost", account.EditAccount),
    *page("customer/account/edit/changepass/1", account.ChangePassword, "change_password"),
    *page("customer/account/devices", account.Devices, "devices"),
    *page("customer/account/delete", account.DeleteAccount, "delete_account"),
    *page("newsletter/manage", account.Newsletter, "newsletter"),
    *page("newsletter/manage/index", account.Newsletter),
    *page("newsletter/manage/save", account.Newsletter),
    *page("customer/address", address_book.AddressBook, "address_book"),
    *page("customer/address/index", address_book.AddressBook),
    *page("customer/address/new", address_book.NewAddress, "new_address"),
    *page("customer/address/formPost", address_book.NewAddress),
    *page("customer/address/edit/id/<int:address_id>", address_book.EditAddress, "edit_address"),
    *page("customer/address/formPost/id/<int:address_id>", address_book.EditAddress),
    *page("customer/address/delete/id/<int:address_id>", address_book.DeleteAddress, "delete_address"),
    re_path(r"^(?P<code>[a-zA-Z]\w*)/(?P<address>(?:customer|newsletter)/.*)$", store_views.InView.as_view()),
]
