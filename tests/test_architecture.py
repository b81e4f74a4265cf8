"""The directions of imports, the order of the apps, and what the domain must not know."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent
SURFACES = {"rest_api", "graphql_api", "storefront"}
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.contrib.sessions")


def modules_of(package: str) -> Iterator[Path]:
    return (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("app", settings.COMMERCE_APPS)
def test_an_app_imports_only_apps_named_before_it(app: str) -> None:
    later = settings.COMMERCE_APPS[settings.COMMERCE_APPS.index(app) + 1 :]
    forbidden = {*later, *SURFACES, "commerce"}

    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules_of(app)
        for name in imports_of(path)
        if name.split(".")[0] in forbidden
    }

    assert found == set()


@pytest.mark.parametrize("app", ["kernel", *settings.COMMERCE_APPS])
def test_the_domain_knows_no_http(app: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules_of(app)
        # The admin is a surface, though Django wants it to live in the app: admin.py and the admin_*.py beside it.
        if path.stem.partition("_")[0] != "admin"
        for name in imports_of(path)
        if name.startswith(HTTP)
    }

    assert found == set()


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_surfaces_do_not_know_each_other(surface: str) -> None:
    others = SURFACES - {surface}

    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules_of(surface)
        for name in imports_of(path)
        if name.split(".")[0] in others
    }

    assert found == set()


def test_the_import_linter_knows_the_same_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")

    surfaces = "rest_api | graphql_api | storefront"
    assert list(reversed(layers)) == ["kernel", *settings.COMMERCE_APPS, surfaces, "commerce"]


def test_every_module_begins_with_a_sentence() -> None:
    packages = ["kernel", *settings.COMMERCE_APPS, *sorted(SURFACES), "commerce", "tests"]

    texts = {path: path.read_text(encoding="utf-8") for package in packages for path in modules_of(package)}
    silent = [str(path) for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))]

    assert silent == []
