"""Dates and times as Magento's files have them: whatever PHP's strtotime makes something of that people write."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
FORMS = [
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})",  # American
        r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})",  # the rest of the world
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]+)\.?,?[ -](?P<year>\d{4})",
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
]
TIME = re.compile(
    r"(?:[ t]|, ?| +at )\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
USUAL = re.compile(r"[1-9]\d{3}-\d\d-\d\d( ([01]\d|2[0-3]):\d\d:\d\d)?", re.ASCII)
"""How Magento writes a date, or a time; the forms above know these as well, but take longer over them."""
NO_ZONE = dt.timedelta()
SECONDS = re.compile(r"@(-?\d{1,11})", re.ASCII)
NEVER = re.compile(r"0000-00-00( 00:00:00)?", re.ASCII)  # how MySQL writes that there is none
EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
LAST_YEAR = 9998  # the last one may overflow in another zone
FIRST_YEAR = 1000  # earlier ones are slips, and are given back in another form than they came in


def read_time(text: str) -> dt.datetime | None:
    """The moment a text stands for, in UTC where it names no zone; None for an empty one. Raises ValueError."""
    read = _read(text)
    if read is None:
        return None
    moment, ahead = read
    if moment.year > LAST_YEAR:
        raise ValueError(text)
    return _sensible(moment - ahead)


def read_date(text: str) -> dt.date | None:
    """The day a text stands for, in whatever zone it names; None for an empty one. Raises ValueError."""
    read = _read(text)
    return _sensible(read[0]).date() if read else None


def _read(text: str) -> tuple[dt.datetime, dt.timedelta] | None:
    """A date and time as they stand there, and how far their zone is ahead of UTC."""
    if USUAL.fullmatch(text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC), NO_ZONE
    text = " ".join(text.split())
    if not text or NEVER.fullmatch(text):
        return None
    if seconds := SECONDS.fullmatch(text):
        return EPOCH + dt.timedelta(seconds=int(seconds[1])), dt.timedelta()
    for form in FORMS:
        found = form.match(text)
        if not found:
            continue
        rest = text[found.end() :]
        time = TIME.fullmatch(rest) if rest else None
        if not rest or time:
            of_day = time.groupdict() if time else {}
            return _moment(found.groupdict(), of_day), _ahead(of_day.get("zone") or "")
    raise ValueError(text)


def _moment(date: dict[str, str], time: dict[str, str | None]) -> dt.datetime:
    year, day = int(date["year"]), int(date["day"])
    if len(date["year"]) == 2:
        year += 2000 if year < 70 else 1900
    month = MONTHS.get(date["name"].lower(), 0) if "name" in date else int(date["month"])
    hour = int(time.get("hour") or 0)
    if half := time.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return dt.datetime(
        year, month, day, hour, int(time.get("minute") or 0), int(time.get("second") or 0), tzinfo=dt.UTC
    )


def _ahead(zone: str) -> dt.timedelta:
    if zone[:1] not in ("+", "-"):
        return dt.timedelta()
    ahead = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return ahead if zone[0] == "+" else -ahead


def _sensible(moment: dt.datetime) -> dt.datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(moment)
    return moment
