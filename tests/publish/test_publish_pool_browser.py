"""The pool of rows in a real browser: accessible at both widths and in both schemes, found from the foot of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations
from tests.publish.test_publish_pool import kept

__all__ = ["browser", "kept", "page", "pytestmark", "site"]  # pytest looks for them by name


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_page_is_accessible(browser: Any, kept: Path, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in ("/rows?lang=fr", "/rows/1?lang=en", "/rows/2?lang=fr"):
            opened.goto(site + path)
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_found_in_the_foot_without_a_script_or_another_host(browser: Any, kept: Path, site: str) -> None:
    opened = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    opened.goto(site)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.get_by_role("link", name="D’où viennent les rangées").click()
    opened.get_by_role("img", name="Par sorte de rangée").wait_for(state="visible")
    opened.get_by_role("link", name="Téléphone").click()
    opened.get_by_text("→ 1 montrées, 3 œuvres").wait_for(state="visible")
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    opened.close()
