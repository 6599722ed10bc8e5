"""joconde: synthetic rows in the true shape of each file and of the tabular API and, where they are, real records."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from culturedata.data.licences import IN_COPYRIGHT, LICENCE_OUVERTE_2
from culturedata.data.records import Agent, Credit, Dimension, Holding, Identifier, Relation, Term, Text, Title, Work
from culturedata.errors import InputEmpty, InputFormat, InputPointer, InputTruncated, ServerFault, UsageError
from culturedata.importing.descriptor import descriptor
from culturedata.importing.drafts.fields import fields as asked
from culturedata.importing.run import import_source
from culturedata.importing.source import Context, Issue
from culturedata.importing.values import attribution
from culturedata.importing.web.fetch import Fetcher
from culturedata.importing.web.kept.cache import Cache
from culturedata.sources.joconde import dates, fields, makers, object, owners
from culturedata.sources.joconde import terms as joconde_terms
from culturedata.sources.joconde.source import Joconde
from culturedata.store.library import Library
from tests.contract_http import JSON, POINTER, HttpSourceContract
from tests.contract_source import SourceContract, entities
from tests.http_faults import Asked, Clock, Reply, Server

Row = dict[str, str]
UPPER = {
    "manquant": "MANQUANT", "manquant_com": "MANQUANT_COM", "coordonnees": "coordonnees",
    "sujet_represente": "Sujet_Represente", "appellation_musee_de_france": "Appellation_Musee_de_France",
}  # fmt: skip
PUBLISHED = sorted(fields.NAMES - {"etat", "historique", "copyright", "redacteur", "photographe"})
COLUMNS = [UPPER.get(name, name.capitalize()) for name in PUBLISHED]
FULL: Row = {name: f"said of {name}" for name in PUBLISHED} | {
    "reference": "00000000001", "titre": "LE PONT OU LA RIVIERE ; Le pont (verso)", "auteur": "ARTISTE Un (attribué à)",
    "precisions_sur_l_auteur": "Lyon, 1801 ; Paris, 1870", "ancienne_attribution": "ARTISTE Deux",
    "domaine": "dessin;beaux-arts", "denomination": "tableau", "materiaux_techniques": "plume, encre (brune, noire)",
    "mesures": "H. 28,9 cm ; L. 41.5 cm", "periode_de_creation": "2e quart 19e siècle",
    "millesime_de_creation": "1835 entre,1840 et", "epoque": "Restauration", "ecole_pays": "France", "genre": "paysage",
    "sujet_represente": "figure (grotesque),pont;rivière", "numero_inventaire": "RF 1977 1 ; LUX 2 P",
    "statut_juridique": "propriété de l'Etat;don;musée inventé", "date_d_acquisition": "1987 entrée matérielle",
    "localisation": "Ailleurs ; musée lointain", "ville": "Ici", "code_museofile": "M0000",
    "nom_officiel_musee": "musée inventé", "lieu_de_depot": "dépôt;Ailleurs;musée lointain", "date_de_depot": "1990",
    "lieu_de_creation_utilisation": "France,Paris (lieu de création)", "geographie_historique": "Gaule",
    "presence_image": "oui", "date_de_mise_a_jour": "2022-07-22", "date_creation": "2002-05-21",
    "artiste_sous_droits": "oui", "date_entree_dans_le_domaine_public": "2050-01-01", "coordonnees": "48.8, 2.3",
    "references_merimee": "PA1;PA2",
}  # fmt: skip


def named(row: Row) -> Row:
    """A row under the column names of the ministry's file."""
    return {UPPER.get(name, name.capitalize()): row.get(name, "") for name in PUBLISHED}


def made(number: int, **changes: str) -> Row:
    """A short synthetic row."""
    own = {
        "reference": f"{number:011}", "titre": f"Vue inventée {number}", "auteur": f"ARTISTE {'DU'[number % 2]}n",
        "domaine": "peinture", "numero_inventaire": f"INV {number}", "code_museofile": "M0000",
        "nom_officiel_musee": "musée inventé", "localisation": "Ici ; musée inventé",
        "date_de_mise_a_jour": f"2022-07-{number:02}",
    }  # fmt: skip
    return own | changes


def table(rows: list[Row], delimiter: str = "|") -> str:
    """The rows as the ministry's file has them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(map(named, rows))
    return text.getvalue()


def reader(given: str | None, report: Callable[[Issue], None] = lambda _: None, **more: Any) -> Joconde:
    return Joconde(Context(descriptor("joconde"), given, report=report, **more))


def read(tmp_path: Path, *rows: Row) -> tuple[dict[str, Work], dict[str, Agent], dict[str, Term]]:
    """What the rows say, from a file; nothing in them is unknown."""
    path = tmp_path / "joconde.csv"
    path.write_text(table(list(rows)), encoding="utf-8")
    issues: list[Issue] = []
    found = entities(reader(str(path), issues.append))
    assert not issues
    return found


class TestFile(SourceContract):
    source = "joconde"
    choices = ("resence_image",)  # whether there is a picture
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "joconde.csv"
        path.write_text(table([FULL, made(2), made(3), made(4)]), encoding="utf-8")
        return str(path)


class TestOldFile(SourceContract):
    """The records of the API that is gone: names in small letters, lists, an object, null."""

    source = "joconde"
    choices = ("resence_image",)  # whether there is a picture
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        path = tmp_path / "records.json"
        path.write_text(json.dumps({"total_count": 3, "results": [old(FULL), old(made(2)), old(made(3))]}, indent=1))
        return str(path)


class TestFolder(SourceContract):
    """A folder: the ministry's file, and answers of the tabular API."""

    source = "joconde"
    choices = ("resence_image",)  # whether there is a picture
    understood = frozenset()

    def input(self, tmp_path: Path) -> str:
        folder = tmp_path / "joconde"
        (folder / "answers").mkdir(parents=True)
        (folder / "joconde.csv").write_text(table([FULL, made(2)]), encoding="utf-8")
        for page, numbers in enumerate(((3, 4), (5,)), 1):
            said = {"data": [{"__id": n, **named(made(n))} for n in numbers], "links": {"next": None}}
            (folder / "answers" / f"{page}.json").write_text(json.dumps(said), encoding="utf-8")
        (folder / "read me.txt").write_text("It is no data.")
        return str(folder)


def old(row: Row) -> dict[str, Any]:
    lists = {name: row[name].split(";") for name in ("domaine", "materiaux_techniques") if name in row}
    nothing = dict.fromkeys(PUBLISHED)
    return nothing | row | lists | {"coordonnees": {"lon": 2.3, "lat": 48.8}}


class TestServer(HttpSourceContract):
    source = "joconde"
    choices = ("resence_image",)  # whether there is a picture
    understood = frozenset()
    path = "/api/1"
    resource: ClassVar[str] = "aaaa-1"

    def rows(self) -> list[Any]:
        return [{"__id": number, **{k: v or None for k, v in named(made(number)).items()}} for number in range(1, 9)]

    def answer(self, asked: Asked) -> Reply:
        path = asked.address.split("?")[0]
        if path == "/api/1/datasets/collections-des-musees-de-france-base-joconde/":
            said: dict[str, Any] = {
                "resources": [
                    {"id": "p", "format": "pdf", "title": "joconde, notice"},
                    {"id": "m", "format": "csv", "title": "museofile.csv"},
                    {"id": self.resource, "format": "CSV", "title": "Base", "url": "https://example.org/joconde.csv"},
                ]
            }
            return Reply(200, json.dumps(said).encode(), JSON)
        if path != f"/api/1/resources/{self.resource}/data/":
            return Reply(404, b"{}")
        page, size = int(asked.query["page"]), int(asked.query["page_size"])
        if size > 200:
            return Reply(400, b"{}")
        shown, after = self.museum.page((page - 1) * size, size)
        number = None if after is None else after // size + 1
        link = f"http://tabular.example/api/resources/{self.resource}/data/?page={number}&page_size={size}"
        said = {
            "data": shown,
            "links": {"next": link if number else None, "prev": None},
            "meta": {"page": page, "page_size": size, "total": len(self.museum.rows)},
        }
        return Reply(200, json.dumps(said).encode(), JSON)

    def test_a_resource_with_another_id_is_read_anew(self, tmp_path: Path) -> None:
        whole = self.goes(tmp_path / "whole")
        folder = tmp_path / "stopped"
        self.spoil = lambda number, right: Reply(503) if number >= 2 else right
        with pytest.raises(ServerFault):
            self.goes(folder)
        self.spoil = lambda _, right: right
        type(self).resource = "bbbb-2"
        try:
            self.requests = 0
            counts = self.bring(folder, self.input(folder), resume=True).counts
            assert self.content(folder) == whole
        finally:
            type(self).resource = "aaaa-1"
        assert (counts.added, counts.unchanged) == (8, 3)

    def test_a_list_that_ends_early_marks_nothing_as_gone(self, tmp_path: Path) -> None:
        folder, rows = tmp_path / "library", list(self.museum.rows)
        self.goes(folder)

        def short(_: int, right: Reply) -> Reply:
            said = json.loads(right.body)
            if "meta" in said:
                said["meta"]["total"] = len(rows)
            return Reply(200, json.dumps(said).encode(), JSON)

        self.museum.rows, self.spoil = rows[:4], short
        assert self.bring(folder, self.input(folder), refresh=True).counts.gone == 0

    def test_the_two_ways_give_the_same_works(self, tmp_path: Path) -> None:
        by_api = self.goes(tmp_path / "api")
        file = tmp_path / "joconde.csv"
        file.write_text(table([made(number) for number in range(1, 9)]), encoding="utf-8")
        self.bring(tmp_path / "file", str(file))
        by_file = self.content(tmp_path / "file")
        for found in (by_api, by_file):
            found.pop("records")
        assert by_api == by_file


class TestMapping:
    """The difficult points, each by hand; the rows are synthetic."""

    def test_no_column_of_the_file_is_lost(self, tmp_path: Path) -> None:
        """Each value stands in what comes out, but those of the ignored fields."""
        works, agents, terms = read(tmp_path, FULL)
        said = repr((works, agents, terms))
        for name in set(PUBLISHED) - fields.IGNORED - {"presence_image"}:
            for piece in FULL[name].replace("(lieu de création)", "").replace("(attribué à)", "").split(";"):
                for part in piece.split(","):
                    assert part.strip() in said, name
        assert len(PUBLISHED) >= 67

    def test_titles(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, FULL)[0].values()
        assert [(title.text, title.kind) for title in work.titles] == [
            ("LE PONT OU LA RIVIERE", "original"), ("Le pont (verso)", "alternative"), ("LE PONT", "alternative"),
            ("LA RIVIERE", "alternative"),
        ]  # fmt: skip

    def test_a_museum_lies_in_its_town(self, tmp_path: Path) -> None:
        works, agents, terms = read(tmp_path, made(1, region="Corse", departement="Haute-Corse", ville="Ici"))
        [lies] = agents["joconde:agent:museofile-M0000"].terms
        assert (lies.facet, lies.term) == ("place", "joconde:term:place-france-corse-haute-corse-ici")
        assert terms[lies.term].parents == ("joconde:term:place-france-corse-haute-corse",)
        assert lies not in works["joconde:00000000001"].terms, "nothing is said of where the work was made"
        _, agents, terms = read(tmp_path, made(1))
        assert (agents["joconde:agent:museofile-M0000"].terms, "joconde:term:place-france" in terms) == ((), False)

    def test_a_work_without_a_title_has_what_it_is_called(self, tmp_path: Path) -> None:
        works = read(tmp_path, made(1, titre="", denomination="menu"), made(2, titre=""))[0]
        assert works["joconde:00000000001"].titles == (Title(text="menu", lang="fr", kind="alternative"),)
        assert works["joconde:00000000002"].titles[0].text == "[sans titre]"

    def test_makers(self, tmp_path: Path) -> None:
        works, agents, _ = read(tmp_path, FULL)
        assert works["joconde:00000000001"].credits == (
            Credit(agent="joconde:agent:artiste-un", role="artist", attribution="attributed to", note="attribué à"),
            Credit(
                agent="joconde:agent:artiste-deux", role="artist", attribution="formerly attributed to",
                note="ancienne attribution",
            ),
        )  # fmt: skip
        one = agents["joconde:agent:artiste-un"]
        assert (one.name, one.born, one.died, one.born_place, one.died_place, one.life_text) == (
            "ARTISTE Un", 1801, 1870, "Lyon", "Paris", "Lyon, 1801 ; Paris, 1870",
        )  # fmt: skip

    def test_several_makers_have_no_life_of_one(self) -> None:
        found = makers.makers("ARTISTE Un (graveur) ; ARTISTE Deux (d'après)", "Lyon, 1801 ; Paris, 1870")
        assert [(credit.role, credit.attribution) for credit in found.credits] == [
            ("engraver", None),
            ("artist", "after"),
        ]
        assert [(agent.born, agent.life_text) for agent in found.agents] == [(None, None)] * 2
        assert found.texts == (Text(kind="about the makers", text="Lyon, 1801 ; Paris, 1870", lang="fr"),)

    @pytest.mark.parametrize(
        ("text", "facet", "label"),
        [
            ("école allemande", "culture", "école allemande"),
            ("ECOLE ALLEMANDE (attribué)", "culture", "ecole allemande"),
            ("Hollande École de (École hollandaise) (-)", "culture", "école hollandaise"),
            ("ANONYME (école flamande)", "culture", "école flamande"),
            ("École de Fontainebleau", "movement", "école de fontainebleau"),
        ],
    )
    def test_a_school_is_no_person(self, text: str, facet: str, label: str) -> None:
        found = makers.makers(text)
        assert (found.credits, found.agents) == ((), ())
        assert [(term.facet, term.label) for term in found.terms] == [(facet, label)]
        assert found.texts == (Text(kind="maker", text=text, lang="fr"),)

    def test_the_school_of_a_person_is_a_nearness_and_beside_a_name_a_culture(self) -> None:
        [credit] = makers.makers("école de MAITRE").credits
        assert (credit.agent, credit.attribution) == ("joconde:agent:maitre", "school of")
        both = makers.makers("ARTISTE Un (école française)")
        assert [agent.name for agent in both.agents] == ["ARTISTE Un"]
        assert [term.label for term in both.terms] == ["école française"]

    def test_who_did_several_things_has_a_credit_for_each(self) -> None:
        found = makers.makers("ARTISTE Un (graveur, inventeur) ; ARTISTE Deux (imprimeur, éditeur)")
        assert [(credit.agent[-4:], credit.role, credit.note) for credit in found.credits] == [
            ("e-un", "engraver", "graveur, inventeur"), ("e-un", "designer", "graveur, inventeur"),
            ("deux", "publisher", "imprimeur, éditeur"),
        ]  # fmt: skip

    def test_a_doubt_about_a_school_is_no_culture(self) -> None:
        found = makers.makers("ARTISTE Un (école ou suiveur)")
        assert ([credit.note for credit in found.credits], found.terms) == (["école ou suiveur"], ())

    @pytest.mark.parametrize(
        "text",
        ["anonyme", "ANONYME", "auteur inconnu", "anonyme (attribué)", "Anonyme français", "Anonyme lombard",
         "Anonymous", "unknown artist", "Photographe inconnu"],
    )  # fmt: skip
    def test_nobody_is_called_anonyme(self, text: str) -> None:
        found = makers.makers(text, "actif en 1800")
        assert found.agents == ()
        assert [one.text for one in found.texts] == [text, "actif en 1800"]

    def test_anonyme_or_somebody_is_somebody(self) -> None:
        found = makers.makers("anonyme ou NOM Prénom")
        assert [agent.name for agent in found.agents] == ["NOM Prénom"]
        assert [credit.attribution for credit in found.credits] == ["doubtfully attributed to"]
        assert found.texts == (Text(kind="maker", text="anonyme ou NOM Prénom", lang="fr"),)
        former = makers.of({"ancienne_attribution": "anonyme ou NOM Prénom"})
        assert former.texts == (Text(kind="former attribution", text="anonyme ou NOM Prénom", lang="fr"),)

    def test_a_manufactory_is_a_group(self) -> None:
        found = makers.makers("Manufacture de Sèvres (manufacture) ; ATELIER NADAR ; ARTISTE Un (atelier de)")
        assert [(agent.name, agent.kind) for agent in found.agents] == [
            ("Manufacture de Sèvres", "group"), ("ATELIER NADAR", "group"), ("ARTISTE Un", "unknown"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "name", "born", "died", "doubt"),
        [
            ("ARTISTE Un (1841-1919)", "ARTISTE Un", 1841, 1919, None),
            ("Artiste Un (?-1996)", "Artiste Un", None, 1996, None),
            ("Artiste Un (19..-19..?)", "Artiste Un", None, None, None),
            ("Un & Cie (-)", "Un & Cie", None, None, None),
            ("ARTISTE (attribué, ?)", "ARTISTE", None, None, "doubtfully attributed to"),
            ("ARTISTE Un (?)", "ARTISTE Un", None, None, "doubtfully attributed to"),
        ],
    )
    def test_years_behind_a_name(self, text: str, name: str, born: int, died: int, doubt: str) -> None:
        found = makers.makers(text)
        [agent], [credit] = found.agents, found.credits
        assert (agent.name, agent.born, agent.died, credit.attribution) == (name, born, died, doubt)

    @pytest.mark.parametrize(
        "text",
        ["ARTISTE Un", "VAN DER ARTISTE", "Atelier Nadar", "école de Maître", "Un et atelier", "Pseudo Artiste", "ou",
         "Artiste peintre", "d'après Un", "d’après Un", "Un ou Deux", "Manufacture de Lieu", "Éditeur Un"],
    )  # fmt: skip
    def test_a_plain_name_is_read_as_any_other(self, text: str) -> None:
        assert makers._read(text).makers == attribution.read(text)

    def test_a_story_about_former_attributions_is_a_text(self, tmp_path: Path) -> None:
        story = "attribué à plusieurs peintres dans les inventaires successifs, " + "puis rendu à son auteur " * 2
        works, agents, _ = read(tmp_path, made(1, ancienne_attribution=story))
        [work] = works.values()
        assert [credit.attribution for credit in work.credits] == [None]
        assert Text(kind="former attribution", text=story.strip(), lang="fr") in work.texts
        assert set(agents) == {"joconde:agent:artiste-un", "joconde:agent:museofile-M0000"}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1853 vers", (1853, 1853, "year", "circa")),
            ("1865 entre,1908 et", (1865, 1908, "range", None)),
            ("1890 entre ; 1910 et", (1890, 1910, "range", None)),
            ("1867 vers,1868 ou", (1867, 1868, "range", "circa")),
            ("1853 vers,1900 tirage", (1853, 1853, "year", "circa")),
            ("1903;1960 fonte", (1903, 1903, "year", None)),
            ("1960 tirage", (None, None, "unknown", None)),
            ("20/04/1903 de", (1903, 1903, "day", None)),
            ("1830 avant", (None, 1829, "year", "before")),
            ("4e quart 19e siècle;1er quart 20e siècle", (1876, 1925, "range", None)),
            ("fin de règne,1903 ou non", (None, None, "unknown", None)),
            ("-450 ; -400", (-450, -400, "range", None)),
            ("-450", (-450, -450, "year", None)),
        ],
    )
    def test_dates_of_making(self, text: str, expected: tuple[Any, ...]) -> None:
        date = dates.made(text)
        assert (date.earliest, date.latest, date.precision, date.qualifier) == expected
        assert (date.text, date.kind) == (text, "created")

    def test_the_date_that_can_be_read_comes_first(self) -> None:
        row = {"millesime_de_creation": "illisible", "periode_de_creation": "18e siècle"}
        assert [date.text for date in dates.created(row)] == ["18e siècle", "illisible"]
        row = {"millesime_de_creation": "1750", "periode_de_creation": "18e siècle"}
        assert [date.text for date in dates.created(row)] == ["1750", "18e siècle"]
        assert row == {}

    @pytest.mark.parametrize(
        ("text", "years"),
        [
            ("1987 entrée matérielle", [1987]), ("1987 acquis;1990 arrêté", [1987, 1990]), ("2000/09/19", [2000]),
            ("entre 1850 et 1860", [1850]), ("avant 1850", [None]), ("1850 ou 1860 don", [None]), ("don", [None]),
            ("INV 12345", [None]),
        ],
    )  # fmt: skip
    def test_dates_of_acquisition(self, text: str, years: list[int | None]) -> None:
        found = dates.acquired(text)
        assert [date.earliest for date in found] == years
        assert {date.kind for date in found} == {"acquired"}

    def test_dates_that_can_not_be_read_are_reported(self, tmp_path: Path) -> None:
        """Not those that are read, that say nothing, or that say when another copy was made."""
        said = ("le jour de la fête", "-450 ; -400", "s.d.", "1960 tirage", "1903")
        rows = [made(n, millesime_de_creation=text) for n, text in enumerate(said, 2)]
        rows[-1]["date_d_acquisition"] = "1987 don;sous un roi"
        path = tmp_path / "joconde.csv"
        path.write_text(table(rows), encoding="utf-8")
        issues: list[Issue] = []
        works, _, _ = entities(reader(str(path), issues.append))
        assert [(one.code, one.record, one.field, one.raw) for one in issues] == [
            ("unread-date", "00000000002", "date", "le jour de la fête"),
            ("unread-date", "00000000006", "date", "sous un roi"),
        ]
        assert [work.dates[0].text for work in works.values()] == list(said)

    def test_subjects_keep_their_facets(self, tmp_path: Path) -> None:
        works, _, terms = read(tmp_path, FULL)
        [work] = works.values()
        assert [used.term for used in work.terms if used.facet == "subject"] == [
            "joconde:term:subject-figure-grotesque", "joconde:term:subject-pont", "joconde:term:subject-rivière",
        ]  # fmt: skip
        faceted = terms["joconde:term:subject-figure-grotesque"]
        assert (faceted.label, faceted.label_fr) == ("figure (grotesque)", "figure (grotesque)")
        assert faceted.parents == ("joconde:term:subject-figure",)
        assert terms["joconde:term:subject-figure"].label == "figure"

    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("a;b (c;d);e", ["a", "b (c;d)", "e"]), ("papier (x, y", ["papier (x", "y"]), (" ; ;", []),
            ("a (b (c, d)), e", ["a (b (c, d))", "e"]), ("x), y", ["x)", "y"]),
        ],
    )  # fmt: skip
    def test_pieces_stand_outside_of_brackets(self, text: str, pieces: list[str]) -> None:
        assert joconde_terms.split(text, ";,") == pieces

    def test_places_lie_in_each_other(self, tmp_path: Path) -> None:
        works, _, terms = read(tmp_path, FULL)
        [work] = works.values()
        assert [used.term for used in work.terms if used.facet == "place"] == [
            "joconde:term:place-france-paris", "joconde:term:place-gaule",
        ]  # fmt: skip
        assert terms["joconde:term:place-france-paris"].parents == ("joconde:term:place-france",)
        assert terms["joconde:term:place-france-paris"].label == "Paris"
        assert Text(kind="place", text="France,Paris (lieu de création)", lang="fr") in work.texts

    def test_a_sentence_is_a_text_and_no_term(self, tmp_path: Path) -> None:
        sentence = "une femme " * 30
        works, _, terms = read(tmp_path, made(1, sujet_represente=sentence))
        [work] = works.values()
        assert not [term for term in terms.values() if term.facet == "subject"]
        assert [text.text for text in work.texts if text.kind == "subject"] == [sentence.strip()]

    @pytest.mark.parametrize(
        ("text", "sizes"),
        [
            ("H. 28.9 ; L. 41.5", [("height", 28.9, None), ("width", 41.5, None)]),
            ("81 H ; 64.8 L", [("height", 81, None), ("width", 64.8, None)]),
            ("l. 8 cm ; H. 16,5 cm", [("width", 8, "cm"), ("height", 16.5, "cm")]),
            ("L. 12 ; l. 8", [("length", 12, None), ("width", 8, None)]),
            ("Diam. 5 cm;Pds 200 g;Ep. 2", [("diameter", 5, "cm"), ("weight", 200, "g"), ("thickness", 2, None)]),
            ("H. 28.9, L. 41,5 cm, Pr. 3", [("height", 28.9, None), ("width", 41.5, "cm"), ("depth", 3, None)]),
            ("H. 9 (cadre, vitre ; 1900), P. 2", [("height", 9, None), ("depth", 2, None)]),
            ("P. 200 g", [("weight", 200, "g")]),
            ("environ 12 sur 14", []),
        ],
    )
    def test_sizes(self, text: str, sizes: list[tuple[str, float, str | None]]) -> None:
        *found, whole = object.dimensions(text)
        assert [(size.kind, size.value, size.unit) for size in found] == sizes
        assert whole == Dimension(kind="text", text=text)

    def test_several_inventory_numbers(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, FULL)[0].values()
        assert work.identifiers == (
            Identifier(scheme="joconde", value="00000000001"), Identifier(scheme="accession", value="RF 1977 1"),
            Identifier(scheme="accession", value="LUX 2 P"),
        )  # fmt: skip
        assert {holding.inventory for holding in work.holdings} == {"RF 1977 1 ; LUX 2 P"}
        assert work.url == "https://www.pop.culture.gouv.fr/notice/joconde/00000000001"

    def test_recto_and_verso(self, tmp_path: Path) -> None:
        [work] = read(tmp_path, made(1, numero_inventaire="INV 8195, verso", references_palissy="PM1"))[0].values()
        assert work.relations == (
            Relation(kind="verso of", text="INV 8195"), Relation(kind="documented in", text="Palissy PM1"),
        )  # fmt: skip
        assert Identifier(scheme="accession", value="INV 8195, verso") in work.identifiers

    def test_a_deposit_has_a_keeper_and_an_owner(self, tmp_path: Path) -> None:
        """What the State owns and a museum has on its inventory is the State's, not the museum's."""
        works, agents, _ = read(tmp_path, FULL)
        [work] = works.values()
        museum, numbers = "joconde:agent:museofile-M0000", "RF 1977 1 ; LUX 2 P"
        assert work.holdings == (
            Holding(
                kind="keeper", name="musée lointain", city="Ailleurs", country="FR", inventory=numbers,
                credit_line="dépôt;Ailleurs;musée lointain ; 1990",
            ),
            Holding(
                kind="keeper", holder=museum, name="musée inventé", city="Ici", country="FR", inventory=numbers,
            ),
            Holding(
                kind="owner", name="Etat", country="FR", inventory=numbers,
                credit_line="propriété de l'Etat;don;musée inventé",
            ),
        )  # fmt: skip
        assert agents[museum].identifiers == (Identifier(scheme="museofile", value="M0000"),)
        assert (agents[museum].kind, agents[museum].name) == ("group", "musée inventé")

    @pytest.mark.parametrize(
        ("status", "place", "deposit", "expected"),
        [
            # at home
            ("propriété de la commune;achat;Ici;musée inventé", "Ici ; musée inventé", "",
             [("keeper", "musée inventé", "FR"), ("owner", "Ici (commune)", "FR")]),
            ("propriété privée", "", "", [("keeper", "musée inventé", "FR"), ("owner", "propriété privée", None)]),
            ("", "", "", [("keeper", "musée inventé", "FR")]),
            ("", "Ici ; musée départemental inventé", "", [("keeper", "musée inventé", "FR")]),
            # deposited in the record's museum by another one, under its older name too
            ("propriété de l'Etat;achat;musée premier", "Ici ; musée inventé", "dépôt;Ici;musée inventé",
             [("keeper", "musée inventé", "FR"), ("owner", "Etat", "FR")]),
            ("propriété de l'Etat;achat;musée premier", "Ici ; musée inventé", "dépôt;Ici;musée municipal",
             [("keeper", "musée inventé", "FR"), ("owner", "Etat", "FR")]),
            # assigned to another museum once, and in this one now
            ("propriété de l'Etat", "Ici ; musée inventé", "attribution;musée premier",
             [("keeper", "musée inventé", "FR"), ("owner", "Etat", "FR")]),
            # deposited elsewhere by this museum: in a museum of France, or anywhere
            ("propriété de l'Etat", "Loin ; musée inventé", "",
             [("keeper", "musée inventé", "FR"), ("keeper", "musée inventé", "FR"), ("owner", "Etat", "FR")]),
            ("propriété de la commune;achat", "Ailleurs ; mairie", "",
             [("keeper", "mairie", None), ("keeper", "musée inventé", "FR"), ("owner", "commune", "FR")]),
            ("", "Ici ; musée inventé", "dépôt;Ici;hôtel de ville",
             [("keeper", "hôtel de ville", "FR"), ("keeper", "musée inventé", "FR")]),
            ("", "", "affectation;musée inventé;affectation;Loin;musée second",
             [("keeper", "musée second", "FR"), ("keeper", "musée inventé", "FR")]),
            # lent, doubted or over
            ("", "", "prêt;Loin;mairie", [("keeper", "musée inventé", "FR")]),
            ("", "", "affectation (?);Loin;musée second", [("keeper", "musée inventé", "FR")]),
            ("", "", "dépôt;Loin;musée second;retour", [("keeper", "musée inventé", "FR")]),
        ],
    )  # fmt: skip
    def test_who_owns_and_who_keeps(
        self, tmp_path: Path, status: str, place: str, deposit: str, expected: list[tuple[str, str, str | None]]
    ) -> None:
        row = made(1, statut_juridique=status, localisation=place, lieu_de_depot=deposit, ville="Ici")
        [work] = read(tmp_path, row)[0].values()
        assert [(one.kind, one.name, one.country) for one in work.holdings] == expected
        said = " ".join(filter(None, (one.credit_line for one in work.holdings)))
        assert status in said
        assert deposit in said

    @pytest.mark.parametrize(
        ("status", "owner"),
        [
            ("propriété de l'Etat;achat;musée premier", ("Etat", None, "FR")),
            ("propriété de l'Etat ; saisie révolutionnaire", ("Etat", None, "FR")),
            ("propriété de l'Etat;Ailleurs;musée municipal", ("Etat", None, "FR")),
            ("propriété de la commune;don manuel;Ailleurs;musée premier", ("Ailleurs (commune)", None, "FR")),
            ("propriété de la commune;Ventenac", ("Ventenac (commune)", None, "FR")),
            ("propriété de la commune;achat;musée municipal", ("commune", None, "FR")),
            ("propriété de la commune;Ici;évêché", ("Ici (commune)", None, "FR")),
            ("Propriété de la commune, don manuel, Ici, musée du château", ("Ici (commune)", None, "FR")),
            ("propriété du département ; Haute-Saône ; don ; Musée Départemental",
             ("Haute-Saône (département)", None, "FR")),
            ("propriété du département (?);legs;Ici;musée premier", ("département ?", "Ici", "FR")),
            ("propriété de la communauté d'agglomération;achat;Ici;Centre d'art",
             ("communauté d'agglomération", "Ici", "FR")),
            ("propriété de la collectivité locale;Ici;musée du pays", ("collectivité locale", "Ici", "FR")),
            ("propriété publique;Ici;centre hospitalier", ("centre hospitalier", "Ici", "FR")),
            ("propriété privée;Ici;société archéologique", ("société archéologique", "Ici", None)),
            ("propriété privée personne morale;achat;Ici;musée du Vieux Lieu",
             ("propriété privée personne morale", None, None)),
            ("legs", None), ("achat;musée premier", None),
        ],
    )  # fmt: skip
    def test_the_owner_is_what_the_field_says(self, status: str, owner: tuple[str, str | None, str | None]) -> None:
        assert owners.owner(status) == owner

    def test_how_a_work_came_in_stands_with_the_museum_where_no_owner_is_said(self, tmp_path: Path) -> None:
        row = made(1, statut_juridique="legs", localisation="Loin ; mairie", date_de_depot="1990")
        [work] = read(tmp_path, row)[0].values()
        assert [(one.kind, one.name, one.credit_line) for one in work.holdings] == [
            ("keeper", "mairie", "1990"), ("keeper", "musée inventé", "legs"),
        ]  # fmt: skip

    def test_a_place_without_a_museum_is_a_museum_of_france(self, tmp_path: Path) -> None:
        """The tabular API may be asked for some columns only."""
        row = made(1, code_museofile="", nom_officiel_musee="", localisation="Paris ; Petit Palais")
        [work] = read(tmp_path, row)[0].values()
        assert work.holdings == (
            Holding(kind="keeper", name="Petit Palais", city="Paris", country="FR", inventory="INV 1"),
        )

    def test_rights(self, tmp_path: Path) -> None:
        works = read(tmp_path, FULL, made(2, presence_image="non", artiste_sous_droits="non"))[0]
        metadata, image, work = works["joconde:00000000001"].rights
        assert (metadata.covers, metadata.licence) == ("metadata", LICENCE_OUVERTE_2)
        assert (image.covers, image.licence) == ("image", None)
        assert (work.covers, work.licence) == ("work", IN_COPYRIGHT)
        assert work.statement == "artiste sous droits : oui; entrée dans le domaine public : 2050-01-01"
        assert [(one.covers, one.licence) for one in works["joconde:00000000002"].rights[1:]] == [("work", None)]
        assert all(work.images == () for work in works.values())

    def test_other_forms_of_a_record_say_the_same(self, tmp_path: Path) -> None:
        """Semicolons, JSON lines, a list, documents of both APIs, yes and no as JSON has them."""
        rows = [FULL, made(2), made(3)]
        expected = read(tmp_path, *rows)
        typed: list[dict[str, Any]] = [named(row) | {"__id": n, "Presence_image": True} for n, row in enumerate(rows)]
        typed[1]["Presence_image"] = typed[2]["Presence_image"] = None
        forms = {
            "joconde.csv": table(rows, ";"),
            "lines.jsonl": "\n".join(json.dumps(old(row)) for row in rows),
            "list.json": json.dumps([old(row) for row in rows], indent=1),
            "old.json": json.dumps({"total_count": 3, "results": [old(row) for row in rows]}),
            "tabular.json": json.dumps({"data": typed, "links": {"next": None}}),
            "bom.json": "\ufeff" + json.dumps({"results": [old(row) for row in rows]}),
        }
        for name, text in forms.items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            issues: list[Issue] = []
            found = entities(reader(str(path), issues.append))
            assert not issues
            assert list(found[0]) == list(expected[0]), name
            assert found == expected, name

    def test_a_museums_own_export_by_codes(self, tmp_path: Path) -> None:
        record = "REF\nM0000000001\nTITR\nMENU\nMILL\n1903 de\nDIMS\nl. 8 cm\nCOPY\n© Musée\nREDA\nA. Person\n//\n"
        text = io.StringIO()
        writer = csv.writer(text, delimiter="|")
        writer.writerow(["Cote", "Support", "Auteur", "Actimuse::_Export_Global DMF"])
        writer.writerow(["1", "DV", "A. Person", record])
        (tmp_path / "export.csv").write_text(text.getvalue(), encoding="utf-8")
        issues: list[Issue] = []
        works, _, _ = entities(reader(str(tmp_path / "export.csv"), issues.append))
        [work] = works.values()
        assert not issues
        assert (work.id, work.titles[0].text, work.dates[0].earliest) == ("joconde:M0000000001", "MENU", 1903)
        assert work.rights[0].holder == "© Musée"

    def test_only_what_changed_since(self, tmp_path: Path) -> None:
        path = tmp_path / "joconde.csv"
        path.write_text(table([made(1), made(2), made(3), made(4, date_de_mise_a_jour="")]), encoding="utf-8")
        found = [record.key for record in reader(str(path), since="2022-07-02").records()]
        assert found == ["00000000002", "00000000003", "00000000004"]

    def test_a_row_without_reference_is_reported(self, tmp_path: Path) -> None:
        path = tmp_path / "joconde.csv"
        path.write_text(table([made(1), made(2, reference=""), made(3)]), encoding="utf-8")
        issues: list[Issue] = []
        assert [record.cursor for record in reader(str(path), issues.append).records()] == ["1", "3"]
        assert [(issue.code, issue.located) for issue in issues] == [("no-key", "joconde.csv:3")]

    def test_html_in_a_text(self, tmp_path: Path) -> None:
        texts = {"commentaires": "Un <b>beau</b> pont &amp; rivière", "lien_video": '<a href="https://v.example">v</a>'}
        [work] = read(tmp_path, made(1, **texts))[0].values()
        said = {text.kind: text.text for text in work.texts}
        assert said["comment"] == "Un beau pont & rivière"
        assert said["link to a video"] == texts["lien_video"]


class TestInput:
    def test_the_old_address(self) -> None:
        with pytest.raises(UsageError, match="switched off in July 2026"):
            next(reader("https://data.culture.gouv.fr/api/explore/v2.1/catalog/datasets/x/records").records())

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            (b"", InputEmpty), (b"\n\n", InputEmpty), (b"<!DOCTYPE html><html></html>", InputFormat),
            (POINTER, InputPointer),
            (b"a|b\n1|2\n", InputFormat), (b'{"results": 3}', InputFormat), (b'{"message": "gone"}', InputFormat),
        ],
    )  # fmt: skip
    def test_what_is_no_joconde(self, tmp_path: Path, body: bytes, error: type[Exception]) -> None:
        path = tmp_path / "joconde.csv"
        path.write_bytes(body)
        with pytest.raises(error):
            list(reader(str(path)).records())

    def test_a_folder_goes_on_in_the_file_where_it_was(self, tmp_path: Path) -> None:
        for name, numbers in {"a.csv": (1, 2), "b.csv": (3, 4), "c.csv": (5,)}.items():
            (tmp_path / name).write_text(table([made(number) for number in numbers]), encoding="utf-8")
        found = list(reader(str(tmp_path)).records())
        assert [record.cursor for record in found] == ["1 a.csv", "2 a.csv", "1 b.csv", "2 b.csv", "1 c.csv"]
        (tmp_path / "a.csv").unlink()
        rest = list(reader(str(tmp_path), cursor="1 b.csv").records())
        assert [record.key[-1] for record in rest] == ["4", "5"]

    def test_a_folder_with_a_file_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text("<html></html>")
        (tmp_path / "b.csv").write_text(table([made(1)]), encoding="utf-8")
        issues: list[Issue] = []
        assert [record.key for record in reader(str(tmp_path), issues.append).records()] == ["00000000001"]
        assert [(one.code, one.located) for one in issues] == [("unreadable-file", "a.json")]
        (tmp_path / "b.csv").unlink()
        with pytest.raises(InputFormat, match=r"a\.json is a web page"):
            list(reader(str(tmp_path)).records())

    def test_what_is_no_text_is_reported_and_does_not_come_in(self, tmp_path: Path) -> None:
        row: dict[str, Any] = {
            "Reference": "00000000001", "Titre": {"fr": "Vue"}, "Auteur": [["A"], "B"],
            "Domaine": ["dessin", "estampe"], "Genre": ["paysage", {"x": 1}], "coordonnees": {"lat": 1},
            "Nouveau": {"y": 2}, "Commentaires": 7,
        }  # fmt: skip
        path = tmp_path / "rows.jsonl"
        path.write_text(json.dumps(row) + "\n" + json.dumps({"Reference": {"no": "key"}}))
        issues: list[Issue] = []
        works, agents, terms = entities(reader(str(path), issues.append))
        assert [(one.code, one.record, one.field, one.raw) for one in issues if one.code != "no-key"] == [
            ("not-a-text", "00000000001", "Titre", '{"fr": "Vue"}'),
            ("not-a-text", "00000000001", "Auteur", '[["A"], "B"]'),
            ("not-a-text", "00000000001", "Genre", '["paysage", {"x": 1}]'),
            ("new-field", "00000000001", "Nouveau", '{"y": 2}'),
        ]  # fmt: skip
        assert [one.raw for one in issues if one.code == "no-key"] == ['{"Reference": {"no": "key"}}']
        [work] = works.values()
        assert [title.text for title in work.titles] == ["[sans titre]"]
        assert (agents, sorted(term.label for term in terms.values())) == ({}, ["dessin", "estampe"])
        assert [text.text for text in work.texts] == ["7"]

    def test_a_file_that_is_cut(self, tmp_path: Path) -> None:
        packed = gzip.compress(table([made(number) for number in range(1, 400)]).encode(), mtime=0)
        path = tmp_path / "joconde.csv.gz"
        path.write_bytes(packed[: len(packed) // 2])
        found: list[Any] = []
        with pytest.raises(InputTruncated):
            found.extend(reader(str(path)).records())
        assert len(found) > 10

    def test_a_row_with_nul_is_reported_and_the_rest_goes_in(self, tmp_path: Path) -> None:
        path = tmp_path / "joconde.csv"
        path.write_text(table([made(1), made(2, titre="a\0b"), made(3)]), encoding="utf-8")
        issues: list[Issue] = []
        assert [record.key[-1] for record in reader(str(path), issues.append).records()] == ["1", "3"]
        assert [issue.code for issue in issues] == ["nul"]

    def test_a_dataset_without_a_table(self, tmp_path: Path) -> None:
        answer = Reply(200, b'{"resources": [{"id": "p", "format": "pdf"}]}', JSON)
        with pytest.raises(ServerFault, match="no CSV file of Joconde"):
            list(self.asking(tmp_path, lambda *_: answer))

    def test_a_table_that_is_not_served(self, tmp_path: Path) -> None:
        def answer(path: str, _: dict[str, str]) -> Reply:
            dataset = b'{"resources": [{"id": "r", "format": "csv"}]}'
            return Reply(200, dataset, JSON) if "/datasets/" in path else Reply(410, b"gone")

        with pytest.raises(ServerFault, match="does not serve"):
            list(self.asking(tmp_path, answer))

    def asking(self, tmp_path: Path, answer: Callable[[str, dict[str, str]], Reply]) -> list[Any]:
        senses = Clock().senses()
        with Server(answer) as server:
            source = reader(server.url)
            stored = Cache(tmp_path / "http.db", senses.now)
            source.context.fetcher = lambda: Fetcher(
                source.descriptor, stored=stored, senses=senses, tell=lambda _: None
            )
            return list(source.records())


def test_the_real_records(shared: Path, tmp_path: Path) -> None:
    """Every fixture: no field is unknown, nothing is unreadable, the difficult fields are right."""
    found: dict[str, Work] = {}
    agents: dict[str, Agent] = {}
    for path in sorted((shared / "fixtures" / "joconde").iterdir()):
        issues: list[Issue] = []
        works, people, _ = entities(reader(str(path), issues.append))
        assert not issues, path.name
        source = reader(str(path))
        lost = [one.path for one in asked(source, source.records()) if not (one.columns or one.ignored)]
        assert not lost, path.name
        found, agents = found | works, agents | people
        with Library.open(tmp_path / path.stem, create=True) as library:
            counts = import_source(library, "joconde", str(path)).counts
            assert (counts.works, counts.skipped, counts.issues) == (len(works), 0, 0)
    assert len(found) == 4
    drawing = found["joconde:50510016755"]
    assert [title.text for title in drawing.titles] == ["Grotesques", "Grotesques (verso)"]
    assert [(date.kind, date.earliest, date.latest) for date in drawing.dates] == [
        ("created", 1551, 1600), ("acquired", 1987, 1987),
    ]  # fmt: skip
    [maker] = [agents[credit.agent] for credit in drawing.credits]
    assert (maker.born, maker.died, maker.born_place) == (1561, 1602, "Paris")
    assert [(one.kind, one.holder or one.name, one.country) for one in drawing.holdings] == [
        ("keeper", "joconde:agent:museofile-M5051", "FR"), ("owner", "Etat", "FR"),
    ]  # fmt: skip
    painting = found["joconde:000PE004070"]
    assert [(size.kind, size.value) for size in painting.dimensions[:2]] == [("height", 81), ("width", 64.8)]
    assert [(one.name, one.city, one.country) for one in painting.holdings] == [("musée d'Orsay", "Paris", "FR")]
    menu = found["joconde:M0354017656"]
    assert [(one.kind, one.name, one.country) for one in menu.holdings] == [
        ("keeper", "Musée Départemental Albert Demard", "FR"), ("owner", "Haute-Saône (département)", "FR"),
    ]  # fmt: skip
    assert menu.credits == ()
    assert [(date.earliest, date.precision) for date in menu.dates] == [(1903, "year"), (1901, "range"), (2000, "day")]
