"""Sign-ins and revocations at the same time, a few hundred; `tests.auth_tokens.races` does as many as one likes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.server import ROOT, fresh_database


def test_no_token_outlives_what_ends_it(tmp_path: Path) -> None:
    with fresh_database(tmp_path) as url:
        environment = {**os.environ, "DUPLEX_MODE": "test", "DATABASE_URL": url}
        command = [sys.executable, "-m", "tests.auth_tokens.races", "240"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["interleavings"] == 240
    assert set(told["survivors"].values()) == {0}, told
