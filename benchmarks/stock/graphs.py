"""A schema as graphene-django's documentation shows it: types made from models, a resolver that asks the ORM."""

from __future__ import annotations

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from benchmarks.stock import models
from benchmarks.stock.owners import owner_of


class Region(DjangoObjectType):
    class Meta:
        model = models.Region
        fields = ["id", "code", "name"]


class Country(DjangoObjectType):
    class Meta:
        model = models.Country
        fields = ["id", "iso3", "regions"]


class Address(DjangoObjectType):
    class Meta:
        model = models.Address
        exclude = ["customer"]


class Customer(DjangoObjectType):
    class Meta:
        model = models.Customer
        fields = "__all__"


class Query(graphene.ObjectType):
    customer = graphene.Field(Customer)
    countries = graphene.List(Country)

    @staticmethod
    def resolve_customer(root: None, info: Any) -> models.Customer:
        return owner_of(info.context)

    @staticmethod
    def resolve_countries(root: None, info: Any) -> Any:
        return models.Country.objects.prefetch_related("regions")


schema = graphene.Schema(query=Query, auto_camelcase=False)
