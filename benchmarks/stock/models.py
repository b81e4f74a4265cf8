"""The tables of the shop, as any program beside it would see them."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8)
    owner_id = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "stock"
        managed = False
        db_table = "auth_tokens_token"

    def __str__(self) -> str:
        return f"{self.kind} {self.owner_id}"


class Country(models.Model):
    id = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3)

    class Meta:
        app_label = "stock"
        managed = False
        db_table = "directory_country"

    def __str__(self) -> str:
        return self.id


class Region(models.Model):
    country = models.ForeignKey(Country, on_delete=models.DO_NOTHING, related_name="regions")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=255)

    class Meta:
        app_label = "stock"
        managed = False
        db_table = "directory_region"

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    website_id = models.IntegerField()
    store_id = models.IntegerField()
    group_id = models.IntegerField()
    email = models.CharField(max_length=255)
    prefix = models.CharField(max_length=40, null=True)
    firstname = models.CharField(max_length=255)
    middlename = models.CharField(max_length=255, null=True)
    lastname = models.CharField(max_length=255)
    suffix = models.CharField(max_length=40, null=True)
    dob = models.DateField(null=True)
    gender = models.SmallIntegerField(null=True)
    taxvat = models.CharField(max_length=50, null=True)
    default_billing_id = models.BigIntegerField(null=True)
    default_shipping_id = models.BigIntegerField(null=True)
    disable_auto_group_change = models.BooleanField()
    allow_remote_shopping_assistance = models.BooleanField()
    custom_values = models.JSONField()
    created_in = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "stock"
        managed = False
        db_table = "customers_customer"

    def __str__(self) -> str:
        return self.email


class Address(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, related_name="addresses")
    prefix = models.CharField(max_length=40, null=True)
    firstname = models.CharField(max_length=255)
    middlename = models.CharField(max_length=255, null=True)
    lastname = models.CharField(max_length=255)
    suffix = models.CharField(max_length=40, null=True)
    company = models.CharField(max_length=255, null=True)
    street = models.TextField()
    city = models.CharField(max_length=255)
    country_id = models.CharField(max_length=2)
    region = models.ForeignKey(Region, on_delete=models.DO_NOTHING, null=True)
    region_text = models.CharField(max_length=255, null=True)
    postcode = models.CharField(max_length=255, null=True)
    telephone = models.CharField(max_length=255, null=True)
    fax = models.CharField(max_length=255, null=True)
    vat_id = models.CharField(max_length=255, null=True)
    custom_values = models.JSONField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "stock"
        managed = False
        db_table = "customers_address"

    def __str__(self) -> str:
        return self.city
