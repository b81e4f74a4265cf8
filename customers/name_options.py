"""Prefixes and suffixes of names a merchant offers for choosing."""

from __future__ import annotations

from customers import config as settings
from stores import config
from stores.models import Store

PATHS = {"prefix": settings.PREFIX_OPTIONS, "suffix": settings.SUFFIX_OPTIONS}


def offered(store: Store) -> dict[str, list[str]]:
    """What can be chosen as the prefix and the suffix of a name, by attribute code; nothing where any text may stand.

    Forms offer these only, while the APIs take any text, as Magento's do.
    """
    texts = config.read_all(PATHS.values(), store)
    return {code: [each.strip() for each in texts[path].split(";") if each.strip()] for code, path in PATHS.items()}
