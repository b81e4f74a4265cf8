"""The countries and regions a shop begins with, from `data/directory.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def catalog() -> dict[str, list[dict[str, Any]]]:
    """`countries` with id, iso2, iso3, and `regions` with region_id, country_id, code, name."""
    data: dict[str, list[dict[str, Any]]] = json.loads(
        (Path(__file__).parent / "data" / "directory.json").read_text(encoding="utf-8")
    )
    return data


def country_ids() -> list[str]:
    """The two-letter id of every country in the catalog."""
    return [country["id"] for country in catalog()["countries"]]
