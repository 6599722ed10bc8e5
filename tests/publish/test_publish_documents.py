"""A work for machines: JSON-LD, Linked Art, a IIIF manifest; and the links that lead there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from culturedata.publish import server
from culturedata.store.library import Library

IMAGE = "https://a.example/4.jpg"


async def asked(folder: Path, path: str, **headers: str) -> Any:
    app = server.datasette(folder)
    await app.invoke_startup()
    return await app.client.get(path, headers=headers)


@pytest.fixture
def pictured(folder: Path) -> Path:
    with Library.open(folder, write=True) as library:
        library.culture.execute("UPDATE images SET url = ? WHERE work_id = 'a:4'", [IMAGE])
    return folder


@pytest.mark.parametrize(
    ("path", "type_", "kind"),
    [
        ("/work/a:4.jsonld", "application/ld+json", "VisualArtwork"),
        ("/work/b:1.jsonld", "application/ld+json", "MusicComposition"),
        ("/work/a:4.linked-art.json", "application/ld+json", "HumanMadeObject"),
        ("/work/a%3A4/manifest.json", "application/ld+json", "Manifest"),
    ],
)
async def test_a_document(pictured: Path, path: str, type_: str, kind: str) -> None:
    found = await asked(pictured, path)
    said = json.loads(found.text)
    assert (found.status_code, said.get("@type", said.get("type"))) == (200, kind)
    assert found.headers["content-type"].startswith(type_)
    assert found.headers["access-control-allow-origin"] == "*"
    assert said.get("@id", said.get("id")).startswith("http://localhost/work/")


async def test_the_manifest_shows_the_picture(pictured: Path) -> None:
    said = json.loads((await asked(pictured, "/work/a:4/manifest.json")).text)
    assert said["items"][0]["items"][0]["items"][0]["body"]["id"] == IMAGE
    again = json.loads((await asked(pictured, said["seeAlso"][0]["id"].removeprefix("http://localhost"))).text)
    assert again["image"]["contentUrl"] == IMAGE


@pytest.mark.parametrize(
    "path",
    ["/work/a:404.jsonld", "/work/a:1/manifest.json", "/work/a:404/manifest.json", "/work/b:1.linked-art.json"],
)
async def test_what_there_is_not(pictured: Path, path: str) -> None:
    assert (await asked(pictured, path)).status_code == 404


async def test_other_sites_may_not_read_what_must_not_be_given_on(pictured: Path) -> None:
    found = await asked(pictured, "/work/d:9.jsonld")
    assert found.status_code == 200
    assert "access-control-allow-origin" not in found.headers


async def test_under_a_path_of_its_own(pictured: Path) -> None:
    app = server.datasette(pictured)
    app._settings["base_url"] = "/culture/"
    await app.invoke_startup()
    said = json.loads((await app.client.get("/work/a:4.jsonld")).text)
    assert said["@id"] == "http://localhost/culture/work/a:4"


async def test_the_page_leads_there(pictured: Path) -> None:
    page = (await asked(pictured, "/work/a:4?lang=fr")).text
    for path in ("/work/a:4.jsonld", "/work/a:4.linked-art.json", "/work/a:4/manifest.json"):
        assert f'href="{path}"' in page
    assert "Manifeste IIIF" in page
    music = (await asked(pictured, "/work/b:1?lang=en")).text
    assert 'href="/work/b:1.jsonld"' in music
    assert "linked-art" not in music
    assert "manifest.json" not in music
