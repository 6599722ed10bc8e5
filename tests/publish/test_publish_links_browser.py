"""The page on which links are decided, in a real browser: in the menu, accessible, and worked by keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from culturedata.linking import stored
from culturedata.store.library import Library
from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_links import asked

__all__ = ["asked", "browser", "page", "pytestmark", "site"]  # pytest looks for them by name
PATHS = ("/links", "/links?show=standing&lang=en", "/links?show=apart")


@pytest.fixture
def link(asked: Path) -> Iterator[str]:
    """The link that signs the owner in, while `culturedata serve` shows the library."""
    command = "from culturedata.cli.main import run; run()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", str(asked), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr
        yield next(line.split()[-1] for line in process.stderr if "sign in" in line)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def look(opened: Any, site: str) -> None:
    for path in PATHS:
        opened.goto(site + path)
        assert violations(opened) == []
        overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible(browser: Any, asked: Path, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        look(opened, site)
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_so_are_they_for_the_owner(browser: Any, link: str, scheme: str) -> None:
    """Who has buttons to press."""
    opened = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    opened.goto(link)
    look(opened, link.partition("/-/")[0])
    opened.close()


def test_a_visitor_finds_the_page_in_the_menu(page: Any, asked: Path, site: str) -> None:
    page.goto(site)
    page.get_by_role("contentinfo").get_by_role("link", name="Liens entre sources").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Liens entre sources"
    assert page.get_by_role("button", name="C’est le même").count() == 0


def test_the_owner_decides_by_keyboard(page: Any, asked: Path, link: str) -> None:
    page.goto(link)
    page.goto(f"{link.partition('/-/')[0]}/links")
    button = page.get_by_role("button", name="Ce sont deux : ")
    assert button.get_attribute("aria-label") == "Ce sont deux\u00a0: Heat (1995) et Fargo"
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Il n’y a rien ici.").wait_for()
    with Library.open(asked) as library:
        assert stored.questions(library.culture) == []
