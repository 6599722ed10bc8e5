"""parismusees: the GraphQL API played by a server on this machine, around synthetic works in the documented shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from unicodedata import normalize

import pytest

from culturedata.data.licences import CC0, IN_COPYRIGHT
from culturedata.data.records import (
    Agent,
    Credit,
    Date,
    Dimension,
    Holding,
    Identifier,
    Relation,
    Term,
    Text,
    Title,
    Work,
)
from culturedata.errors import GaveUp, InputEmpty, InputFormat, InputPointer, InputTruncated, UsageError, WrongContent
from culturedata.importing.descriptor import descriptor
from culturedata.importing.drafts.fields import fields
from culturedata.importing.protocols.since import Since
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.sources.parismusees import museums
from culturedata.sources.parismusees import query as queries
from culturedata.sources.parismusees.source import ParisMusees
from culturedata.store.library import Library
from tests.contract_http import JSON, POINTER, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Reply, cut_gzip

Row = dict[str, Any]


def thing(id_: int, name: str, **more: Any) -> Row:
    return {"entity": {"entityId": str(id_), "name": name, **more}}


def date(first: int | None, last: int | None = None, **more: Any) -> Row:
    return {
        "startPrecision": None, "startYear": first, "startMonth": None, "startDay": None, "endPrecision": None,
        "endYear": last, "endMonth": None, "endDay": None, "century": None, "processed": None, **more,
    }  # fmt: skip


def made(number: int, **changes: Any) -> Row:
    """A synthetic work with all its parts."""
    person = {
        "entityId": "51", "name": "Inventée, Ada", "fieldPipNomEquivalent": "Ada I.", "fieldLieuDeces": "Senlis",
        "fieldPipDateNaissance": {"startYear": 1801}, "fieldPipDateDeces": {"startYear": 1870},
        "fieldPipLieuNaissance": "Soissons",
    }  # fmt: skip
    own: Row = {
        "entityId": str(number), "entityUuid": f"uuid-{number}", "entityChanged": f"2024-01-{number:02}T00:00:00+0100",
        "title": f"Vue inventée {number}", "absolutePath": f"http://collections.example/node/{number}",
        "fieldUrlAlias": "musee/oeuvres/vue", "fieldLrefAdlib": f"A{number}", "fieldTitreDeMediation": "La vue",
        "fieldSousTitreDeMediation": None, "fieldOeuvreNumInventaire": f"INV.{number}",
        "fieldNumeroObjet": f"INV.{number}",
        "fieldOeuvreAuteurs": [
            {"entity": {"fieldAuteurAuteur": {"entity": person}, "fieldAuteurFonction": thing(7, "Graveur")}},
            {"entity": {"fieldAuteurAuteur": {"entity": None}, "fieldAuteurFonction": None}},
        ],
        "fieldVisuels": [
            {"entity": {"entityId": "9", "name": "vue.jpg", "vignette": "http://i.example/s.jpg",
                        "publicUrl": "http://i.example/l.jpg", "fieldCopyright": "© Musée", "fieldImageDroits": "CC0",
                        "fieldImageLibre": True, "fieldLegende": "<p>La vue</p>",
                        "fieldImageLegendeCplementaire": None}},
            {"entity": {"entityId": "10", "name": "dos.jpg", "vignette": "http://i.example/t.jpg", "publicUrl": None,
                        "fieldCopyright": None, "fieldImageDroits": None, "fieldImageLibre": False,
                        "fieldLegende": None, "fieldImageLegendeCplementaire": None}},
        ],
        "fieldDateProduction": date(1870, 1880, startPrecision="Entre", endPrecision="et"),
        "fieldDateAcquisition": date(1905), "fieldOeuvreDateDecouverte": date(None, century="19e siècle"),
        "fieldOeuvreTypesObjet": [thing(1, "Estampe")], "fieldDenominations": [thing(2, "Gravure")],
        "fieldMateriauxTechnique": [thing(3, "Eau-forte"), {"entity": None}],
        "fieldOeuvreThemeRepresente": [thing(4, "Paysage")],
        "fieldLieuxConcernes": [thing(5, "Rivière inventée")], "fieldOeuvreStyleMouvement": [],
        "fieldOeuvreSiecle": thing(6, "19e siècle"), "fieldOeuvreEpoquePeriode": None,
        "fieldOeuvreLieuxProductions": [thing(5, "Rivière inventée")],
        "fieldOeuvreLieuxDecouvertes": [thing(8, "Cave")],
        "fieldOeuvreFonction": [thing(11, "Ornement")], "fieldModaliteAcquisition": thing(12, "Don"),
        "fieldDonateurs": [thing(52, "Donatrice, Une")], "fieldPersonnesConcernees": [thing(53, "Modèle, Un")],
        "fieldOeuvreDimensions": [
            {"entity": {"fieldDimensionPartie": thing(13, "Feuille"), "fieldDimensionType": thing(14, "Hauteur"),
                        "fieldDimensionValeur": "28,5", "fieldDimensionUnite": thing(15, "cm")}},
        ],
        "fieldOeuvreInscriptions": [
            {"entity": {"fieldInscriptionType": thing(16, "Signature"), "fieldInscriptionMarque": {"value": "A. I."},
                        "fieldInscriptionEcriture": None}},
        ],
        "fieldOeuvreDescriptionIcono": {"value": "<p>Un pont &amp; une rivière</p>"}, "fieldDescription": None,
        "fieldCommentaireHistorique": {"value": "Vendue."}, "fieldReferenceExport": {"value": "R1"},
        "fieldMusee": {"entity": {"entityId": "20", "name": "Musée", "fieldMuseeTitreCourt": "Musée inventé",
                                  "fieldAdresse": {"countryCode": "FR", "locality": "Paris"}}},
        "fieldOeuvreFaitPartieDe": [{"targetId": 99}], "fieldOeuvresEnRapport": [{"targetId": 98}],
    }  # fmt: skip
    return own | changes


def fuller(number: int) -> Row:
    """A synthetic work with what the others leave empty."""
    written = {"fieldInscriptionType": thing(16, "Signature"), "fieldInscriptionMarque": {"value": "A. I."},
               "fieldInscriptionEcriture": thing(17, "Cursive")}  # fmt: skip
    days = date(1870, 1880, startPrecision="Entre", endPrecision="et", startMonth=3, startDay=5, endMonth=4, endDay=6)
    return made(
        number, fieldDescription={"value": "<p>Longue</p>"}, fieldOeuvreStyleMouvement=[thing(18, "Mouvement inventé")],
        fieldOeuvreEpoquePeriode=thing(19, "Époque inventée"), fieldOeuvreInscriptions=[{"entity": written}],
        fieldDateProduction=days | {"century": "19e siècle"}, fieldDateAcquisition=days,
        fieldOeuvreDateDecouverte=days, fieldOeuvreExpose="Salle 2",
    )  # fmt: skip


def short(number: int) -> Row:
    return {"entityId": str(number), "title": f"Vue inventée {number}",
            "entityChanged": f"2024-01-{number:02}T00:00:00Z",
            "fieldOeuvreThemeRepresente": [thing(4, "Paysage")], "fieldMusee": thing(20, "Musée inventé")}  # fmt: skip


def reader(given: str | None, report: Callable[[Issue], None] = lambda _: None, **more: Any) -> ParisMusees:
    return ParisMusees(Context(descriptor("parismusees"), given, report=report, **more))


def read(tmp_path: Path, *rows: Row) -> tuple[dict[str, Work], dict[str, Any], dict[str, Term]]:
    """What the works say, from a file; nothing in them is unknown."""
    path = tmp_path / "works.json"
    path.write_text(json.dumps({"data": {"nodeQuery": {"count": len(rows), "entities": rows}}}))
    issues: list[Issue] = []
    found = entities(reader(str(path), issues.append))
    assert not issues
    return found


UNDERSTOOD = frozenset({
    # It names the museum where `fieldMusee` says nothing; here that does.
    "fieldUrlAlias",
    # The portal's numbers of words that are kept as texts, and of a picture, which is known by its address.
    "fieldModaliteAcquisition.entity.entityId", "fieldVisuels[].entity.entityId",
    "fieldOeuvreAuteurs[].entity.fieldAuteurFonction.entity.entityId", "fieldOeuvreFonction[].entity.entityId",
    "fieldOeuvreDimensions[].entity.fieldDimensionPartie.entity.entityId",
    "fieldOeuvreDimensions[].entity.fieldDimensionType.entity.entityId",
    "fieldOeuvreDimensions[].entity.fieldDimensionUnite.entity.entityId",
    "fieldOeuvreInscriptions[].entity.fieldInscriptionEcriture.entity.entityId",
    "fieldOeuvreInscriptions[].entity.fieldInscriptionType.entity.entityId",
    "fieldOeuvreLieuxDecouvertes[].entity.entityId",
})  # fmt: skip


class TestFile(SourceContract):
    source = "parismusees"
    understood = UNDERSTOOD
    choices = ("fieldVisuels[].entity.name",)  # it stands in for a legend, where there is none

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "works.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in (made(1), fuller(2), short(3))))
        return str(path)


class TestServer(HttpSourceContract):
    source = "parismusees"
    understood = UNDERSTOOD
    choices = ("fieldVisuels[].entity.name",)  # it stands in for a legend, where there is none
    ordered = True  # the query asks for the order of numbers

    refuses: ClassVar[tuple[str, ...]] = ()

    def rows(self) -> list[Any]:
        return [made(1), fuller(2), *(short(number) for number in range(3, 9))]

    def answer(self, asked: Asked) -> Reply:
        assert (asked.method, asked.address, asked.headers["content-type"]) == ("POST", "/graphql", "application/json")
        query = json.loads(asked.body)["query"]
        for name in self.refuses:
            if re.search(rf"\b{name}\b", query):
                message = f'Cannot query field "{name}" on type "NodeOeuvre".'
                return Reply(200, json.dumps({"errors": [{"message": message}]}).encode(), JSON)
        found = re.search(r"offset: (\d+), limit: (\d+)", query)
        assert found
        offset, limit = int(found[1]), int(found[2])
        rows = self.museum.rows
        shown, count = rows[offset : offset + limit], len(rows) + self.museum.empty_last * limit
        if self.museum.loops:
            shown, count = rows[:limit], 10**6
        said = {"data": {"nodeQuery": {"count": count, "entities": shown}}}
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_the_token_is_a_bearer_s(self, tmp_path: Path) -> None:
        self.goes(tmp_path / "library")
        assert {asked.headers["authorization"] for asked in self.server.asked} == {"Bearer a-Secret/Key+1"}

    def test_a_field_that_the_api_does_not_know_is_left_out(self, tmp_path: Path) -> None:
        type(self).refuses = ("fieldNumeroObjet", "fieldPipNomEquivalent")
        try:
            self.goes(tmp_path / "library")
        finally:
            type(self).refuses = ()
        with Library.open(tmp_path / "library") as library:
            told = library.culture.execute("SELECT field FROM issues WHERE code = 'refused-field'").fetchall()
            [(works,)] = library.culture.execute("SELECT count(*) FROM works")
        assert (sorted(told), works) == ([("fieldNumeroObjet",), ("fieldPipNomEquivalent",)], 8)

    def test_other_errors_are_told_and_not_kept(self, tmp_path: Path) -> None:
        whole = self.goes(tmp_path / "whole")
        broken = Reply(200, b'{"data": null, "errors": [{"message": "Internal server error"}]}', JSON)
        self.spoil = lambda number, right: broken if number == 1 else right
        assert self.goes(tmp_path / "once") == whole
        self.spoil = lambda number, right: broken if number >= 1 else right
        with pytest.raises(WrongContent, match="Internal server error"):
            self.goes(tmp_path / "always")

    def test_it_stops_at_the_requests_of_a_day(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = self.goes(tmp_path / "whole")
        folder = tmp_path / "day"
        monkeypatch.setattr(queries, "REQUESTS_A_DAY", 2)
        with pytest.raises(GaveUp, match="2 requests"):
            self.goes(folder)
        assert self.requests == 2
        self.bring(folder, self.input(folder), resume=True)
        assert self.content(folder) == whole

    def test_a_server_that_gives_less_than_it_was_asked_for(self, tmp_path: Path) -> None:
        whole = self.goes(tmp_path / "whole")

        def less(_: int, right: Reply) -> Reply:
            said = json.loads(right.body)
            said["data"]["nodeQuery"]["entities"] = said["data"]["nodeQuery"]["entities"][:2]
            return Reply(200, json.dumps(said).encode(), JSON)

        self.spoil = less
        assert self.goes(tmp_path / "less") == whole

    def test_works_that_are_not_public_are_null(self, tmp_path: Path) -> None:
        whole = self.goes(tmp_path / "whole")
        self.museum.rows = [None, *self.museum.rows[:4], None, None, None, *self.museum.rows[4:]]
        assert self.goes(tmp_path / "null") == whole

    def test_a_list_that_ends_early_marks_nothing_as_gone(self, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        self.goes(folder)
        self.museum.rows, self.museum.empty_last = self.museum.rows[:3], True
        assert self.bring(folder, self.input(folder), refresh=True).counts.gone == 0

    def test_only_what_changed_is_asked_for(self, tmp_path: Path) -> None:
        self.goes(tmp_path / "library", since="2024-01-05")
        query = json.loads(self.server.asked[-1].body)["query"]
        assert '{field: "changed", operator: GREATER_THAN_OR_EQUAL, value: "1704412800"}' in query
        with Library.open(tmp_path / "library") as library:
            assert library.culture.execute("SELECT count(*) FROM works").fetchall() == [(4,)]

    def test_file_and_api_give_the_same_works(self, tmp_path: Path) -> None:
        by_api = self.goes(tmp_path / "api")
        file = tmp_path / "works.json"
        file.write_text(json.dumps(self.museum.rows, indent=1))
        self.bring(tmp_path / "file", str(file))
        by_file = self.content(tmp_path / "file")
        by_api["records"], by_file["records"] = [], []
        assert by_api == by_file


class TestMapping:
    def test_titles_and_numbers(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, made(1))[0].values()
        assert work.titles == (
            Title(text="Vue inventée 1", lang="fr"), Title(text="La vue", lang="fr", kind="alternative"),
        )  # fmt: skip
        assert work.identifiers == (
            Identifier(scheme="accession", value="INV.1"), Identifier(scheme="parismusees", value="1"),
            Identifier(scheme="adlib", value="A1"), Identifier(scheme="parismusees uuid", value="uuid-1"),
        )  # fmt: skip
        assert work.url == "http://collections.example/node/1"
        [untitled] = read(tmp_path, made(2, title=None, fieldTitreDeMediation=None))[0].values()
        assert untitled.titles == (Title(text="[sans titre]", lang="fr", kind="alternative"),)

    def test_makers_and_donors(self, tmp_path: Path) -> None:
        works, agents, _ = read(tmp_path, made(1))
        assert works["parismusees:1"].credits == (
            Credit(agent="parismusees:agent:51", role="engraver", note="Graveur"),
            Credit(agent="parismusees:agent:52", role="donor", note="donateur"),
        )
        ada = agents["parismusees:agent:51"]
        assert (ada.name, ada.born, ada.died, ada.born_place, ada.died_place, ada.life_text) == (
            "Inventée, Ada", 1801, 1870, "Soissons", "Senlis", "1801 – 1870",
        )  # fmt: skip
        assert [name.text for name in ada.names] == ["Ada I."]

    def test_a_death_before_the_birth_is_reported(self, tmp_path: Path) -> None:
        [author] = made(1)["fieldOeuvreAuteurs"][:1]
        author["entity"]["fieldAuteurAuteur"]["entity"]["fieldPipDateDeces"] = {"startYear": 1799}
        path = tmp_path / "one.json"
        path.write_text(lines([made(1, fieldOeuvreAuteurs=[author])]), encoding="utf-8")
        issues: list[Issue] = []
        source = reader(str(path), issues.append)
        [record] = source.records()
        ada = next(one for one in source.parse(record) if isinstance(one, Agent) and one.id.endswith(":51"))
        assert (ada.born, ada.died) == (None, None)
        assert [(one.code, one.record, one.raw) for one in issues] == [("life-out-of-order", "1", "Inventée, Ada")]

    @pytest.mark.parametrize("name", ["Anonyme", "ANONYME", "Inconnu", "Auteur inconnu", "Anonymous"])
    def test_nobody_is_called_anonyme(self, tmp_path: Path, name: str) -> None:
        [author] = made(1)["fieldOeuvreAuteurs"][:1]
        author["entity"]["fieldAuteurAuteur"] = thing(60, name)
        row = made(1, fieldOeuvreAuteurs=[author], fieldDonateurs=[thing(60, name)])
        works, agents, _ = read(tmp_path, row)
        [work] = works.values()
        assert (work.credits, [agent.kind for agent in agents.values()]) == ((), ["group"]), "the museum alone"
        assert work.texts[0] == Text(kind="maker", text=f"{name}; Graveur", lang="fr")
        assert work.holdings[0].credit_line == f"Don; {name}"

    def test_a_manufactory_is_a_group(self, tmp_path: Path) -> None:
        author = {"entity": {"fieldAuteurAuteur": thing(61, "Manufacture de Sèvres"), "fieldAuteurFonction": None}}
        _, agents, _ = read(tmp_path, made(1, fieldOeuvreAuteurs=[author]))
        assert agents["parismusees:agent:61"].kind == "group"
        assert agents["parismusees:agent:52"].kind == "unknown"

    def test_a_function_may_be_a_doubt(self, tmp_path: Path) -> None:
        [author] = made(1)["fieldOeuvreAuteurs"][:1]
        author["entity"]["fieldAuteurFonction"] = thing(8, "D'après")
        [work] = read(tmp_path, made(1, fieldOeuvreAuteurs=[author], fieldDonateurs=None))[0].values()
        [credit] = work.credits
        assert (credit.role, credit.attribution, credit.note) == ("artist", "after", "D'après")

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            (date(1870, 1880, startPrecision="Entre", endPrecision="et"), ("Entre 1870 et 1880", 1870, 1880, "range")),
            (date(1880, startPrecision="Vers"), ("Vers 1880", 1880, 1880, "year")),
            (date(1880, processed="<p>Vers 1880</p>"), ("Vers 1880", 1880, 1880, "year")),
            (date(1870, 1875), ("1870-1875", 1870, 1875, "range")),
            (date(None, century="2e moitié 19e siècle"), ("2e moitié 19e siècle", 1851, 1900, "range")),
            (date(-500), ("-500", -500, -500, "year")),
            (date(1880, startMonth=3, startDay=5), ("1880-03-05", 1880, 1880, "day")),
            (date(1880, 1881, startMonth=3), ("1880-03 – 1881", 1880, 1881, "range")),
            (date(1880, startMonth=0, startDay=5), ("1880", 1880, 1880, "year")),
        ],
    )
    def test_dates(self, tmp_path: Path, said: Row, expected: tuple[Any, ...]) -> None:
        [work] = read(tmp_path, made(1, fieldDateProduction=said))[0].values()
        made_, acquired = work.dates
        assert (made_.text, made_.earliest, made_.latest, made_.precision) == expected
        assert acquired == Date(kind="acquired", text="1905", earliest=1905, latest=1905, precision="year")

    def test_a_century_beside_the_years_and_a_room(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, fuller(2))[0].values()
        assert [(one.text, one.earliest, one.latest) for one in work.dates if one.kind == "created"] == [
            ("Entre 1870-03-05 et 1880-04-06", 1870, 1880),
            ("19e siècle", 1801, 1900),
        ]
        assert [text.text for text in work.texts if text.kind == "location"] == ["Salle 2"]
        [work] = read(tmp_path, made(1, fieldOeuvreExpose=True))[0].values()
        assert [text.text for text in work.texts if text.kind == "location"] == ["exposée"]

    @pytest.mark.parametrize("said", [None, date(None), date(0)])
    def test_no_date(self, tmp_path: Path, said: Row | None) -> None:
        [work] = read(tmp_path, made(1, fieldDateProduction=said, fieldDateAcquisition=None))[0].values()
        assert work.dates == ()

    def test_terms(self, tmp_path: Path) -> None:
        works, _, terms = read(tmp_path, made(1))
        assert [(used.facet, terms[used.term].label) for used in works["parismusees:1"].terms] == [
            ("classification", "Estampe"), ("type", "Gravure"), ("technique", "Eau-forte"), ("subject", "Paysage"),
            ("subject", "Rivière inventée"), ("subject", "Modèle, Un"), ("period", "19e siècle"),
            ("place", "Rivière inventée"),
        ]  # fmt: skip
        assert {term.facet for term in terms.values() if term.label == "Rivière inventée"} == {"subject", "place"}

    @pytest.mark.parametrize(
        ("libre", "rights", "licence", "free"),
        [
            (True, "CC0", CC0, True), (True, None, CC0, True), (1, "", CC0, True), (False, "CC0", CC0, True),
            (False, None, None, False), (None, "© ADAGP", IN_COPYRIGHT, False), (True, "© ADAGP", IN_COPYRIGHT, False),
            (True, "mot inconnu", CC0, True), (None, "mot inconnu", None, False),
        ],
    )  # fmt: skip
    def test_a_picture_is_open_where_it_is_said(
        self, tmp_path: Path, libre: object, rights: str | None, licence: str | None, free: bool
    ) -> None:
        [visual] = made(1)["fieldVisuels"][:1]
        visual["entity"] |= {"fieldImageLibre": libre, "fieldImageDroits": rights}
        [work] = read(tmp_path, made(1, fieldVisuels=[visual]))[0].values()
        [image] = work.images
        assert (image.licence, image.open) == (licence, free)
        assert (image.url, image.thumbnail, image.alt) == ("http://i.example/l.jpg", "http://i.example/s.jpg", "La vue")

    def test_rights_cover_the_pictures_alone(self, tmp_path: Path) -> None:
        """Of the metadata nothing is said."""
        [work] = read(tmp_path, made(1))[0].values()
        assert [(one.covers, one.licence, one.holder) for one in work.rights] == [("image", CC0, "© Musée; CC0")]
        assert [image.open for image in work.images] == [True, False]

    def test_sizes_texts_and_relations(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, made(1))[0].values()
        assert work.dimensions == (
            Dimension(part="Feuille", kind="height", value=28.5, unit="cm", text="Hauteur 28,5 cm"),
        )
        assert work.texts == tuple(
            Text(kind=kind, text=text, lang="fr")
            for kind, text in (
                ("description", "Un pont & une rivière"), ("history", "Vendue."), ("reference", "R1"),
                ("function", "Ornement"), ("find spot", "Cave"), ("date of discovery", "19e siècle"),
                ("inscription", "Signature ; A. I."),
            )
        )  # fmt: skip
        assert work.relations == (
            Relation(kind="part of", target="parismusees:99"), Relation(kind="related to", target="parismusees:98"),
        )  # fmt: skip

    def test_the_museum(self, tmp_path: Path) -> None:
        works, agents, _ = read(tmp_path, made(1))
        assert works["parismusees:1"].holdings == (
            Holding(
                kind="keeper", holder="parismusees:agent:20", name="Musée inventé", city="Paris", country="FR",
                inventory="INV.1", credit_line="Don; Donatrice, Une",
            ),
        )  # fmt: skip
        museum = agents["parismusees:agent:20"]
        assert (museum.kind, museum.names) == ("group", (Title(text="Musée", kind="alternative"),))

    @pytest.mark.parametrize("name", museums.NAMES)
    def test_the_address_of_the_page_names_the_museum_where_nothing_else_does(self, tmp_path: Path, name: str) -> None:
        plain = "".join(letter for letter in normalize("NFD", name.lower()) if letter.isascii() or letter == "’")
        alias = f"{plain.replace('’', '-').replace(' ', '-')}/oeuvres/vue"
        works, agents, _ = read(tmp_path, made(1, fieldMusee=None, fieldUrlAlias=alias))
        [holding] = works["parismusees:1"].holdings
        assert (holding.name, holding.city, holding.country, holding.inventory) == (name, "Paris", "FR", "INV.1")
        assert holding.holder in agents

    @pytest.mark.parametrize("alias", [None, "", "musee/oeuvres/vue", "node/1", "petit-palais-2/oeuvres/vue"])
    def test_an_address_that_names_none_of_the_museums_says_nothing(self, tmp_path: Path, alias: str | None) -> None:
        works = read(tmp_path, made(1, fieldMusee=None, fieldUrlAlias=alias))[0]
        [holding] = works["parismusees:1"].holdings
        assert (holding.holder, holding.name, holding.city, holding.country) == (None, None, None, None)

    def test_the_museum_s_code_is_its_identifier(self, tmp_path: Path) -> None:
        museum = {"entityLabel": "Petit Palais, musée", "fieldMuseeCode": "PPA", "description": "Venez."}
        _, agents, _ = read(tmp_path, made(1, fieldMusee={"entity": museum}))
        assert agents["parismusees:agent:petit-palais-musée"].identifiers == (
            Identifier(scheme="parismusees museum", value="PPA"),
        )  # fmt: skip

    def test_who_sold_a_work_is_no_donor(self, tmp_path: Path) -> None:
        modes = {1: "Achat en vente publique", 2: "Don", 3: None}
        rows = [made(n, fieldModaliteAcquisition=thing(12, mode) if mode else None) for n, mode in modes.items()]
        works = read(tmp_path, *rows)[0].values()
        assert [[credit.role for credit in work.credits if credit.note == "donateur"] for work in works] == [
            [], ["donor"], ["donor"],
        ]  # fmt: skip
        assert [work.holdings[0].credit_line for work in works] == [
            "Achat en vente publique; Donatrice, Une", "Don; Donatrice, Une", "Donatrice, Une",
        ]  # fmt: skip

    @pytest.mark.parametrize("printed", ["Epaisseur", "Épaisseur"])
    def test_a_kind_of_size_with_and_without_its_accent(self, tmp_path: Path, printed: str) -> None:
        size = {"fieldDimensionType": thing(14, printed), "fieldDimensionValeur": "2"}
        [work] = read(tmp_path, made(1, fieldOeuvreDimensions=[{"entity": size}]))[0].values()
        assert [(size.kind, size.value) for size in work.dimensions] == [("thickness", 2)]


def test_the_licence_reads_the_same_in_french() -> None:
    """The label stands on the pages of both languages: it holds no English sentence."""
    assert descriptor("parismusees").licence == "CC0 1.0 (images)"


class TestInput:
    @pytest.mark.parametrize("form", ["list", "lines", "answers", "folder", "by id"])
    def test_every_form_of_a_file(self, tmp_path: Path, form: str) -> None:
        rows = [made(1), short(2), short(3)]
        expected = read(tmp_path, *rows)
        given = tmp_path / form
        if form == "folder":
            given.mkdir()
            for row in rows:
                (given / f"{row['entityId']}.json").write_text(json.dumps(row))
        else:
            pages = [{"data": {"nodeQuery": {"entities": [row, None]}}} for row in rows]
            alone = [{"data": {"nodeById": row}} for row in rows]
            said = {
                "list": json.dumps(rows, indent=1),
                "lines": lines(rows),
                "answers": lines(pages),
                "by id": lines(alone),
            }
            given.write_text("\ufeff" + said[form])
        assert entities(reader(str(given))) == expected

    def test_a_work_is_known_by_its_address_too(self, tmp_path: Path) -> None:
        row = {"title": "Vue", "absolutePath": "http://collections.example/node/226"}
        assert list(read(tmp_path, row)[0]) == ["parismusees:226"]

    def test_what_has_no_number_is_reported(self, tmp_path: Path) -> None:
        path = tmp_path / "works.jsonl"
        path.write_text(lines([short(1), {"title": "Vue"}]) + "\nno json\n")
        issues: list[Issue] = []
        assert [record.key for record in reader(str(path), issues.append).records()] == ["1"]
        assert [(issue.code, issue.located) for issue in issues] == [
            ("no-key", "works.jsonl:2"), ("not-json", "works.jsonl:3"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("body", "error", "said"),
        [
            (b"", InputEmpty, r"works\.json is empty"),
            (b"\n \n", InputEmpty, "holds only blank lines"),
            (b"<!DOCTYPE html>", InputFormat, "is a web page or XML, not JSON"),
            (b"\n<?xml version='1.0'?>", InputFormat, "is a web page or XML, not JSON"),
            (POINTER, InputPointer, "Git LFS pointer"),
            (b"\0\0", InputFormat, "is no JSON: it begins with"),
            (b"id,title\n1,Vue\n", InputFormat, "is no JSON: it begins with 'id,title'"),
            (json.dumps(made(1)).encode()[:-20], InputTruncated, r"works\.json breaks off"),
            (json.dumps(made(1), indent=1).encode()[:-20], InputTruncated, r"works\.json breaks off"),
            (json.dumps([made(1)]).encode()[:-20], InputTruncated, r"works\.json breaks off"),
            (cut_gzip(json.dumps([made(1)] * 9).encode(), 90).body, InputTruncated, "breaks off after"),
            (b'{"a": 1,,}', InputFormat, r"works\.json can't be read as JSON"),
            (b"[" * 100_000, InputFormat, "holds no list"),
            (b"[1, 2]", InputFormat, "record 1 is no answer of Paris Mus.*neither an object nor a list"),
            (b'{"objectID": 1, "title_en": ""}', InputFormat, "is no work of .*: it has «objectID», «title_en»"),
            (
                b'{\n"results": [],\n"total": 3}',
                InputFormat,
                r"works\.json is no work of .*: it has «results», «total»",
            ),
            (b'[{"objectID": 1}]', InputFormat, "record 1 is no work of .*: it has «objectID»"),
            (b'{"errors": [{"message": "Access denied"}]}', InputFormat, "errors in place of works: Access denied"),
            (b'{"data": null, "errors": [{"message": "Gone"}, "B"]}', InputFormat, "in place of works: Gone; B"),
            (b'{"data": {"nodeById": null}, "errors": [{}]}', InputFormat, "in place of works: no message"),
            (b'{"data": null}', InputFormat, "holds no work of Paris Mus"),
            (b'{"data": {"nodeQuery": {"count": 0, "entities": []}}}', InputFormat, "holds no work of Paris Mus"),
        ],
    )
    def test_what_is_no_answer_is_named(self, tmp_path: Path, body: bytes, error: type[Exception], said: str) -> None:
        path = tmp_path / "works.json"
        path.write_bytes(body)
        with pytest.raises(error, match=said):
            list(reader(str(path)).records())

    def test_what_is_no_work_among_works_is_reported(self, tmp_path: Path) -> None:
        answers: list[Any] = [
            {"data": {"nodeQuery": {"entities": [short(1), {"unknown": 1}]}}},
            {"errors": [{"message": "Access denied"}], "data": None},
            {"data": {"nodeById": short(2)}, "errors": [{"message": "one field failed"}]},
            {"objectID": 1}, 3,
        ]  # fmt: skip
        path = tmp_path / "works.jsonl"
        path.write_text(lines(answers))
        issues: list[Issue] = []
        assert [record.key for record in reader(str(path), issues.append).records()] == ["1", "2"]
        assert [(one.code, one.located) for one in issues] == [
            ("no-key", "works.jsonl:1"), ("not-a-work", "works.jsonl:2"), ("answer-errors", "works.jsonl:3"),
            ("not-a-work", "works.jsonl:4"), ("not-a-work", "works.jsonl:5"),
        ]  # fmt: skip
        assert "Access denied" in issues[1].message
        assert issues[2].raw == "one field failed"

    def test_a_bad_file_in_a_folder_costs_itself(self, tmp_path: Path) -> None:
        (tmp_path / "1.json").write_text("<html></html>")
        (tmp_path / "2.json").write_text(json.dumps({"data": {"nodeQuery": {"entities": [short(1)]}}}))
        (tmp_path / "3.json").write_text(json.dumps({"data": {"nodeQuery": {"entities": []}}}))
        issues: list[Issue] = []
        assert [record.key for record in reader(str(tmp_path), issues.append).records()] == ["1"]
        assert [(one.code, one.located) for one in issues] == [("unreadable-file", "1.json")]

    def test_what_is_no_text_is_reported_and_does_not_come_in(self, tmp_path: Path) -> None:
        day = date(1870, startMonth={"m": 3}, processed=["a", {"b": 1}])
        row = short(1) | {
            "title": {"fr": "Vue"}, "fieldTitreDeMediation": [["x"], "La vue"], "fieldUrlAlias": True,
            "fieldOeuvreThemeRepresente": [thing(4, ["Paysage", {"en": "x"}])], "fieldDateProduction": day,  # type: ignore[arg-type]
            "fieldDescription": {"value": {"html": "<p>"}},
        }  # fmt: skip
        path = tmp_path / "works.jsonl"
        path.write_text(lines([row]))
        issues: list[Issue] = []
        works, _, terms = entities(reader(str(path), issues.append))
        assert {(one.code, one.record) for one in issues} == {("not-a-text", "1")}
        assert {(one.field, one.raw) for one in issues} == {
            ("title", '{"fr": "Vue"}'), ("fieldTitreDeMediation", '[["x"]]'), ("fieldUrlAlias", "true"),
            ("name", '[{"en": "x"}]'), ("startMonth", '{"m": 3}'), ("processed", '[{"b": 1}]'),
            ("value", '{"html": "<p>"}'),
        }  # fmt: skip
        [work] = works.values()
        assert [title.text for title in work.titles] == ["[sans titre]", "La vue"]
        assert [term.label for term in terms.values()] == ["Paysage"]
        assert not [text for text in work.texts if text.kind == "description"]

    def test_there_is_no_dump(self) -> None:
        with pytest.raises(UsageError, match="no dump"):
            next(reader("dump").records())

    def test_a_query_without_some_fields_has_no_empty_part(self) -> None:
        said = queries.query(0, 10, Since(None), {"fieldDimensionValeur", "value", "targetId"})
        assert "{}" not in said.replace(" ", "")
        assert "fieldDescription" not in said
        assert "fieldDimensionUnite" in said
        assert said.count("{") == said.count("}")


def lines(rows: list[Any]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_the_real_answer(shared: Path, tmp_path: Path) -> None:
    """The answer that the documentation prints: nothing in it is unknown or lost."""
    for path in sorted((shared / "fixtures" / "parismusees").iterdir()):
        issues: list[Issue] = []
        works, agents, terms = entities(reader(str(path), issues.append))
        assert not issues
        [work] = works.values()
        assert (work.id, work.credits[0].note, work.holdings[0].credit_line) == (
            "parismusees:226737", "donateur", "Brandus, Edward",
        )  # fmt: skip
        assert [terms[used.term].label for used in work.terms] == ["Paysage", "Seine", "Lavacourt"]
        assert work.titles[0].text.startswith("Soleil couchant sur la Seine")
        assert set(agents) == {"parismusees:agent:brandus-edward", "parismusees:agent:petit-palais"}
        assert [(one.name, one.city, one.country) for one in work.holdings] == [("Petit Palais", "Paris", "FR")]
        source = reader(str(path))
        assert not [one.path for one in fields(source, source.records()) if not (one.columns or one.ignored)]
        with Library.open(tmp_path / path.stem, create=True) as library:
            assert import_source(library, "parismusees", str(path)).counts.works == 1
