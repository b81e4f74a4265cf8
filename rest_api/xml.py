"""XML in and out, in the shape Magento gives it: `<response><item>...</item></response>`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Tree

from defusedxml import ElementTree as Defused
from defusedxml.common import DefusedXmlException
from rest_framework.renderers import BaseRenderer

ROOT, ITEM = "response", "item"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_IN_NAMES = re.compile(r"[^\w.-]")
DEEPEST = 100


class Xml(BaseRenderer):
    """What an answer looks like in XML. Everything is text: `true`, `5`, and nothing for null."""

    media_type = "application/xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        root = _element(ROOT, data)
        Tree.indent(root)
        return b'<?xml version="1.0"?>\n' + Tree.tostring(root, encoding="unicode").encode() + b"\n"


def parse(body: bytes) -> Any:
    """The input in an XML document: what stands in its root, whatever that is called. Raises ValueError.

    A document type is refused whatever is in it, so that no entity is ever expanded.
    """
    try:
        return _value(Defused.fromstring(body, forbid_dtd=True))
    except (Tree.ParseError, DefusedXmlException, LookupError) as problem:
        raise ValueError(str(problem)) from None


def _element(name: str, value: Any) -> Tree.Element:
    element = Tree.Element(name)
    match value:
        case dict():
            element.extend(_element(_tag(key), each) for key, each in value.items())
        case list() | tuple():
            element.extend(_element(ITEM, each) for each in value)
        case None:
            pass
        case bool():
            element.text = "true" if value else "false"
        case _:
            element.text = NOT_IN_XML.sub("", str(value))
    return element


def _tag(key: str) -> str:
    name = NOT_IN_NAMES.sub("", key) or ITEM
    return f"{ITEM}_{name}" if re.match(r"[\d.-]", name) else name


def _value(element: Tree.Element, depth: int = 0) -> Any:
    """An element's text; a list, if it has items; else what its children say by their names."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    children = list(element)
    if not children:
        return element.text or ""
    found: dict[str, list[Any]] = {}
    for child in children:
        found.setdefault(child.tag, []).append(_value(child, depth + 1))
    if set(found) == {ITEM}:
        return found[ITEM]
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
