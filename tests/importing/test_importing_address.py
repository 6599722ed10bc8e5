"""Addresses in data are taken apart as far as they are any."""

from __future__ import annotations

import pytest

from culturedata.importing.values.address import split


@pytest.mark.parametrize(
    ("address", "host", "path", "query"),
    [
        ("https://example.org/a/7?page=2", "example.org", "/a/7", "page=2"),
        ("a/7", "", "a/7", ""),
        ("", "", "", ""),
        ("http://[x", "", "http://[x", ""),
    ],
)
def test_parts(address: str, host: str, path: str, query: str) -> None:
    parts = split(address)
    assert (parts.netloc, parts.path, parts.query) == (host, path, query)
