"""The page on popularity in a real browser: accessible at both widths and in both schemes, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_popularity import rate

__all__ = ["browser", "page", "pytestmark", "site"]  # pytest looks for them by name


@pytest.fixture(autouse=True)
def rated(folder: Path) -> None:
    """What `site` serves has works that ten people met."""
    rate(folder)


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in ("/popularity", "/popularity?measure=decay&lang=en"):
            opened.goto(site + path)
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_another_measure_by_keyboard(page: Any, site: str) -> None:
    page.goto(f"{site}/popularity?lang=fr")
    page.locator("select[name=measure]").select_option("bayesian-mean")
    page.get_by_role("button", name="Montrer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**measure=bayesian-mean**")
    assert page.get_by_role("heading", level=2).first.inner_text().endswith("Moyenne bayésienne des notes")
