"""What is written to the log: one line each, as JSON for machines or plain for people, without anybody's secrets.

Whoever writes a line says what happened and adds values with `extra`; who was asking, from where, and under which
request id is added here. What looks like a password, a token, a mail address or a row of the database is hidden whoever
wrote it: a log outlives what it tells about, and more people read it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import orjson
import structlog

from kernel import origin

HIDDEN = "[hidden]"
ACCESS = "duplex.access"  # says one line of each request
OF_REQUESTS = ("method", "path", "route", "status", "ms")

# Values that are never written, by what they are called.
SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)|secret|token(?!_(id|kind|type)\b)|authori[sz]ation|cookie|session(?!_(id_hash|count)\b)|csrf|"
    r"captcha|api_?key|^key$|credential|\bcode$",
    re.IGNORECASE,
)
# Values that are made here and say nothing of anybody.
HARMLESS_NAMES = {"timestamp", "level", "logger", "request_id", "report", "route", "method", "status", "ms", "network"}

SECRETS_IN_TEXT: list[tuple[re.Pattern[str], str]] = [
    # PostgreSQL tells the row that broke a rule.
    (re.compile(r"^(DETAIL|CONTEXT|QUERY|LINE \d+|Key): .*$", re.MULTILINE), rf"\1: {HIDDEN}"),
    (re.compile(r"(://[^/\s:@]*):[^@\s]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"\b(bearer|basic|digest)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\$(?:argon2\w*|2[aby]|pbkdf2[\w-]*)\$[^\s\"']+"), HIDDEN),
    (re.compile(r"([?&][\w.\[\]-]+=)[^&\s\"'#]+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"([\"']?\w*(?:password|passwd|secret|token|cookie|csrf|sessionid|api_?key)\w*[\"']?\s*[:=]\s*)"
            r"(?!\[hidden)(\"[^\"]*\"|'[^']*'|[^\s,;&})\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    # Tokens, keys of links, sessions and signatures: 32 or more letters and digits, both among them.
    (re.compile(r"(?<![\w.-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{32,}(?:\.[\w-]{8,})*"), HIDDEN),
    (re.compile(r"([A-Za-z0-9])[\w.!#$%&'*+/=?^`{|}~-]*@((?:[\w-]+\.)+[A-Za-z]{2,})"), r"\1***@\2"),
]

# Too short to be a token, and without any of the signs by which others are known.
PLAIN = re.compile(r"[\w/.{}-]{0,31}")

EventDict = MutableMapping[str, Any]


def without_secrets(text: str) -> str:
    """A text with whatever looks like a secret hidden."""
    if PLAIN.fullmatch(text):
        return text
    for pattern, replacement in SECRETS_IN_TEXT:
        text = pattern.sub(replacement, text)
    return text


def hide_secrets(_: Any, __: str, event: EventDict) -> EventDict:
    """Hide values by what they are called and by what they look like, however deep they are."""
    return {
        name: value if name in HARMLESS_NAMES or name.startswith("_") else _hidden(name, value)
        for name, value in event.items()
    }


@lru_cache(maxsize=1000)
def _is_secret(name: str) -> bool:
    return SECRET_NAMES.search(name) is not None


def _hidden(name: str, value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case _ if _is_secret(name):
            return HIDDEN
        case dict():
            return {str(key): _hidden(str(key), each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_hidden(name, each) for each in value]
        case _:
            return without_secrets(str(value))


def add_origin(_: Any, __: str, event: EventDict) -> EventDict:
    """Who was asking, as far as it is known, and the id of the request: the address only as its network."""
    at = origin.current()
    if at.request_id:
        event.setdefault("request_id", at.request_id)
    event.setdefault("actor", str(at.actor.kind))
    if at.actor.id is not None:
        event.setdefault("actor_id", at.actor.id)
    network = origin.network_of(at.address)
    if network:
        event.setdefault("network", network)
    return event


def as_json(_: Any, __: str, event: EventDict) -> str:
    """One line of JSON; whatever would break the line is escaped in it."""
    # Letters of other alphabets are escaped too: some of them end a line for some readers.
    return json.dumps(dict(event), default=str, ensure_ascii=True).replace("\x7f", "\\u007f")


def as_plain_line(_: Any, __: str, event: EventDict) -> str:
    """A line for people: when, how grave, who says it, what, and its values. A traceback follows on its own."""
    exception = event.pop("exception", None)
    first = [event.pop(name, "") for name in ("timestamp", "level", "logger", "event")]
    values = [f"{name}={value}" for name, value in event.items()]
    line = _on_one_line(" ".join(str(part) for part in [first[0], str(first[1]).upper(), *first[2:], *values]))
    return f"{line}\n{exception}" if exception else line


def _on_one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


class Lines(structlog.stdlib.ProcessorFormatter):
    """Most lines are those of requests; nothing in them may have to be hidden but what a path holds."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name != ACCESS or record.exc_info:
            return super().format(record)
        event = {"event": record.msg, "level": record.levelname.lower(), "logger": ACCESS}
        event |= {name: record.__dict__[name] for name in OF_REQUESTS}
        event["path"] = without_secrets(event["path"])
        event["timestamp"] = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat().replace("+00:00", "Z")
        line = orjson.dumps(add_origin(None, "", event)).decode()
        return line if line.isascii() and line.isprintable() else as_json(None, "", event)


STYLES = {"json": as_json, "plain": as_plain_line}


def formatter(style: str) -> logging.Formatter:
    """The formatter of every handler, for what is logged by Django and gunicorn too."""
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_origin,
    ]
    kind = Lines if style == "json" else structlog.stdlib.ProcessorFormatter
    return kind(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            hide_secrets,
            STYLES[style],
        ],
    )


def configuration(style: str, level: str) -> dict[str, Any]:
    """Everything goes to standard error, a line each; the platform takes it from there."""
    quiet = {"handlers": ["console"], "level": "ERROR", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "commerce.logs.formatter", "style": style}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["console"], "level": level, "propagate": False},
            "django.db.backends": quiet,  # Statements hold what people have written.
            "django.request": quiet,  # A refusal is no fault of the shop's; each request has its line anyway.
        },
    }
