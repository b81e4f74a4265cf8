"""What devices are called, so that their owners recognize them in a list: "Chrome on Windows", "Android app"."""

from __future__ import annotations

from contextlib import suppress

from auth_tokens.models import DEVICE_LENGTH
from kernel import origin

UNKNOWN = "Unknown device"

# Looked for in this order, because most browsers say that they are others as well.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]
# The libraries apps call through when they do not say more of themselves.
APPS = [("Dalvik/", "Android app"), ("okhttp/", "Android app"), ("CFNetwork/", "iPhone or Mac app")]


def of_caller() -> str:
    """What the device that is calling says it is called, or what its client gives away."""
    caller = origin.current()
    return tidy(caller.device) or of_agent(caller.agent)


def of_agent(agent: str) -> str:
    """A User-Agent in words: browser and system, else an app, else the text itself."""
    text = tidy(agent)
    browser = next((name for mark, name in BROWSERS if mark in agent), None)
    system = next((name for mark, name in SYSTEMS if mark in agent), None)
    if browser and agent.startswith("Mozilla/"):
        return f"{browser} on {system}" if system else browser
    # An app that names itself before its library, such as "Shop/2.1 okhttp/4.12", is told by its own name.
    app = next((name for mark, name in APPS if agent.startswith(mark)), None)
    return app or text or UNKNOWN


def tidy(text: str) -> str:
    """A name on one line and of a length a list has room for."""
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")  # Servers read headers as Latin-1, clients write UTF-8.
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:DEVICE_LENGTH].strip()
