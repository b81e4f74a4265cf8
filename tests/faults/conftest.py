"""What the tests of faults have in common: how often, and which of them run when.

Most of them kill processes and want the machine for themselves, so `make faults` runs them and `make test` does not;
`FULL=1 make faults` with as many faults as the shop claims to survive.
"""

from __future__ import annotations

import os

FULL = os.environ.get("FULL") == "1"
collect_ignore = (
    [] if os.environ.get("FAULTS") == "1" else ["test_connections.py", "test_many_at_once.py", "test_workers.py"]
)
