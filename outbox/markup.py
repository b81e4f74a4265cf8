"""The tags and filters the texts of mails may use: none reaches a file, the database or the code."""

from collections.abc import Callable
from typing import Any

from django.template import Library, defaultfilters, defaulttags

register = Library()
register.tag("if", defaulttags.do_if)
register.tag("comment", defaulttags.comment)

FILTERS: dict[str, Callable[..., Any]] = {
    "capfirst": defaultfilters.capfirst,
    "default": defaultfilters.default,
    "linebreaksbr": defaultfilters.linebreaksbr,
    "lower": defaultfilters.lower,
    "title": defaultfilters.title,
    "truncatechars": defaultfilters.truncatechars,
    "truncatewords": defaultfilters.truncatewords,
    "upper": defaultfilters.upper,
    "urlencode": defaultfilters.urlencode,
}
for name, function in FILTERS.items():
    register.filter(name, function)
