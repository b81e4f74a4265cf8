"""The calls of the README answer what it says, so that it cannot rot."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server, running_demo

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
CALL = re.compile(r"```sh\n(.+?)\n```\n```json\n(.+?)\n```", re.DOTALL)
VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r'"[a-z0-9]{32}"'), '"<token>"'),
]


@pytest.fixture
def new_demo(tmp_path: Path) -> Iterator[Server]:
    """A demo at its first start: the README's ids are those of its first calls."""
    with running_demo(tmp_path) as server:
        yield server


def comparable(text: str) -> Any:
    for pattern, stands_for in VARYING:
        text = pattern.sub(stands_for, text)
    return json.loads(text)


def test_the_first_five_calls_are_answered_as_printed(new_demo: Server) -> None:
    calls = CALL.findall(README)
    script = "\n".join(f"{command}\necho" for command, _ in calls).replace("http://127.0.0.1:8000", new_demo.base)

    output = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, timeout=60, check=True).stdout

    answers = [line for line in output.splitlines() if line]
    assert len(calls) == 5
    assert [comparable(answer) for answer in answers] == [comparable(printed) for _, printed in calls]
