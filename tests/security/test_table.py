"""The table of docs/security.md: every requirement once, every test it names there to be run."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`((?:[\w/]+/)?test_\w+\.py)`")
DOCUMENT = re.compile(r"`(docs/\w+\.md)`")
VERDICTS = ("Holds: ", "Partly: ", "Gap: ", "Not here: ", "Deployment: ")


def numbered(*groups: str) -> set[str]:
    """`6.2 1-8` stands for 6.2.1 to 6.2.8."""
    found = set()
    for group in groups:
        section, numbers = group.split()
        for each in numbers.split(","):
            first, _, last = each.partition("-")
            found |= {f"{section}.{number}" for number in range(int(first), int(last or first) + 1)}
    return found


LEVEL_1 = numbered(
    *("1.2 1-5", "1.3 1-2", "1.5 1", "2.1 1", "2.2 1-2", "2.3 1", "3.2 1-2", "3.3 1", "3.4 1-2", "3.5 1-3"),
    *("4.1 1", "4.4 1", "5.2 1-2", "5.3 1-2", "6.1 1", "6.2 1-8", "6.3 1-2", "6.4 1-2", "7.2 1-4", "7.4 1-2"),
    *("8.1 1", "8.2 1-2", "8.3 1", "9.1 1-3", "9.2 1", "10.4 1-5", "11.3 1-2", "11.4 1", "12.1 1", "12.2 1-2"),
    *("13.4 1", "14.2 1", "14.3 1", "15.1 1", "15.2 1", "15.3 1"),
)
LEVEL_2 = numbered(
    *("2.1 2-3", "2.2 3", "2.3 2-4", "2.4 1", "4.1 2-3", "4.2 1", "4.3 1-2", "4.4 2-4", "6.1 2-3", "6.2 9-12"),
    *("6.3 3-4", "6.4 3-4", "6.5 1-5", "6.6 1-3", "6.8 1-4", "7.1 1-3", "7.3 1-2", "7.4 3-5", "7.5 1-2", "7.6 1-2"),
    *("8.1 2", "8.2 3", "8.4 1", "9.2 2-4", "14.1 1-2", "14.2 2-4", "14.3 2-3"),
    *("16.1 1", "16.2 1-5", "16.3 1-4", "16.4 1-3", "16.5 1-3"),
)


@cache
def names_in(path: str) -> set[str]:
    """The tests of a file, as pytest finds them."""
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize(("heading", "numbers", "count"), [("Level 1", LEVEL_1, 70), ("Level 2", LEVEL_2, 78)])
def test_every_requirement_of_the_level_stands_once(heading: str, numbers: set[str], count: int) -> None:
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]

    assert len(numbers) == count
    assert Counter(number for number, _, _ in ROW.findall(part)) == Counter(numbers)


@pytest.mark.parametrize(("number", "here"), [(number, here) for number, _, here in ROW.findall(TEXT)])
def test_every_verdict_is_one_and_is_proved(number: str, here: str) -> None:
    assert here.startswith(VERDICTS)
    if here.startswith(("Holds: ", "Partly: ")):
        assert TEST.search(here) or DOCUMENT.search(here)


@pytest.mark.parametrize(("path", "name"), sorted(set(TEST.findall(TEXT))))
def test_every_test_that_is_named_is_there(path: str, name: str) -> None:
    assert name in names_in(path)


def test_every_file_that_is_named_is_there() -> None:
    for path in FILE.findall(TEXT):
        assert names_in(path), path
    for path in DOCUMENT.findall(TEXT):
        assert (ROOT / path).is_file(), path
