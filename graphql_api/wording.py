"""What the GraphQL layer itself says, in Magento's words instead of graphql-core's."""

from __future__ import annotations

import re

NOT_DEFINED = 'Field "%1" is not defined by type %2.'
NOT_PROVIDED = "Field %1 of required type %2 was not provided"

# graphql-core's sentence, and Magento's with the same parts in it. The founding documents have both without quotes
# around the type, and the second one without a full stop.
SENTENCES = [
    (re.compile(r"Field '(\w+)' is not defined by type '(\w+)'\.(?: Did you mean .*\?)?\Z", re.DOTALL), NOT_DEFINED),
    (re.compile(r"Field '([\w.]+)' of required type '([^']+)' was not provided\.\Z"), NOT_PROVIDED),
]


def magento_says(message: str) -> str:
    """A sentence of graphql-core's in Magento's words; any other as it is."""
    for pattern, template in SENTENCES:
        found = pattern.search(message)
        if found:
            return message[: found.start()] + template.replace("%1", found[1]).replace("%2", found[2])
    return message
