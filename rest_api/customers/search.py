"""Searching customers and customer groups."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from attributes import own
from attributes.models import Attribute
from customers import searching
from rest_api import search as criteria
from rest_api.customers import groups, shapes
from rest_api.shapes import Int, Shape
from rest_api.views import View
from stores import groups as stores


class CustomerSearchResults(Shape):
    items = shapes.Customer(many=True)
    search_criteria = criteria.SearchCriteria()
    total_count = Int()


class CustomerSearch(View):
    access = {"GET": "Magento_Customer::customer"}
    query = {"GET": criteria.PARAMETERS}
    answers = {"GET": CustomerSearchResults()}

    def get(self, request: Request, **path: Any) -> Response:
        asked = criteria.read(self.asked)
        found = searching.find_customers(asked, own.attributes_of(Attribute.Entity.CUSTOMER))
        items = shapes.Customer.show_all(found.rows)
        return Response(criteria.answer(list(items), asked, found.total_count))


class GroupSearchResults(Shape):
    items = groups.Group(many=True)
    search_criteria = criteria.SearchCriteria()
    total_count = Int()


class GroupSearch(View):
    access = {"GET": "Magento_Customer::group"}
    query = {"GET": criteria.PARAMETERS}
    answers = {"GET": GroupSearchResults()}

    def get(self, request: Request, **path: Any) -> Response:
        asked = criteria.read(self.asked)
        found = stores.find_groups(asked)
        items = groups.Group.show_all(found.rows)
        return Response(criteria.answer(list(items), asked, found.total_count))
