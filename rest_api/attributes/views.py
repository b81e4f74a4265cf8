"""The attributes of customers and of their addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from attributes import lookups
from attributes.metadata import AttributeMetadata
from attributes.models import Attribute as Definition
from rest_api.attributes import shapes
from rest_api.shapes import Text
from rest_api.views import View


class Attributes(View):
    """All attributes of an entity."""

    entity: ClassVar[str] = Definition.Entity.CUSTOMER.value
    access = {"GET": "Magento_Customer::customer"}
    answers = {"GET": shapes.AttributeMetadata(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.AttributeMetadata.show_all(self.found(**path)))

    def found(self, **path: Any) -> list[AttributeMetadata]:
        return lookups.all_attributes([self.entity], self.store)


class CustomAttributes(Attributes):
    """Those a merchant defined."""

    # Which class of Magento's the attributes are for; here there is one.
    query = {"GET": {"dataInterfaceName": Text(required=False)}}

    def found(self, **path: Any) -> list[AttributeMetadata]:
        return lookups.custom_attributes([self.entity], self.store)


class FormAttributes(Attributes):
    """Those of a form."""

    def found(self, **path: Any) -> list[AttributeMetadata]:
        return lookups.attributes_of_form(path["formCode"], self.store, [self.entity])


class Attribute(Attributes):
    """One of them."""

    answers = {"GET": shapes.AttributeMetadata()}

    def get(self, request: Request, **path: Any) -> Response:
        found = lookups.attribute_by_code(self.entity, path["attributeCode"], self.store)
        return Response(shapes.AttributeMetadata.show(found))


class AddressAttributes(Attributes):
    entity = Definition.Entity.ADDRESS.value


class CustomAddressAttributes(CustomAttributes):
    entity = Definition.Entity.ADDRESS.value


class AddressFormAttributes(FormAttributes):
    entity = Definition.Entity.ADDRESS.value


class AddressAttribute(Attribute):
    entity = Definition.Entity.ADDRESS.value
