"""Exhibitions, and a work that leads to others, in a real browser: accessible, no wider than the screen, printable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from culturedata.data.exhibitions import Asked
from culturedata.store.library import Library
from culturedata.workflow.exhibition import make
from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_crossings import joined
from tests.studio import made

__all__ = ["browser", "joined", "page", "pytestmark", "site"]  # pytest looks for them by name
PATHS = ("/exhibitions", "/exhibition/all", "/exhibition/plan?lang=en", "/work/a:w1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The library that `site` serves: pictures, an exhibition of all of them, and a plan."""
    folder = tmp_path / "pictures"
    made.make(folder)
    with Library.open(folder) as library:
        make(library, Asked(venues=4, works_per_venue=3), "all")
        make(library, Asked(venues=2, works_per_venue=5, pictures=False), "plan")
    return folder


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in PATHS:
            opened.goto(site + path)
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_the_sheet_is_accessible_and_each_venue_is_a_new_page(browser: Any, folder: Path) -> None:
    opened = browser.new_page()
    opened.goto((folder / "exhibitions" / "all" / "fr.html").as_uri())
    assert violations(opened) == []
    opened.emulate_media(media="print")
    breaks = opened.eval_on_selector_all(".venue", "all => all.map(one => getComputedStyle(one).breakBefore)")
    assert breaks == ["page"] * 4
    opened.close()


def test_a_work_that_leads_to_others_is_accessible(browser: Any, joined: Path, site: str) -> None:
    """`joined` adds its links to the library that `site` serves."""
    opened = browser.new_page(viewport={"width": 390, "height": 900})
    opened.goto(f"{site}/work/a:2?lang=fr")
    assert opened.get_by_role("heading", name="D’un art à l’autre").count() == 1
    assert violations(opened) == []
    opened.close()
