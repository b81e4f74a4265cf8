"""Views and serializers as Django REST framework's documentation shows them."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.stock import models
from benchmarks.stock.owners import owner_of


class RegionSerializer(serializers.ModelSerializer[models.Region]):
    class Meta:
        model = models.Region
        fields = ["id", "code", "name"]


class CountrySerializer(serializers.ModelSerializer[models.Country]):
    regions = RegionSerializer(many=True)

    class Meta:
        model = models.Country
        fields = ["id", "iso3", "regions"]


class AddressSerializer(serializers.ModelSerializer[models.Address]):
    region = RegionSerializer()

    class Meta:
        model = models.Address
        fields = "__all__"


class CustomerSerializer(serializers.ModelSerializer[models.Customer]):
    addresses = AddressSerializer(many=True)

    class Meta:
        model = models.Customer
        fields = "__all__"


class Me(APIView):
    def get(self, request: Request) -> Response:
        return Response(CustomerSerializer(owner_of(request)).data)


class Countries(APIView):
    def get(self, request: Request) -> Response:
        return Response(CountrySerializer(models.Country.objects.prefetch_related("regions"), many=True).data)
