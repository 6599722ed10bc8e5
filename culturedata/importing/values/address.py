"""Addresses that stand in data: what can't be taken apart is a path, as it is."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split(address: str) -> SplitResult:
    """The parts of an address; all of it is the path if it is none that can be taken apart («http://[x»)."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")
