"""Dates as people and shops write them."""

from __future__ import annotations

import datetime as dt

import pytest

from transfer import times

DAY = dt.datetime(1988, 12, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "1988-12-09",
        " 1988-12-9 ",
        "1988-12-09 00:00:00",
        "1988-12-09T00:00:00Z",
        "1988-12-09T02:00:00+02:00",
        "1988-12-08 19:00:00.123 -0500",
        "1988/12/09",
        "12/9/1988",
        "12/09/88",
        "12/09/1988 12:00 AM",
        "9-12-1988",
        "09.12.1988",
        "19881209",
        "9 December 1988",
        "9th dec 1988",
        "9-Dec-1988",
        "December 9, 1988",
        "Dec. 9th 1988, 0:00",
        "@597628800",
    ],
)
def test_a_time_is_read_in_whatever_form(text: str) -> None:
    assert times.read_time(text) == DAY


@pytest.mark.parametrize("text", ["", "  ", "0000-00-00", "0000-00-00 00:00:00"])
def test_no_time_is_none(text: str) -> None:
    assert times.read_time(text) is None
    assert times.read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "1988-13-09", "1988-02-30", "13/13/1988", "1988-12-09 25:00", "1988-12-09 13:00 pm", "0999-01-01",
        "9999-12-31T23:00:00-05:00", "1988-12-09 and more", "12/9", "1988", "9 Foo 1988", "@", "@99999999999999",
        "١٩٨٨-١٢-٠٩", "1988-12-09 00:00:00 CET",
    ],
)  # fmt: skip
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        times.read_time(text)


def test_a_day_is_the_one_that_is_written() -> None:
    assert times.read_date("1988-12-09T00:00:00+02:00") == dt.date(1988, 12, 9)
    assert times.read_time("12/09/1988 1:02:03 pm") == dt.datetime(1988, 12, 9, 13, 2, 3, tzinfo=dt.UTC)
