"""A shop the storefronts call, and its merchant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients.shop import ORIGIN, Merchant, Shop
from tests.server import running_demo


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo, which a storefront of another origin may call."""
    yield from _opened(tmp_path_factory.mktemp("shop"), CORS_ORIGINS=ORIGIN)


@pytest.fixture(scope="session")
def older_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo, with the status of an earlier Magento for errors."""
    yield from _opened(tmp_path_factory.mktemp("older_shop"), GRAPHQL_ERROR_STATUS="always-200")


def _opened(folder: Path, **environment: str) -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        demo = running_demo(folder)
        server = demo.__enter__()
    try:
        yield Shop(server, folder / "server.log")
    finally:
        demo.__exit__(None, None, None)


@pytest.fixture
def merchant(shop: Shop) -> Iterator[Callable[[str, str], None]]:
    """Changes settings of the shop for one test: `merchant("customer/address/street_lines", "3")`."""
    somebody = Merchant(shop.base)
    yield somebody.sets
    somebody.restores()
    somebody.leaves()
