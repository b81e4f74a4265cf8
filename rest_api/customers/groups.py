"""Customer groups: their shape and their routes' views."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from customers import groups
from rest_api.customers import inputs
from rest_api.errors import WrongType
from rest_api.shapes import Flag, Int, Shape, Text, told
from rest_api.views import View
from stores import groups as stores_groups
from stores import lookups
from stores.models import CustomerGroup

RESOURCE = "Magento_Customer::group"


class Numbers(serializers.ListField):
    """A list of whole numbers."""

    child = Int()

    def read(self, value: Any) -> list[int]:
        if not isinstance(value, list):
            raise WrongType(told(value), "int[]")
        return [Int().read(each) for each in value]


class GroupExtension(Shape):
    exclude_website_ids = Numbers(required=False)


class Group(Shape):
    id = Int(required=False)
    code = Text()
    tax_class_id = Int()
    tax_class_name = Text(required=False)
    extension_attributes = GroupExtension(source="*", required=False)

    @classmethod
    def show(cls, instance: CustomerGroup) -> dict[str, Any]:
        shown = super().show(instance)
        if not shown["extension_attributes"]["exclude_website_ids"]:
            del shown["extension_attributes"]
        return shown


def group(shown: CustomerGroup) -> dict[str, Any]:
    """A group as REST shows one; its extension only where there is a website it is kept away from."""
    return Group.show(shown)


def read_group(sent: dict[str, Any]) -> dict[str, Any]:
    """A group as the domain takes it, from the shape as it was read."""
    extension = sent.get("extension_attributes") or {}
    return {
        "code": sent.get("code"),
        "tax_class_id": sent.get("tax_class_id"),
        "exclude_website_ids": extension.get("exclude_website_ids"),
    }


class Groups(View):
    access = {"POST": RESOURCE}
    takes = {"POST": {"group": Group()}}
    answers = {"POST": Group()}

    def post(self, request: Request, **path: Any) -> Response:
        sent = inputs.read(self)["group"]
        return Response(group(stores_groups.save_group(group_id=sent.get("id"), fields=read_group(sent))))


class GroupById(View):
    access = {"GET": RESOURCE, "PUT": RESOURCE, "DELETE": RESOURCE}
    takes = {"PUT": {"group": Group()}}
    answers = {"GET": Group(), "PUT": Group(), "DELETE": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(group(lookups.group_by_id(inputs.number(path["id"]))))

    def put(self, request: Request, **path: Any) -> Response:
        sent = inputs.read(self)["group"]
        group_id = inputs.id_of_what_is_sent(path["id"])
        return Response(group(stores_groups.save_group(group_id=group_id, fields=read_group(sent))))

    def delete(self, request: Request, **path: Any) -> Response:
        groups.delete_group(group_id=inputs.number(path["id"]))
        return Response(True)


class DefaultGroup(View):
    access = {"GET": RESOURCE}
    answers = {"GET": Group()}
    query = {"GET": {"storeId": Int(required=False)}}

    def get(self, request: Request, **path: Any) -> Response:
        named = self.asked.get("storeId", self.asked.get("store_id"))
        store_id = self.store.pk if named is None else inputs.number(named)
        return Response(group(groups.default_group_of_store(store_id=store_id)))


class DefaultGroupOfStore(View):
    """One path, whose number is a store view to read and a group to write."""

    access = {"GET": RESOURCE, "PUT": RESOURCE}
    answers = {"GET": Group(), "PUT": Int()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(group(groups.default_group_of_store(store_id=inputs.number(path["id"]))))

    def put(self, request: Request, **path: Any) -> Response:
        return Response(groups.set_default_group(group_id=inputs.number(path["id"])))


class GroupIsReadonly(View):
    access = {"GET": RESOURCE}
    answers = {"GET": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(groups.is_readonly(group_id=inputs.number(path["id"])))
