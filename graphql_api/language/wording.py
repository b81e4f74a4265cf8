"""What the GraphQL layer itself says, in Magento's words instead of graphql-core's.

Magento speaks through webonyx/graphql-php 15. Most sentences differ in their quotation marks only, some in their words.
The founding documents have two in a form of their own, and they win: an input field that is not defined, and one that
was not provided.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

NOT_PROVIDED = "Field %1 of required type %2 was not provided"

# graphql-core's sentences that become Magento's with double quotation marks.
QUOTED_OTHERWISE = [
    "The {quoted} definition is not executable.",
    "There can be only one operation named '{name}'.",
    "There can be only one fragment named '{name}'.",
    "There can be only one argument named '{name}'.",
    "There can be only one input field named '{name}'.",
    "Unknown operation named '{text}'.",
    "Cannot query field '{name}' on type '{type}'.{hint}",
    "Fields '{text}' conflict because {reason}. Use {text2}",
    "Argument '{name}' of required type '{type}' was not provided.",
    "Argument '{name}' of required type '{type}' was provided the variable '${name2}' which {text}",
    "Argument '{name}' of non-null type '{type}' must not be null.",
    "Argument '{name}' has invalid value {text}",
    "Unknown directive '@{name}'.",
    "Unknown argument '{name}' on directive '@{name2}'.{hint}",
    "Unknown type '{name}'.{hint}",
    "Unknown fragment '{name}'.",
    "Fragment '{name}' is never used.",
    "Fragment cannot condition on non composite type '{type}'.",
    "Fragment '{name}' cannot condition on non composite type '{type}'.",
    "Fragment cannot be spread here as objects of type '{type}' can never be of type '{type2}'.",
    "Fragment '{name}' cannot be spread here as objects of type '{type}' can never be of type '{type2}'.",
    "Cannot spread fragment '{name}' within itself.",
    "Cannot spread fragment '{name}' within itself via {bare}.",
    "Variable '${name}' is not defined by operation '{name2}'.",
    "Variable '${name}' is not defined.",
    "Variable '${name}' is never used in operation '{name2}'.",
    "Variable '${name}' is never used.",
    "Variable '${name}' cannot be non-input type '{type}'.",
    "Variable '${name}' expected value of type '{type}' which cannot be used as an input type.",
    "Variable '${name}' of type '{type}' used in position expecting type '{type2}'.",
    "Variable '${name}' is of type '{type}' but must be non-nullable to be used for OneOf Input Object '{type2}'.",
    "Variable '${name}' of required type '{type}' was not provided.",
    "Variable '${name}' of non-null type '{type}' must not be null.",
    "Field '{name}' of required type '{type}' was not provided.",
    "Expected value of type '{type}', found null.",
    "Expected value of type '{named}', found {text}",
    "Expected type '{name}'.{text}",
    "Value '{text}' does not exist in '{name}' enum.{hint}",
    "Enum '{name}' cannot represent non-{text}.{hint}",
    "Exactly one key must be specified for OneOf type '{name}'.",
    "OneOf Input Object '{name}' must specify exactly one key.",
    "Field '{name}.{name2}' must be non-null.",
    "Field '{name}' must be non-null.",
    "Subscription '{name}' must {text}",
]

# Those where Magento has other words, with its sentence.
WORDED_OTHERWISE = {
    "Schema is not configured to execute {name} operation.": "Schema is not configured for {name}s.",
    "There can be only one variable named '${name}'.": 'There can be only one variable named "{name}".',
    "Field '{name}' must not have a selection since type '{type}' has no subfields.": (
        'Field "{name}" of type "{type}" must not have a sub selection.'
    ),
    "Field '{name}' of type '{type}' must have a selection of subfields. Did you mean '{name2} { ... }'?": (
        'Field "{name}" of type "{type}" must have a sub selection.'
    ),
    "Field '{name}' of type '{type}' must have at least one field selected.": (
        'Field "{name}" of type "{type}" must have a sub selection.'
    ),
    "Unknown argument '{name}' on field '{name2}.{name3}'.{hint}": (
        'Unknown argument "{name}" on field "{name3}" of type "{name2}".{hint}'
    ),
    "Field '{name}' argument '{name2}' of type '{type}' is required, but it was not provided.": (
        'Field "{name}" argument "{name2}" of type "{type}" is required but not provided.'
    ),
    "Directive '@{name}' argument '{name2}' of type '{type}' is required, but it was not provided.": (
        'Directive "@{name}" argument "{name2}" of type "{type}" is required but not provided.'
    ),
    "Directive '@{name}' may not be used on {place}.": 'Directive "{name}" may not be used on "{place}".',
    "The directive '@{name}' can only be used once at this location.": (
        'The directive "{name}" can only be used once at this location.'
    ),
    "Field '{name}.{name2}' of required type '{type}' was not provided.": (
        NOT_PROVIDED.replace("%1", "{name}.{name2}").replace("%2", "{type}")
    ),
    "Field '{text}' is not defined by type '{name}'.{hint}": 'Field "{text}" is not defined by type {name}.',
    "Expected non-nullable type '{type}' not to be None.": 'Expected non-nullable type "{type}" not to be null.',
    "Expected type '{name}' to be a mapping.": 'Expected type "{name}" to be an object.',
    "ID cannot represent value: {text}": "ID cannot represent a non-string and non-integer value: {text}",
    "Syntax Error: Expected {token}, found {token2}.": "Syntax Error: Expected {token}, found {token2}",
    "Syntax Error: Unexpected character: {character}.": (
        "Syntax Error: Cannot parse the unexpected character {character}."
    ),
    "Syntax Error: Invalid character: {character}.": ("Syntax Error: Cannot contain the invalid character {character}"),
    "Syntax Error: Unexpected {token}.": "Syntax Error: Unexpected {token}",
    "Syntax Error: Unexpected variable '${name}' in constant value.": "Syntax Error: Unexpected $",
    "Syntax Error: {token} is reserved and cannot be used for an enum value.": (
        "Syntax Error: {token} is reserved and cannot be used for an enum value."
    ),
    "Syntax Error: Invalid number, unexpected digit after 0: {character}.": (
        "Syntax Error: Invalid number, unexpected digit after 0: {character}"
    ),
    "Syntax Error: Invalid number, expected digit but got: {character}.": (
        "Syntax Error: Invalid number, expected digit but got: {character}"
    ),
    "Syntax Error: Invalid character within String: {character}.": (
        "Syntax Error: Invalid character within String: {character}"
    ),
    "Syntax Error: Invalid character escape sequence: '{text}'.": (
        "Syntax Error: Invalid character escape sequence: {text}"
    ),
    "Syntax Error: Invalid Unicode escape sequence: '{text}'.": (
        "Syntax Error: Invalid character escape sequence: {text}"
    ),
}


def magento_says(message: str) -> str:
    """A sentence of graphql-core's in Magento's words; any other as it is."""
    for pattern, sentence in SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            return _filled(sentence, found.groupdict())
    return message


def as_json(value: Any) -> str:
    """A value somebody sent, the way Magento shows it in a sentence."""
    if value == "" and isinstance(value, str):
        return "(empty string)"
    if isinstance(value, str):
        return f'"{value}"'
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")


def _requoted(text: str) -> str:
    return text.replace("'", '"')


def _reason(text: str) -> str:
    plain = re.sub(
        r"'(\w+(?:\.\.\.)?)' and '(\w+(?:\.\.\.)?)' are different fields", r"\1 and \2 are different fields", text
    )
    plain = re.sub(r"conflicting types '([\w\[\]!]+)' and '([\w\[\]!]+)'", r"conflicting types \1 and \2", plain)
    return _requoted(plain)


def _token(text: str) -> str:
    mark = re.fullmatch(r"'([^\w\s]+)'", text)
    return mark[1] if mark else re.sub(r"'(.*)'", r'"\1"', text, flags=re.DOTALL)


def _character(text: str) -> str:
    if text.startswith("U+"):
        code = int(text[2:], 16)
        return json.dumps(chr(code)) if code < 0x7F else f'"\\u{code:x}"'
    return text if text.startswith("<") else json.dumps(text[1:-1])


# The kinds of parts: what one looks like in graphql-core's sentence, and how Magento says it.
KINDS: dict[str, tuple[str, Callable[[str], str]]] = {
    "name": (r"\w+", str),
    "type": (r"[\w\[\]!]+", str),
    "named": (r"[\w\[\]!]+", lambda text: text.strip("[]!")),
    "text": (r".*?", str),
    "hint": (r"(?: Did you mean .+\?)?", _requoted),
    "place": (r"[\w ]+", lambda text: text.upper().replace(" ", "_")),
    "quoted": (r"'\w+'|schema", _requoted),
    "bare": (r"'\w+'(?:, '\w+')*", lambda text: text.replace("'", "")),
    "reason": (r".*?", _reason),
    "token": (r"'[^\w\s]+'|'\w+'|<?\w+>?(?: '.*')?", _token),
    "character": (r"'.'|U\+[0-9A-F]+|<EOF>", _character),
}
PART = re.compile(r"\{([a-z]+)(\d?)\}")


def _filled(sentence: str, parts: dict[str, str]) -> str:
    return PART.sub(lambda part: KINDS[part[1]][1](parts[part[1] + part[2]]), sentence)


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = PART.split(sentence)  # text, kind, number, text, kind, number, ..., text
    built = re.escape(pieces[0])
    for kind, number, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        built += f"(?P<{kind}{number}>{KINDS[kind][0]}){re.escape(text)}"
    return re.compile(built, re.DOTALL)


SENTENCES = [
    (_pattern(core), sentence)
    for core, sentence in ({core: _requoted(core) for core in QUOTED_OTHERWISE} | WORDED_OTHERWISE).items()
]
