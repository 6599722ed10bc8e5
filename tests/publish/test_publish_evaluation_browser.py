"""The pages on how good recommenders are in a real browser: accessible at both widths and in both schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_evaluation import enter, judge

__all__ = ["browser", "page", "pytestmark", "site"]  # pytest looks for them by name
PATHS = ("/evaluation", "/evaluation?metric=rmse&lang=en", "/prize", "/prize?lang=en")


@pytest.fixture(autouse=True)
def judged(folder: Path) -> None:
    """What `site` serves was judged, and has a prize."""
    judge(folder)
    enter(folder, hidden=False)


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in PATHS:
            opened.goto(site + path)
            for summary in opened.locator("main details summary").all():
                summary.click()
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_another_metric_by_keyboard(page: Any, site: str) -> None:
    page.goto(f"{site}/evaluation?lang=fr")
    page.get_by_label("Mesure").select_option("diversity@10")
    page.get_by_role("button", name="Montrer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**metric=diversity**")
    assert page.get_by_role("heading", level=2).first.inner_text().startswith("Diversité d’une sélection")
    page.get_by_text("La même image en tableau").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("row", name="popular 0,6000").first.is_visible()
