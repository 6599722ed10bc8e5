"""A visit in a real browser: search, open a work, follow a similar one, switch language, by keyboard too."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CULTUREDATA_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here: install Debian's package «chromium» to run this test"
    ),
]


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    """`culturedata serve` as a process of its own, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from culturedata.cli.main import run; run()",
        "serve",
        str(folder),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose every console error and failed request fails the test.

    A request that the browser gives up because the visitor goes elsewhere has not failed.
    """
    faults: list[str] = []
    made = browser.new_page(locale="fr-FR", viewport={"width": 1280, "height": 900})
    made.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "requestfailed", lambda r: None if r.failure == "net::ERR_ABORTED" else faults.append(f"{r.url}: {r.failure}")
    )
    yield made
    assert faults == []


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


def test_a_visit(page: Any, site: str) -> None:
    page.goto(site)
    assert page.get_by_role("heading", level=1).inner_text() == "Tout est recommandation"
    page.get_by_role("searchbox").fill("nympheas")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Nymphéas").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Nymphéas"
    page.goto(f"{site}/work/a:2")
    page.get_by_role("link", name="Le Berceau").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Le Berceau"
    page.get_by_role("link", name="Read this page in English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="culturedata").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Everything is a recommendation"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in (
            "/",
            "/search?q=monet",
            "/search?agent=a:agent:Claude%20Monet&women=1",
            "/work/a:2",
            "/work/c:1",
            "/sources",
            "/user/1",
            "/work/none",
        ):
            page.goto(site + path)
            assert violations(page) == []
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        page.close()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_work_of_which_much_is_said(browser: Any, told: Path, site: str, lang: str) -> None:
    """What is folded opens by keyboard, without a script, in lines; the page stays accessible and no wider."""
    for width in (390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{site}/work/a:1?lang={lang}")
        assert page.locator("script:not([type='application/ld+json'])").count() == 0
        assert violations(page) == []
        last = page.get_by_text("Exhibition 59, A Museum, 1959")
        assert not last.is_visible()
        for summary in page.locator(".facts summary").all():
            summary.focus()
            page.keyboard.press("Enter")
        assert last.is_visible()
        assert page.get_by_text("Book 4").is_visible()
        assert "Exhibition 1, A Museum, 1901\nExhibition 2," in page.locator(".facts").inner_text()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.close()


def test_from_a_maker_to_their_works_and_on(page: Any, site: str) -> None:
    page.goto(f"{site}/work/a:2")
    page.locator(".by").get_by_role("link", name="Claude Monet").click()
    page.get_by_role("link", name="Chercher dans ces œuvres").click()
    assert page.get_by_role("status").inner_text().split("\n")[-1] == "2 œuvres trouvées"
    page.get_by_role("searchbox").fill("soleil")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=soleil**")
    assert "1 œuvre trouvée" in page.get_by_role("status").inner_text()
    page.get_by_role("searchbox").fill("")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=&**")
    page.get_by_role("link", name="Claude Monet : retirer ce filtre").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "agent" not in url)
    assert "12 œuvres trouvées" in page.get_by_role("status").inner_text()


def test_by_keyboard(page: Any, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("fargo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=fargo")
    assert "1 œuvre trouvée" in page.get_by_role("status").inner_text()
