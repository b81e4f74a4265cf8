"""Hostile documents: how long each takes here, and how long graphql-core alone takes to parse and validate it.

    DUPLEX_MODE=test python -m benchmarks.hostile

Each figure is the median of several texts that differ in a comment, so that nothing is remembered; `again` is the same
text once more. The times are the processor's, of whole requests, on a database of its own in memory; the last column
says what was answered.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from statistics import median

os.environ.setdefault("DUPLEX_MODE", "test")
os.environ["DATABASE_URL"] = "sqlite:///:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commerce.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")

TIMES = 7

ALIASES = "{ " + " ".join(f"a{n}: __typename" for n in range(1000)) + " }"
DOCUMENTS: dict[str, str] = {
    "1,000 aliases of one field": ALIASES,
    "1,000 repeated fields": "{ customer { " + "firstname " * 1000 + "} }",
    "300 repeated nested objects": "{ " + "customer { firstname } " * 300 + "}",
    "1,000 repeated nested objects": "{ " + "customer { firstname lastname } " * 1000 + "}",
    "150 repeated nested objects": "{ " + "customer { firstname } " * 150 + "}",
    "10,000 directives": "{ __typename " + "@include(if: true) " * 3000 + "@a " * 7000 + "}",
    "900 directives": "{ __typename " + "@a " * 900 + "}",
    "depth 300": "{ customer " * 300 + "{ id }" + " }" * 300,
    "depth 150": "{ customer " * 150 + "{ id }" + " }" * 150,
    "depth 21": "{ customer { addresses " + "{ region " * 20 + "{ region }" + " }" * 20 + " } }",
    "2,000 nested lists": "{ customer(a: " + "[" * 2000 + "]" * 2000 + ") { id } }",
    "a cycle of fragments": "{ customer { ...a0 } } "
    + " ".join(f"fragment a{n} on Customer {{ firstname ...a{(n + 1) % 100} }}" for n in range(100)),
    "fragments that double 60 times": "{ customer { ...a0 } } "
    + " ".join(f"fragment a{n} on Customer {{ ...a{n + 1} ...a{n + 1} }}" for n in range(60))
    + " fragment a60 on Customer { firstname }",
    "40 fragments spreading all others": "{ customer { ...a0 } } "
    + " ".join(
        f"fragment a{n} on Customer {{ x{n}: firstname " + " ".join(f"...a{m}" for m in range(n + 1, 40)) + " }"
        for n in range(40)
    ),
    "700 variables": "query (" + " ".join(f"$v{n}: Int" for n in range(700)) + ") { __typename }",
    "580 operations": " ".join(f"query q{n} {{ a }}" for n in range(580)),
    "100 sign-ins by alias": "mutation { "
    + " ".join(f'a{n}: generateCustomerToken(email: "a@example.com", password: "{n}") {{ token }}' for n in range(100))
    + " }",
    "30,000 comments": "#\n" * 30_000 + "{ __typename }",
    "a batch of 100": "[]",
    "60 KiB of one word": "{ " + "a" * 60_000 + " }",
    "60 KiB of suggestions": "{ " + " ".join(f"custome{n}" for n in range(290)) + " }",
}


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)

    from django.test import Client
    from graphql import GraphQLError, parse, validate

    from graphql_api.schema import schema

    client = Client(raise_request_exception=False)

    def here(text: str) -> str:
        sent = json.dumps([{"query": "{ __typename }"}] * 100 if text.startswith("[]") else {"query": text})
        answer = client.post("/graphql", sent, content_type="application/json")
        told = answer.json()
        return f"{answer.status_code} {told['errors'][0]['message'] if 'errors' in told else 'answered'}"

    def alone(text: str) -> None:
        with suppress(GraphQLError):
            validate(schema.graphql_schema, parse(text))

    here("{ __typename }")
    print(f"{'document':36}{'size':>8}{'here':>10}{'again':>10}{'graphql-core':>14}  answer")
    for name, text in DOCUMENTS.items():
        mine, told = _timed(here, text)
        again, _ = _timed(here, text, differing=False)
        stock, _ = _timed(alone, text)
        print(f"{name:36}{len(text):8}{mine:8.1f}ms{again:8.1f}ms{stock:12.1f}ms  {told[:90]}")


def _timed(deed: Callable[[str], str | None], text: str, differing: bool = True) -> tuple[float, str]:
    taken, told = [], ""
    for time_ in range(TIMES if differing else TIMES + 2):
        begun = time.process_time()
        told = deed(f"{text}#{time_}" if differing else text) or ""
        taken.append(1000 * (time.process_time() - begun))
    return median(taken), told


if __name__ == "__main__":
    main()
