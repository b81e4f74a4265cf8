"""Reading dates as Magento's clients write them."""

from __future__ import annotations

import datetime as dt

from attributes.errors import InvalidDate

FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


def read_date(text: str) -> dt.date:
    """The date a text such as `1972-03-11` or `3/11/1972` (month first) stands for. Raises InvalidDate."""
    for form in FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise InvalidDate()
