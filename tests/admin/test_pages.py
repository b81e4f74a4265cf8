"""Every page of the admin opens, and every page that only shows changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from admins.models import AdminUser
from attributes.models import Attribute
from auth_tokens import tokens
from auth_tokens.models import Token
from customers import newsletter
from customers.config import DEFAULT_GROUP
from customers.models import Customer
from directory.models import CurrencyRate
from history.models import Entry
from kernel import origin
from outbox.models import MailTemplate
from stores import config, lookups
from stores.errors import StoreNotFound
from stores.models import CustomerGroup, Store, StoreGroup, Website
from tests.admin.conftest import page, sent_from
from tests.conftest import token_of
from tests.recognition import recognize
from transfer.models import CustomerImport
from wishlists.lists import wishlist_of

MODELS = sorted(django_admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def full_shop(otto: Customer, studies: Attribute, store: Store) -> None:
    """A shop with a row of everything the admin shows."""
    newsletter.set_subscribed(otto, True)
    wishlist_of(otto)
    token_of(otto)
    config.write(DEFAULT_GROUP, "1")
    Group.objects.create(name="Support")
    Entry.objects.create(subject="customer", subject_id=otto.pk, event="noted", actor_kind=origin.Kind.GUEST)
    MailTemplate.objects.create(code="design_email_layout", text="{{ content }}")
    CurrencyRate.objects.create(currency_from="USD", currency_to="EUR", rate="0.9")
    CustomerImport.objects.create(
        file_name="customer.csv", kind="customer", behavior="add_update", stage="check", state="cancelled"
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_opens(merchant: Client, full_shop: None, model: type[Model]) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    registered = django_admin.site._registry[model]
    row = model._default_manager.first()
    assert row is not None

    listed = merchant.get(reverse(f"{name}_changelist"))
    searched = merchant.get(reverse(f"{name}_changelist"), {"q": "12"})
    added = merchant.get(reverse(f"{name}_add"))
    shown = merchant.get(page(row), follow=True)
    past = merchant.get(page(row, "history"))

    assert [answer.status_code for answer in (listed, searched, shown, past)] == [200] * 4
    assert added.status_code == (200 if registered.has_add_permission(added.wsgi_request) else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1", "_00"])
def test_a_row_that_is_not_there_is_no_fault(merchant: Client, model: type[Model], pk: str) -> None:
    for view in ("change", "delete", "history"):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=[pk])

        assert merchant.get(address).status_code in (200, 302, 403, 404)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_clerk_without_permissions_sees_none_of_it(
    clerk_allowed: Callable[..., Client], full_shop: None, model: type[Model]
) -> None:
    answer = clerk_allowed().get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))

    assert answer.status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_may_look_can_look(clerk_allowed: Callable[..., Client], full_shop: None, model: type[Model]) -> None:
    client = clerk_allowed(f"view_{model._meta.model_name}")
    row = model._default_manager.first()

    assert client.get(page(row), follow=True).status_code == 200


def test_the_front_page_says_whose_it_is(merchant: Client) -> None:
    shown = merchant.get("/admin/").content.decode()

    assert "Duplex" in shown
    assert "Django administration" not in shown


def test_a_token_is_shown_until_it_is_revoked(merchant: Client, grace: Customer, otto: Customer) -> None:
    of_grace, of_otto = token_of(grace), token_of(otto)
    expired = Token.objects.create(
        digest="0" * 64, kind=Token.Kind.CUSTOMER, owner_id=grace.pk, website_id=1, created_at="2001-01-01T00:00Z"
    )
    place = reverse("admin:auth_tokens_token_changelist")
    wanted = Token.objects.get(digest=tokens.digest_of(of_grace))

    listed = list(merchant.get(place).context["cl"].result_list)
    merchant.post(place, {"action": "revoke", "_selected_action": [wanted.pk]})

    assert {token.owner_id for token in listed} == {grace.pk, otto.pk}
    assert expired not in listed
    assert recognize(of_grace) is None
    assert recognize(of_otto) is not None


def test_who_may_only_look_at_tokens_revokes_none(clerk_allowed: Callable[..., Client], grace: Customer) -> None:
    text = token_of(grace)
    client = clerk_allowed("view_token")
    wanted = Token.objects.get(digest=tokens.digest_of(text))

    client.post(reverse("admin:auth_tokens_token_changelist"), {"action": "revoke", "_selected_action": [wanted.pk]})

    assert recognize(text) is not None


@pytest.mark.parametrize(
    ("model", "pk"), [(Website, 0), (Website, 1), (StoreGroup, 0), (Store, 0), (CustomerGroup, 0), (CustomerGroup, 1)]
)
def test_what_every_shop_needs_cannot_be_deleted(merchant: Client, store: Store, model: type[Model], pk: int) -> None:
    row = model._default_manager.get(pk=pk)
    place = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    one = merchant.post(page(row, "delete"), {"post": "yes"})
    several = merchant.post(place, {"action": "delete_selected", "_selected_action": [pk], "post": "yes"})

    assert (one.status_code, several.status_code) in ((403, 403), (403, 200))
    assert model._default_manager.filter(pk=pk).exists()


def test_the_default_group_of_any_website_stays(merchant: Client, other_store: Store) -> None:
    config.write(DEFAULT_GROUP, "3", scope=config.Scope.WEBSITES, scope_id=other_store.website_id)

    answers = [merchant.post(page(CustomerGroup(pk=pk), "delete"), {"post": "yes"}).status_code for pk in (2, 3)]

    assert answers == [302, 403]
    assert set(CustomerGroup.objects.values_list("pk", flat=True)) == {0, 1, 3}


def test_customers_of_a_deleted_group_get_the_default_one(
    merchant: Client, make_customer: Callable[..., Customer]
) -> None:
    customer = make_customer(group_id=2)

    asked = merchant.get(page(CustomerGroup(pk=2), "delete")).content.decode()
    answer = merchant.post(page(CustomerGroup(pk=2), "delete"), {"post": "yes"})

    customer.refresh_from_db()
    assert "its customers get the default group" in asked
    assert (answer.status_code, customer.group_id) == (302, 1)
    assert not CustomerGroup.objects.filter(pk=2).exists()


def test_a_new_website_a_store_and_a_view_speak_at_once(merchant: Client, store: Store) -> None:
    def add(model: type[Model], **typed: Any) -> Any:
        place = reverse(f"admin:stores_{model._meta.model_name}_add")
        assert merchant.post(place, sent_from(merchant.get(place), **typed)).status_code == 302
        return model._default_manager.latest("pk")

    website = add(Website, code="second", name="Second")
    group = add(StoreGroup, code="second_store", name="Second Store", website=website.pk)
    view = add(Store, code="second_view", name="Second View", group=group.pk, is_active="on")

    website.refresh_from_db()
    assert lookups.store_of_website(website) == view
    assert lookups.store_by_code("second_view").website == website


def test_a_website_that_speaks_becomes_the_default_one(merchant: Client, other_store: Store) -> None:
    silent = Website.objects.create(code="silent", name="Silent")
    place = reverse("admin:stores_website_changelist")

    def make_default(*websites: Website) -> list[str]:
        chosen = {"action": "make_default", "_selected_action": [website.pk for website in websites]}
        return [str(message) for message in merchant.post(place, chosen, follow=True).context["messages"]]

    assert make_default(silent) == [StoreNotFound().message]
    assert lookups.default_store().pk == 1
    make_default(silent, other_store.website)
    assert lookups.default_store().pk == 1
    make_default(other_store.website)
    assert lookups.default_store() == other_store


def test_a_merchant_makes_another_admin(merchant: Client) -> None:
    place = reverse("admin:admins_adminuser_add")
    typed = {"username": "support", "password1": "Correct-Horse-9", "password2": "Correct-Horse-9"}

    answer = merchant.post(place, {**typed, "usable_password": "true"})

    assert answer.status_code == 302
    assert AdminUser.objects.get(username="support").check_password("Correct-Horse-9")
