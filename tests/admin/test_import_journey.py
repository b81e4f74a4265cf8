"""Importing customers in a browser, at a running shop: with the processes that are really started for it."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.admin.test_journeys import sign_in
from tests.browser import window
from tests.server import PATIENCE, Server, running_demo

LIST = "/admin/transfer/customerimport/"
HEADER = "email,_website,firstname,lastname\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo whose customers nobody counts."""
    with running_demo(tmp_path_factory.mktemp("import")) as server:
        yield server


@pytest.fixture
def desk(browser: Browser, shop: Server) -> Iterator[Page]:
    """A merchant at the page of imports."""
    with window(browser, shop.base) as page:
        sign_in(page)
        page.get_by_role("navigation").get_by_role("link", name="Import customers").click()
        page.wait_for_url(f"**{LIST}")
        yield page


def written(folder: Path, name: str, rows: int) -> Path:
    path = folder / f"{name}.csv"
    lines = (f"{name}{number}@example.org,base,Ada,{'Novak' if number % 50 else ''}\n" for number in range(rows))
    path.write_text(HEADER + "".join(lines))
    return path


def upload(page: Page, path: Path) -> None:
    page.set_input_files("[name=file]", path)
    page.get_by_role("button", name="Upload and check").click()


def say_so(page: Page) -> None:
    """Import what has been looked at."""
    page.get_by_role("button", name=re.compile("^Import")).click(timeout=1000 * PATIENCE)


def ended(page: Page) -> None:
    expect(page.get_by_role("link", name="Import another file")).to_be_visible(timeout=1000 * PATIENCE)


def numbers(page: Page) -> dict[str, str]:
    told = page.locator(".desk-numbers li").all_inner_texts()
    return dict(tuple(each.split("\n", 1)) for each in told)


def processes_of_imports(shop: Server) -> list[int]:
    """The processes that read files of this shop: they have the environment of the server."""
    of_the_shop = f"PORT={shop.base.rpartition(':')[2]}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words, environment = ((place / name).read_bytes().split(b"\0") for name in ("cmdline", "environ"))
        except OSError:
            continue
        if b"run_import" in words and of_the_shop in environment:
            found.append(int(place.name))
    return found


def process_of_the_import(page: Page, shop: Server) -> int:
    """The one that imports, once it has begun and the one that looked at the file before it is gone."""
    expect(page.get_by_role("status")).to_have_text("Importing")
    page.wait_for_function(
        "parseInt(document.querySelector('.desk-numbers strong')?.innerText ?? 0) > 0", timeout=1000 * PATIENCE
    )
    end = time.monotonic() + PATIENCE
    while len(found := processes_of_imports(shop)) != 1 and time.monotonic() < end:
        time.sleep(0.05)
    (process,) = found
    return process


def axe(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def overflows(page: Page) -> int:
    page.set_viewport_size({"width": 375, "height": 700})
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size({"width": 1280, "height": 1000})
    return max(0, int(wider))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_is_uploaded_looked_at_imported_and_its_rejects_are_corrected(
    desk: Page, tmp_path: Path, scheme: Any
) -> None:
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert (axe(desk), overflows(desk)) == ([], 0)

    upload(desk, written(tmp_path, scheme, 120))
    expect(desk.get_by_text("Checked: nothing has been changed yet")).to_be_visible(timeout=1000 * PATIENCE)
    assert numbers(desk) == {"Rows": "120", "Customers to add": "117", "Rows rejected": "3"}
    assert (axe(desk), overflows(desk)) == ([], 0)

    say_so(desk)
    ended(desk)
    assert numbers(desk) == {"Rows": "120", "Customers created": "117", "Rows rejected": "3"}
    assert (axe(desk), overflows(desk)) == ([], 0)

    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download rejected rows").click()
    assert download.value.suggested_filename == f"rejected-{scheme}.csv"
    corrected = tmp_path / "corrected.csv"
    rejected = download.value.path().read_text()
    corrected.write_text(re.sub(r"(@example.org,base,Ada),,", r"\1,Novak,", rejected))
    desk.get_by_role("link", name="Import another file").click()
    upload(desk, corrected)
    say_so(desk)
    ended(desk)

    assert numbers(desk) == {"Rows": "3", "Customers created": "3", "Rows rejected": "0"}
    desk.goto("/admin/history/entry/")
    assert "admin admin" in desk.get_by_role("row").nth(1).inner_text()


def test_a_killed_process_is_noticed_and_its_import_goes_on(desk: Page, shop: Server, tmp_path: Path) -> None:
    upload(desk, written(tmp_path, "killed", 60_000))
    say_so(desk)
    process = process_of_the_import(desk, shop)
    assert (axe(desk), overflows(desk)) == ([], 0)

    os.kill(process, signal.SIGKILL)
    ended(desk)

    assert numbers(desk) == {"Rows": "60,000", "Customers created": "58,800", "Rows rejected": "1,200"}
    assert "It was interrupted, and went on after" in desk.locator("#content-main").inner_text()


def test_an_import_survives_a_reload_of_the_server_and_is_cancelled(desk: Page, shop: Server, tmp_path: Path) -> None:
    upload(desk, written(tmp_path, "cancelled", 120_000))
    say_so(desk)
    process = process_of_the_import(desk, shop)
    os.kill(shop.process.pid, signal.SIGHUP)
    time.sleep(3)
    assert processes_of_imports(shop) == [process]

    desk.get_by_role("button", name="Cancel").click()

    ended(desk)
    expect(desk.get_by_text("Cancelled: what had been imported stays")).to_be_visible()
    end = time.monotonic() + PATIENCE
    while processes_of_imports(shop) and time.monotonic() < end:
        time.sleep(0.1)
    assert processes_of_imports(shop) == []


def test_without_scripts_it_is_the_same(browser: Browser, shop: Server, tmp_path: Path) -> None:
    with window(browser, shop.base, java_script_enabled=False) as page:
        page.goto("/admin/")
        page.fill("[name=username]", "admin")
        page.fill("[name=password]", "admin123")
        page.get_by_role("button", name="Log in").click()
        page.goto(LIST)
        upload(page, written(tmp_path, "plain", 100))
        say_so(page)
        ended(page)

        assert numbers(page) == {"Rows": "100", "Customers created": "98", "Rows rejected": "2"}


def test_a_file_that_is_too_large_is_not_even_sent(desk: Page, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(HEADER)
    desk.evaluate("document.querySelector('form[data-most-bytes]').dataset.mostBytes = '10'")

    upload(desk, path)

    expect(desk.get_by_role("alert").filter(has_text="larger than")).to_be_visible()
    assert desk.url.endswith(LIST)
