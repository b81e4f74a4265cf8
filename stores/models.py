"""Websites, store groups, store views and customer groups, and the settings a merchant has changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

# The tax classes customers can have, as every Magento begins with them; its 2, Taxable Goods, is one of products.
CUSTOMER_TAX_CLASSES = {3: "Retail Customer"}


class CustomerGroup(models.Model):
    """A group of customers. 0 to 3 are in every shop: NOT LOGGED IN, General, Wholesale, Retailer."""

    NOT_LOGGED_IN, GENERAL, WHOLESALE, RETAILER = range(4)

    code = models.CharField(max_length=32, unique=True)
    tax_class_id = models.PositiveIntegerField(
        default=3, help_text="The tax class of its customers; 3 is Retail Customer."
    )
    excluded_websites: models.ManyToManyField[Website, Any] = models.ManyToManyField(
        "Website", blank=True, related_name="+", help_text="Where the group is not offered."
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code

    @property
    def tax_class_name(self) -> str | None:
        return CUSTOMER_TAX_CLASSES.get(self.tax_class_id)

    @property
    def exclude_website_ids(self) -> list[int]:
        """The ids of the websites the group is not offered on, as Magento calls them."""
        return sorted(website.pk for website in self.excluded_websites.all())


class Website(models.Model):
    """What shares customers: an account belongs to one website. 0 is that of the admin."""

    ADMIN = 0

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    default_group = models.ForeignKey(
        "StoreGroup", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="default store"
    )

    class Meta:
        ordering = ["sort_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_website")
        ]

    def __str__(self) -> str:
        return self.name


class StoreGroup(models.Model):
    """A store of a website, which the admin calls "store": the views of one catalog."""

    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255)
    root_category_id = models.PositiveIntegerField(default=2)
    default_store = models.ForeignKey(
        "Store", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="default store view"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = "store"

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """A store view: what a shopper sees, in one language. 0 is that of the admin."""

    ADMIN = 0

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255)
    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="stores")
    group = models.ForeignKey(StoreGroup, on_delete=models.PROTECT, related_name="stores", verbose_name="store")
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name = "store view"

    def __str__(self) -> str:
        return self.name


class ConfigValue(models.Model):
    """A setting a merchant has changed, for everything, for a website or for a store view. Read with `config.read`."""

    class Scope(models.TextChoices):
        DEFAULT = "default", "Default Config"
        WEBSITES = "websites", "Website"
        STORES = "stores", "Store View"

    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.DEFAULT)
    scope_id = models.PositiveIntegerField(
        default=0, help_text="Id of the website or store view; 0 for the default scope."
    )
    path = models.CharField(max_length=255)
    value = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "configuration"
        constraints = [models.UniqueConstraint(fields=["path", "scope", "scope_id"], name="one_value_per_scope")]

    def __str__(self) -> str:
        return self.path
