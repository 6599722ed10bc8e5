"""The page about a person in a real browser: accessible at both widths and in both schemes, by keyboard, no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_maker import PATH, known

__all__ = ["browser", "known", "page", "pytestmark", "site"]  # pytest looks for them by name


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_page_is_accessible(browser: Any, known: Path, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for lang in ("fr", "en"):
            opened.goto(f"{site}{PATH}?lang={lang}")
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"wider than a screen of {width} pixels"
        opened.close()


def test_from_a_work_to_its_maker_and_on(page: Any, known: Path, site: str) -> None:
    page.goto(f"{site}/work/a:2")
    page.locator(".by").get_by_role("link", name="Claude Monet").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Claude Monet"
    assert page.get_by_role("img", name="Œuvres par siècle").is_visible()
    page.get_by_role("link", name="Films (1)", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**domain=film#works")
    assert page.get_by_text("1 œuvre trouvée").is_visible()
    page.get_by_role("link", name="Films : retirer ce filtre").click()
    page.get_by_role("link", name="Chercher dans ces œuvres").click()
    assert "4 œuvres trouvées" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="À propos de Claude Monet").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Claude Monet"
