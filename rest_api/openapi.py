"""The OpenAPI document, made from the table of routes and from what each view says of itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.errors import Failure, NoSuchEntity, SeveralProblems, ValueRequired
from rest_api.access import ANONYMOUS
from rest_api.errors import ConsumerNotAuthorized, NotAcceptable, body_of
from rest_api.routes import PARAMETER, table
from rest_api.shapes import Int, Shape, Text
from rest_api.views import SELECTING, View

JSON = "application/json"
NOTHING = {"type": "array", "maxItems": 0, "items": {}}  # what is sent for a null, and where `fields` leaves nothing
MANY = SeveralProblems([ValueRequired(fieldName="username"), ValueRequired(fieldName="password")])

ERROR = {
    "type": "object",
    "description": "A sentence with placeholders such as `%fieldName`, and beside it what stands in their place.",
    "required": ["message"],
    "properties": {
        "message": {"type": "string"},
        "parameters": {"$ref": "#/components/schemas/ErrorParameters"},
        "errors": {
            "type": "array",
            "description": "Every problem, where there are several.",
            "items": {"$ref": "#/components/schemas/ErrorItem"},
        },
    },
}
ERROR_ITEM = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "message": {"type": "string"},
        "parameters": {"$ref": "#/components/schemas/ErrorParameters"},
    },
}
ERROR_PARAMETERS = {
    "description": "By name for `%fieldName`, in their order for `%1`.",
    "anyOf": [{"type": "object", "additionalProperties": {}}, {"type": "array", "items": {}}],
}

REFUSALS: dict[str, tuple[str, str, list[Failure]]] = {
    "400": ("InputRefused", "What was sent cannot be accepted.", [ValueRequired(fieldName="customer"), MANY]),
    "401": ("NotAuthorized", "The token is missing, wrong or expired, or its owner may not do this.", []),
    "404": ("NotFound", "What was named is not there.", [NoSuchEntity(customerId=5)]),
    "406": ("NotAcceptable", "The answer is JSON or XML.", [NotAcceptable("text/html")]),
    "500": ("InternalError", "Something nobody foresaw; the log has it under the report id.", []),
}

FIELDS = {
    "name": "fields",
    "in": "query",
    "description": "The parts of the answer that are wanted: `id,addresses[city,region[region]]`.",
    "schema": {"type": "string"},
}


class Schema(View):
    """The OpenAPI document."""

    access = {"GET": ANONYMOUS}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(document(request.path.removesuffix("/").removesuffix("/schema")))


@lru_cache(maxsize=16)
def document(server: str) -> dict[str, Any]:
    """The document, for whoever asked below the path `server`."""
    components: dict[str, Any] = {"Error": ERROR, "ErrorItem": ERROR_ITEM, "ErrorParameters": ERROR_PARAMETERS}
    paths: dict[str, dict[str, Any]] = {}
    for path, view in table():
        operations = paths.setdefault(f"/V1/{path}", {})
        for method in view.access:
            operations[method.lower()] = _operation(path, view, method, components)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Duplex REST",
            "version": "V1",
            "description": "Magento 2's REST. Bodies and answers are JSON, or XML for whoever sends or accepts it.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "responses": {
                name: {
                    "description": description,
                    "content": {
                        JSON: {
                            "schema": {"$ref": "#/components/schemas/Error"},
                            "examples": {type(each).__name__: {"value": body_of(each)} for each in examples},
                        }
                    },
                }
                for name, description, examples in REFUSALS.values()
            },
            "parameters": {"Fields": FIELDS},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of `integration/admin/token` or `integration/customer/token`.",
                }
            },
        },
    }


def _operation(path: str, view: type[View], method: str, components: dict[str, Any]) -> dict[str, Any]:
    resource = view.access[method]
    taken = view.takes.get(method)
    operation: dict[str, Any] = {
        "operationId": method.lower() + "".join(word[0].upper() + word[1:] for word in re.findall(r"\w+", path)),
        "tags": [path.split("/")[0]],
        "summary": _summary(view),
        "description": _who(resource),
        "security": [] if resource == ANONYMOUS else [{"bearer": []}],
        "parameters": list(_parameters(path, view, method, components)),
    }
    if taken:
        needed = [name for name, field in taken.items() if field.required]
        operation["requestBody"] = {
            "required": bool(needed),
            "content": {
                JSON: {
                    "schema": {
                        "type": "object",
                        "properties": {name: schema_of(field, components) for name, field in taken.items()},
                        **({"required": needed} if needed else {}),
                    }
                }
            },
        }
    operation["responses"] = {
        "200": {
            "description": "Done.",
            "content": {JSON: {"schema": _answer(view.answers.get(method), components)}},
        },
        **{status: _refusal(status, resource) for status in _refusals(path, resource, taken)},
    }
    return operation


def _summary(view: type[View]) -> str:
    """What a view says it is, or its name in words."""
    own = view.__dict__.get("__doc__")
    if own:
        return inspect.cleandoc(own).split("\n")[0]
    return re.sub(r"(?<!^)(?=[A-Z])", " ", view.__name__).capitalize()


def _who(resource: str) -> str:
    match resource:
        case "anonymous":
            return "Anybody may call it."
        case "self":
            return "For the customer whose token is sent."
        case _:
            return f"For admins who have the resource `{resource}`."


def _parameters(path: str, view: type[View], method: str, components: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in PARAMETER.findall(path):
        kind = view.path.get(name) or (Int() if name.lower().endswith("id") else Text())
        yield {"name": name, "in": "path", "required": True, "schema": schema_of(kind, components)}
    for name, field in view.query.get(method, {}).items():
        yield {"name": name, "in": "query", "schema": schema_of(field, components)}
    if method in SELECTING and "$ref" in str(_answer(view.answers.get(method), components)):
        yield {"$ref": "#/components/parameters/Fields"}


def _refusals(path: str, resource: str, taken: Any) -> Iterator[str]:
    """The statuses a call may be refused with: a body can hold credentials, and a path or a body can name anything."""
    yield "400"
    if resource != ANONYMOUS or taken:
        yield "401"
    if taken or resource != ANONYMOUS or PARAMETER.search(path):
        yield "404"
    yield "406"
    yield "500"


def _refusal(status: str, resource: str) -> dict[str, Any]:
    name, description, _ = REFUSALS[status]
    if status != "401" or resource == ANONYMOUS:
        return {"$ref": f"#/components/responses/{name}"}
    return {
        "description": description,
        "content": {
            JSON: {
                "schema": {"$ref": "#/components/schemas/Error"},
                "example": body_of(ConsumerNotAuthorized(resources=resource)),
            }
        },
    }


def _answer(field: Any, components: dict[str, Any]) -> dict[str, Any]:
    """What comes back. An object, or an item of a list, may also be nothing."""
    if field is None:
        return {}
    schema = schema_of(field, components)
    if "$ref" in schema:
        return {"anyOf": [schema, NOTHING]}
    if "$ref" in schema.get("items", {}):
        return {**schema, "items": {"anyOf": [schema["items"], NOTHING]}}
    return schema


def schema_of(field: Any, components: dict[str, Any]) -> dict[str, Any]:
    """What the JSON of a field is; that of a shape stands once, among the components, under the shape's name."""
    match field:
        case Shape():
            schema = _component(field, components)
        case serializers.ListSerializer() | serializers.ListField() if not hasattr(field, "schema"):
            schema = {"type": "array", "items": schema_of(field.child, components)}
        case _ if hasattr(field, "list_of"):
            schema = {"type": "array", "items": _component(field.list_of(), components)}
        case _:
            schema = dict(field.schema)
    return {**schema, "nullable": True} if field.allow_null else schema


_owners: dict[str, type[Shape]] = {}


def _component(shape: Shape, components: dict[str, Any]) -> dict[str, Any]:
    name = type(shape).__name__
    if _owners.setdefault(name, type(shape)) is not type(shape):
        raise TypeError(f"Two shapes are called {name}: {_owners[name]} and {type(shape)}.")
    if name not in components:
        components[name] = {"type": "object"}  # in its place while a shape that holds itself is described
        components[name] = {
            "type": "object",
            "properties": {code: schema_of(field, components) for code, field in shape.fields.items()},
        }
    return {"$ref": f"#/components/schemas/{name}"}
