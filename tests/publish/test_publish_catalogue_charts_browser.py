"""The catalogue's charts in a real browser: accessible at both widths and in both schemes, nothing from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.publish.test_publish_browser import browser, page, pytestmark, site, violations

__all__ = ["browser", "page", "pytestmark", "site"]  # pytest looks for them by name


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_page_is_accessible(browser: Any, site: str, scheme: str) -> None:
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in ("/catalogue-charts?lang=fr", "/catalogue-charts?lang=en"):
            opened.goto(site + path)
            assert violations(opened) == []
            overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{path} is wider than a screen of {width} pixels"
        opened.close()


def test_found_in_the_menu_without_a_script_or_another_host(browser: Any, site: str) -> None:
    opened = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    opened.goto(site)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.get_by_role("link", name="Le catalogue en chiffres").click()
    assert opened.get_by_role("heading", level=1).inner_text() == "Le catalogue en chiffres"
    assert opened.get_by_role("img", name="Par siècle : Musées").is_visible()
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    opened.close()
