"""LIDO in the common shape: one record with everything in it, written by hand (synthetic), and the records at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from culturedata.data.records import Agent, Credit, Dimension, Holding, Relation, Rights, Term, Text, Work
from culturedata.importing.descriptor import read
from culturedata.importing.inputs import xml
from culturedata.importing.source import Context, Issue
from culturedata.importing.standards.lido.record import LIDO, PREFIXES, key, lido
from tests.contract_source import UNREAD

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
TERMS = "http://terminology.lido-schema.org"
OPENING = (
    f'<lido:lido xmlns:lido="{LIDO}" xmlns:skos="http://www.w3.org/2004/02/skos/core#" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)


def concept(name: str, id_: str, **labels: str) -> str:
    """A concept as LIDO 1.0 has it."""
    terms = "".join(f'<lido:term xml:lang="{lang}">{label}</lido:term>' for lang, label in labels.items())
    return f'<lido:{name}><lido:conceptID lido:type="URI">{id_}</lido:conceptID>{terms}</lido:{name}>'


def skos(name: str, id_: str, **labels: str) -> str:
    """A concept as LIDO 1.1 has it."""
    terms = "".join(f'<skos:prefLabel xml:lang="{lang}">{label}</skos:prefLabel>' for lang, label in labels.items())
    return f'<lido:{name}><skos:Concept rdf:about="{id_}">{terms}</skos:Concept></lido:{name}>'


def named(name: str, text: str, more: str = "", tail: str = "") -> str:
    """An element with a set of appellations."""
    return f"<lido:{name}{more}><lido:appellationValue{tail}>{text}</lido:appellationValue></lido:{name}>"


def body_of(name: str, id_: str, said: str) -> str:
    """A legal body."""
    return f"<lido:{name}><lido:legalBodyID>{id_}</lido:legalBodyID>{named('legalBodyName', said)}</lido:{name}>"


def actor(name: str, ids: str = "", more: str = "", kind: str = "person", inner: str = "") -> str:
    return (
        f'<lido:actor lido:type="{kind}">{ids}{named("nameActorSet", name)}{more}</lido:actor>{inner}'
    )  # fmt: skip


def size(kind: str, value: str, unit: str = "cm") -> str:
    return (
        f"<lido:measurementsSet><lido:measurementType>{kind}</lido:measurementType><lido:measurementUnit>{unit}"
        f"</lido:measurementUnit><lido:measurementValue>{value}</lido:measurementValue></lido:measurementsSet>"
    )


def event(kind: str, inner: str) -> str:
    return f"<lido:eventSet><lido:event>{kind}{inner}</lido:event></lido:eventSet>"


def dated(shown: str, earliest: str, latest: str) -> str:
    return (
        f"<lido:eventDate><lido:displayDate>{shown}</lido:displayDate><lido:date><lido:earliestDate>{earliest}"
        f"</lido:earliestDate><lido:latestDate>{latest}</lido:latestDate></lido:date></lido:eventDate>"
    )


PRODUCTION = event(
    concept("eventType", f"{TERMS}/lido00007", de="Herstellung"),
    "<lido:eventActor><lido:displayActorInRole>A. Person (1801-1848), Radierer</lido:displayActorInRole>"
    "<lido:actorInRole>"
    + actor(
        "Person, A.",
        '<lido:actorID lido:type="URI" lido:source="GND">118540238</lido:actorID>',
        concept("nationalityActor", "http://vocab.getty.edu/aat/300107956", en="American")
        + "<lido:vitalDatesActor><lido:earliestDate>1801</lido:earliestDate><lido:latestDate>1848</lido:latestDate>"
        "</lido:vitalDatesActor><lido:genderActor>weiblich</lido:genderActor>",
    )
    + concept("roleActor", "http://vocab.getty.edu/aat/300025103", de="Radierer")
    + "<lido:attributionQualifierActor><lido:term>zugeschrieben</lido:term></lido:attributionQualifierActor>"
    + "<lido:extentActor><lido:term>Kupferstich</lido:term></lido:extentActor>"
    "</lido:actorInRole></lido:eventActor>"
    "<lido:eventActor><lido:actorInRole>"
    + actor("Werkstatt X", kind="corporation", inner=concept("roleActor", "x:1", de="Glockenläuter"))
    + "</lido:actorInRole></lido:eventActor>"
    "<lido:eventActor><lido:displayActorInRole>after B. Person</lido:displayActorInRole></lido:eventActor>"
    + concept("culture", "c:1", en="an invented culture")
    + dated("um 1830", "1828", "1832-12-31")
    + concept("periodName", "p:1", de="Biedermeier")
    + '<lido:eventPlace><lido:place lido:politicalEntity="city"><lido:placeID>https://sws.geonames.org/2925533/'
    "</lido:placeID>"
    + named("namePlaceSet", "Frankfurt")
    + '<lido:partOfPlace lido:politicalEntity="country">'
    + named("namePlaceSet", "Deutschland")
    + "</lido:partOfPlace></lido:place></lido:eventPlace>"
    "<lido:eventMaterialsTech><lido:displayMaterialsTech>Radierung auf Papier</lido:displayMaterialsTech>"
    "<lido:materialsTech>"
    f'<lido:termMaterialsTech lido:type="{TERMS}/lido00132"><lido:term xml:lang="de">Papier</lido:term>'
    "</lido:termMaterialsTech>"
    '<lido:termMaterialsTech lido:type="technique"><lido:term xml:lang="de">Radierung</lido:term>'
    "</lido:termMaterialsTech><lido:extentMaterialsTech><lido:term>Bild</lido:term></lido:extentMaterialsTech>"
    "</lido:materialsTech></lido:eventMaterialsTech>"
    "<lido:eventDescriptionSet><lido:descriptiveNoteValue>Im Auftrag.</lido:descriptiveNoteValue>"
    "</lido:eventDescriptionSet>",
)
OTHERS = (
    event(
        concept("eventType", f"{TERMS}/lido00001", en="Acquisition"),
        dated("1901", "1901", "1901")
        + "<lido:eventActor><lido:actorInRole>"
        + actor("C. Person", inner=concept("roleActor", "r:1", en="donor"))
        + "</lido:actorInRole></lido:eventActor>"
        + concept("eventMethod", "m:1", en="gift"),
    )
    + event(
        concept("eventType", f"{TERMS}/lido00002", en="Finding"),
        "<lido:eventPlace><lido:displayPlace>near a river</lido:displayPlace></lido:eventPlace>"
        + dated("1850", "1850", "1850"),
    )
    + event(
        concept("eventType", f"{TERMS}/lido00225", en="Exhibition"),
        named("eventName", "A show")
        + "<lido:thingPresent><lido:object><lido:objectNote>A frame</lido:objectNote></lido:object></lido:thingPresent>"
        "<lido:relatedEventSet><lido:relatedEvent><lido:displayEvent>A tour</lido:displayEvent></lido:relatedEvent>"
        "</lido:relatedEventSet>",
    )
    + event(concept("eventType", f"{TERMS}/lido00228", en="Publication"), dated("1833", "1833", "1833"))
)
SUBJECTS = (
    "<lido:subjectWrap><lido:subjectSet><lido:displaySubject>Boats at sea</lido:displaySubject><lido:subject>"
    + skos("subjectConcept", "https://iconclass.org/46C24", de="Schiffe")
    + "<lido:subjectActor>"
    + actor("D. Person")
    + "</lido:subjectActor><lido:subjectPlace><lido:displayPlace>A bay</lido:displayPlace></lido:subjectPlace>"
    "<lido:subjectDate><lido:displayDate>1829</lido:displayDate></lido:subjectDate>"
    "<lido:subjectEvent><lido:displayEvent>A storm</lido:displayEvent></lido:subjectEvent>"
    "<lido:subjectObject><lido:displayObject>A mast</lido:displayObject></lido:subjectObject>"
    "</lido:subject></lido:subjectSet></lido:subjectWrap>"
)
RELATED = (
    "<lido:relatedWorksWrap><lido:relatedWorkSet><lido:relatedWork><lido:object>"
    "<lido:objectID>XX-1/7</lido:objectID><lido:objectNote>A second sheet</lido:objectNote></lido:object>"
    "</lido:relatedWork>"
    + concept("relatedWorkRelType", "rel:1", en="part of")
    + "</lido:relatedWorkSet></lido:relatedWorksWrap>"
)
IDENTIFICATION = (
    "<lido:objectIdentificationWrap><lido:titleWrap>"
    + named("titleSet", "Zwei Boote", tail=' lido:pref="preferred"')
    + named("titleSet", "Two boats", tail=' lido:pref="preferred" xml:lang="en"')
    + named("titleSet", "Boote", tail=' lido:pref="alternate"')
    + "</lido:titleWrap><lido:inscriptionsWrap><lido:inscriptions><lido:inscriptionTranscription>A.P. fec."
    "</lido:inscriptionTranscription><lido:inscriptionDescription><lido:descriptiveNoteValue>unten links"
    "</lido:descriptiveNoteValue></lido:inscriptionDescription></lido:inscriptions></lido:inscriptionsWrap>"
    "<lido:repositoryWrap>"
    '<lido:repositorySet lido:type="current">'
    + body_of("repositoryName", "http://ld.zdb-services.de/resource/organisations/DE-MUS-000001", "Museum X")
    + '<lido:workID lido:type="inventory number">A 1</lido:workID><lido:workID>old 7</lido:workID>'
    "<lido:repositoryLocation>"
    + named("namePlaceSet", "Lübeck")
    + '<lido:partOfPlace lido:politicalEntity="country">'
    + named("namePlaceSet", "Deutschland")
    + "</lido:partOfPlace></lido:repositoryLocation></lido:repositorySet>"
    '<lido:repositorySet lido:type="former"><lido:displayRepository>A castle</lido:displayRepository>'
    "</lido:repositorySet></lido:repositoryWrap>"
    "<lido:displayStateEditionWrap><lido:displayState>II</lido:displayState><lido:displayEdition>3rd"
    "</lido:displayEdition></lido:displayStateEditionWrap>"
    "<lido:objectDescriptionWrap><lido:objectDescriptionSet><lido:descriptiveNoteValue>Zwei Boote auf See."
    "</lido:descriptiveNoteValue><lido:objectDescriptionRights>"
    + skos("rightsType", "https://creativecommons.org/licenses/by/4.0/", en="CC BY 4.0")
    + "</lido:objectDescriptionRights></lido:objectDescriptionSet></lido:objectDescriptionWrap>"
    "<lido:objectMeasurementsWrap><lido:objectMeasurementsSet><lido:displayObjectMeasurements>24,5 x 30 cm"
    "</lido:displayObjectMeasurements><lido:objectMeasurements>"
    + size("Höhe", "24,5")
    + size("Breite (offen)", "30")
    + size("Laufzeit", "eine Stunde", "")
    + "<lido:extentMeasurements>Blatt</lido:extentMeasurements><lido:shapeMeasurements>oval</lido:shapeMeasurements>"
    "</lido:objectMeasurements></lido:objectMeasurementsSet></lido:objectMeasurementsWrap>"
    "<lido:objectMaterialsTechWrap><lido:objectMaterialsTechSet><lido:materialsTech>"
    f'<lido:termMaterialsTech lido:type="{TERMS}/lido00131"><lido:term xml:lang="de">Aquatinta</lido:term>'
    "</lido:termMaterialsTech></lido:materialsTech></lido:objectMaterialsTechSet></lido:objectMaterialsTechWrap>"
    "</lido:objectIdentificationWrap>"
)
RIGHTS = (
    "<lido:rightsWorkWrap><lido:rightsWorkSet><lido:rightsType><lido:term>Public Domain Mark 1.0</lido:term>"
    "</lido:rightsType><lido:creditLine>Gift of C. Person, 1901</lido:creditLine></lido:rightsWorkSet>"
    "</lido:rightsWorkWrap>"
)
RECORD = (
    "<lido:recordWrap><lido:recordID>r1</lido:recordID>"
    + concept("recordType", "t:1", en="item")
    + body_of("recordSource", "x:1", "Museum X")
    + body_of("recordSource", "x:2", "A network")
    + "<lido:recordRights>"
    + concept("rightsType", CC0, en="CC0 1.0")
    + "</lido:recordRights><lido:recordInfoSet><lido:recordInfoLink>https://m.example/1</lido:recordInfoLink>"
    "<lido:recordMetadataDate>2021-01-01</lido:recordMetadataDate></lido:recordInfoSet></lido:recordWrap>"
)


def resource(order: int, inner: str, licence: str = CC0) -> str:
    return (
        f'<lido:resourceSet lido:sortorder="{order}">{inner}<lido:resourceType><lido:term>Bild</lido:term>'
        "</lido:resourceType><lido:resourceDescription>Two boats, a photograph</lido:resourceDescription>"
        f"<lido:rightsResource>{concept('rightsType', licence, en='a licence')}"
        f"{body_of('rightsHolder', 'x:1', 'Museum X')}</lido:rightsResource></lido:resourceSet>"
    )


def copy(kind: str, url: str, width: int = 0) -> str:
    sizes = (
        "<lido:resourceMeasurementsSet><lido:measurementType>width</lido:measurementType><lido:measurementUnit>pixel"
        f"</lido:measurementUnit><lido:measurementValue>{width}</lido:measurementValue></lido:resourceMeasurementsSet>"
    )
    return (
        f'<lido:resourceRepresentation lido:type="{kind}"><lido:linkResource lido:formatResource="image/jpeg">{url}'
        f"</lido:linkResource>{sizes if width else ''}</lido:resourceRepresentation>"
    )


RESOURCES = (
    "<lido:resourceWrap>"
    + resource(2, copy("provided", "https://m.example/b.jpg"), "http://rightsstatements.org/vocab/InC/1.0/")
    + resource(
        1,
        copy(f"{TERMS}/lido00451", "https://m.example/a-small.jpg")
        + copy("x", "https://m.example/a-mid.jpg", 800)
        + copy("x", "https://m.example/a.jpg", 4000)
        + copy("x", "https://m.example/iiif/a/info.json"),
    )
    + "</lido:resourceWrap>"
)


def record(number: str = "XX-1/1", *, other_language: bool = True) -> bytes:
    """A record with every wrap of LIDO, and a second description of the same in English."""
    english = (
        '<lido:descriptiveMetadata xml:lang="en"><lido:objectClassificationWrap><lido:objectWorkTypeWrap>'
        + concept("objectWorkType", "http://vocab.getty.edu/aat/300041273", en="prints")
        + "</lido:objectWorkTypeWrap></lido:objectClassificationWrap>"
        + IDENTIFICATION[: IDENTIFICATION.index("<lido:inscriptionsWrap>")]
        + "</lido:objectIdentificationWrap></lido:descriptiveMetadata>"
    )
    return (
        f'{OPENING}<lido:lidoRecID lido:type="local">{number}</lido:lidoRecID>'
        "<lido:objectPublishedID>http://www.wikidata.org/entity/Q12345</lido:objectPublishedID>"
        '<lido:descriptiveMetadata xml:lang="de"><lido:objectClassificationWrap><lido:objectWorkTypeWrap>'
        + concept("objectWorkType", "http://vocab.getty.edu/aat/300041273", de="Druckgraphik")
        + "</lido:objectWorkTypeWrap><lido:classificationWrap>"
        + skos("classification", "https://d-nb.info/gnd/4021845-4", de="Graphik")
        + "</lido:classificationWrap></lido:objectClassificationWrap>"
        + IDENTIFICATION
        + f"<lido:eventWrap>{PRODUCTION}{OTHERS}</lido:eventWrap>"
        + f"<lido:objectRelationWrap>{SUBJECTS}{RELATED}</lido:objectRelationWrap></lido:descriptiveMetadata>"
        + (english if other_language else "")
        + f'<lido:administrativeMetadata xml:lang="de">{RIGHTS}{RECORD}{RESOURCES}</lido:administrativeMetadata>'
        "</lido:lido>"
    ).encode()


def short(number: str) -> bytes:
    """A record with a title and a maker alone."""
    production = event(
        concept("eventType", f"{TERMS}/lido00007", de="Herstellung"),
        f"<lido:eventActor><lido:actorInRole>{actor('Person, A.')}</lido:actorInRole></lido:eventActor>",
    )
    return (
        f"{OPENING}<lido:lidoRecID>{number}</lido:lidoRecID><lido:descriptiveMetadata>"
        f"<lido:objectIdentificationWrap><lido:titleWrap>{named('titleSet', 'Ein Boot')}</lido:titleWrap>"
        f"</lido:objectIdentificationWrap><lido:eventWrap>{production}</lido:eventWrap></lido:descriptiveMetadata>"
        "</lido:lido>"
    ).encode()


def context(folder: Path, issues: list[Issue]) -> Context:
    path = folder / "a-museum.yml"
    path.write_text("title: A museum\ndomain: [museum]\nlicence: CC0 1.0\nreader: lido\n", encoding="utf-8")
    return Context(read(path, own=True), report=issues.append)


def said(body: bytes, folder: Path) -> tuple[Work, dict[str, Agent], dict[str, Term], list[Issue]]:
    """What a record says: the work, the agents and the terms by their ids behind the kind, what was reported."""
    issues: list[Issue] = []
    tree = xml.tree(body, PREFIXES)
    found = lido(tree, context(folder, issues), "a-museum", str(key(tree)))
    agents = {one.id.removeprefix("a-museum:agent:"): one for one in found if isinstance(one, Agent)}
    terms = {one.id.removeprefix("a-museum:term:"): one for one in found if isinstance(one, Term)}
    [work] = [one for one in found if isinstance(one, Work)]
    return work, agents, terms, issues


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Work, dict[str, Agent], dict[str, Term], list[Issue]]:
    return said(record(), tmp_path)


Whole = tuple[Work, dict[str, Agent], dict[str, Term], list[Issue]]


def test_nothing_is_unknown(whole: Whole) -> None:
    assert [issue for issue in whole[3] if issue.code in UNREAD] == []


def test_a_date_that_can_not_be_read_is_kept_and_reported(tmp_path: Path) -> None:
    """Unless it says that nothing is known, or the years stand beside it."""
    kind = concept("eventType", f"{TERMS}/lido00007", de="Herstellung")
    shown = "<lido:eventDate><lido:displayDate>{}</lido:displayDate></lido:eventDate>"
    dates = (shown.format("am Tag des Marktes"), shown.format("undatiert"), dated("im Frühling", "1801", "1802"))
    body = short("1").decode()
    made = "".join(event(kind, one) for one in dates)
    work, _, _, issues = said(body.replace("</lido:eventWrap>", f"{made}</lido:eventWrap>").encode(), tmp_path)
    assert [(one.code, one.raw) for one in issues] == [("unread-date", "am Tag des Marktes")]
    assert [one.text for one in work.dates] == ["am Tag des Marktes", "undatiert", "im Frühling"]


def test_titles_identifiers_and_page(whole: Whole) -> None:
    work = whole[0]
    assert (work.id, work.domain, work.url) == ("a-museum:XX-1/1", "museum", "https://m.example/1")
    assert [(one.text, one.lang, one.kind) for one in work.titles[:3]] == [
        ("Zwei Boote", "de", "original"), ("Two boats", "en", "translated"), ("Boote", "de", "alternative"),
    ]  # fmt: skip
    assert [(one.scheme, one.value) for one in work.identifiers] == [
        ("lido", "XX-1/1"), ("wikidata", "Q12345"), ("uri", "http://www.wikidata.org/entity/Q12345"),
        ("accession", "A 1"), ("accession", "old 7"),
    ]  # fmt: skip


def test_a_second_language_makes_no_second_term(whole: Whole) -> None:
    work, _, terms, _ = whole
    assert [one.term for one in work.terms if one.facet == "type"] == ["a-museum:term:type/aat:300041273"]
    kind = terms["type/aat:300041273"]
    assert (kind.label, kind.label_en, kind.url) == ("Druckgraphik", "prints", "http://vocab.getty.edu/aat/300041273")


def test_what_two_languages_say_of_a_term_is_kept(tmp_path: Path) -> None:
    kind = concept("objectWorkType", "http://vocab.getty.edu/aat/300041273", de="Druckgraphik")
    body = record().replace(
        kind.encode(), kind.replace('lang="de"', 'lang="fr"').replace("Druckgraphik", "estampe").encode()
    )
    term = said(body, tmp_path)[2]["type/aat:300041273"]
    assert (term.label, term.label_fr, term.label_en) == ("estampe", "estampe", "prints")


def test_makers_with_role_doubt_and_life(whole: Whole) -> None:
    work, agents, _, _ = whole
    assert work.credits == (
        Credit(
            agent="a-museum:agent:gnd:118540238", role="printmaker", attribution="attributed to",
            note="Radierer; zugeschrieben; Kupferstich",
        ),
        Credit(agent="a-museum:agent:werkstatt-x", role="contributor", note="Glockenläuter"),
        Credit(agent="a-museum:agent:b-person", role="artist", attribution="after", note="after"),
    )  # fmt: skip
    maker = agents["gnd:118540238"]
    assert (maker.name, maker.kind, maker.born, maker.died, maker.gender, maker.country) == (
        "Person, A.", "person", 1801, 1848, "female", "American",
    )  # fmt: skip
    assert [(one.scheme, one.value) for one in maker.identifiers] == [("gnd", "118540238")]
    assert agents["werkstatt-x"].kind == "group"


def test_when_where_and_of_what(whole: Whole) -> None:
    work, _, terms, _ = whole
    assert [(one.kind, one.text, one.earliest, one.latest, one.qualifier) for one in work.dates] == [
        ("created", "um 1830", 1828, 1832, "circa"), ("acquired", "1901", 1901, 1901, None),
        ("published", "1833", 1833, 1833, None),
    ]  # fmt: skip
    facets = {(one.facet, terms[one.term.removeprefix("a-museum:term:")].label) for one in work.terms}
    assert facets >= {
        ("material", "Papier"), ("technique", "Radierung"), ("technique", "Aquatinta"), ("place", "Frankfurt"),
        ("place", "near a river"), ("culture", "an invented culture"), ("period", "Biedermeier"),
        ("classification", "Graphik"),
    }  # fmt: skip
    assert terms["place/geonames:2925533"].parents == ("a-museum:term:place/de:deutschland",)
    assert ("place", "Deutschland") not in facets


def test_what_became_of_it_is_told(whole: Whole) -> None:
    told = {one.kind: one.text for one in whole[0].texts}
    assert told["acquisition"] == "C. Person (donor); 1901; gift"
    assert told["finding"] == "1850; near a river"
    assert told["exhibition"] == "A show; A frame; A tour"
    assert told["production"] == "Im Auftrag."
    assert told["former repository"] == "A castle"
    assert (told["state"], told["edition"]) == ("II", "3rd")
    assert {one.text for one in whole[0].texts if one.kind == "medium"} == {
        "Radierung auf Papier", "Bild: Papier, Radierung",
    }  # fmt: skip
    assert {one.text for one in whole[0].texts if one.kind == "inscription"} == {"A.P. fec.", "unten links"}


def test_subjects_and_related_works(whole: Whole) -> None:
    work, _, terms, _ = whole
    labels = [terms[one.term.removeprefix("a-museum:term:")].label for one in work.terms if one.facet == "subject"]
    assert labels == ["Schiffe", "D. Person", "A bay", "1829", "A storm"]
    assert work.relations == (
        Relation(kind="depicts", text="A mast"),
        Relation(kind="part of", target="a-museum:XX-1/7", text="A second sheet"),
    )
    assert Text(kind="subject", text="Boats at sea", lang="de") in work.texts


def test_sizes(whole: Whole) -> None:
    assert whole[0].dimensions == (
        Dimension(kind="text", text="24,5 x 30 cm"),
        Dimension(kind="height", part="Blatt", value=24.5, unit="cm"),
        Dimension(kind="width", part="Blatt; offen", value=30, unit="cm"),
        Dimension(kind="laufzeit", part="Blatt", text="eine Stunde"),
        Dimension(kind="shape", part="Blatt", text="oval"),
    )


def test_the_keeper(whole: Whole) -> None:
    work, agents, _, _ = whole
    assert work.holdings == (
        Holding(
            kind="keeper", holder="a-museum:agent:isil:DE-MUS-000001", name="Museum X", city="Lübeck",
            country="Deutschland", inventory="A 1", credit_line="Gift of C. Person, 1901",
        ),
    )  # fmt: skip
    keeper = agents["isil:DE-MUS-000001"]
    assert [(keeper.kind, one.scheme, one.value) for one in keeper.identifiers] == [("group", "isil", "DE-MUS-000001")]


def test_rights_apart(whole: Whole) -> None:
    work = whole[0]
    assert [(one.covers, one.licence, one.holder) for one in work.rights] == [
        ("work", "https://creativecommons.org/publicdomain/mark/1.0/", None),
        ("metadata", CC0, "Museum X"),
        ("image", CC0, "Museum X"),
        ("image", "http://rightsstatements.org/vocab/InC/1.0/", "Museum X"),
        ("text", "https://creativecommons.org/licenses/by/4.0/", None),
    ]
    [description] = [one for one in work.texts if one.kind == "description"]
    assert description.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert [one.text for one in work.texts if one.kind == "record source"] == ["A network"]


def test_pictures_in_their_order_each_once(whole: Whole) -> None:
    first, second = whole[0].images
    assert (first.url, first.thumbnail, first.iiif, first.width) == (
        "https://m.example/a.jpg", "https://m.example/a-small.jpg", "https://m.example/iiif/a", 4000,
    )  # fmt: skip
    assert (first.open, first.licence, first.alt, first.credit) == (True, CC0, "Two boats, a photograph", "Museum X")
    assert (second.url, second.open, second.licence) == (
        "https://m.example/b.jpg", False, "http://rightsstatements.org/vocab/InC/1.0/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<lido:earliestDate>-0500</lido:earliestDate><lido:latestDate>-0450-12-31</lido:latestDate>", (-500, -450)),
        ("<lido:earliestDate>0000</lido:earliestDate><lido:latestDate>0079</lido:latestDate>", (None, 79)),
        ("<lido:earliestDate>bald</lido:earliestDate>", (None, None)),
    ],
)
def test_bounds_of_dates(tmp_path: Path, element: str, expected: tuple[int | None, int | None]) -> None:
    """There is no year 0, and nothing is guessed."""
    production = event(
        concept("eventType", f"{TERMS}/lido00007", de="Herstellung"),
        f"<lido:eventDate><lido:displayDate>damals</lido:displayDate><lido:date>{element}</lido:date></lido:eventDate>",
    )
    body = record().replace(PRODUCTION.encode(), production.encode())
    date = said(body, tmp_path)[0].dates[0]
    assert (date.text, date.earliest, date.latest) == ("damals", *expected)


def test_a_film_is_no_picture(tmp_path: Path) -> None:
    body = record().replace(b'lido:formatResource="image/jpeg"', b"").replace(b"<lido:term>Bild", b"<lido:term>Video")
    work = said(body, tmp_path)[0]
    assert work.images == ()
    assert "https://m.example/b.jpg" in " ".join(one.text for one in work.texts if one.kind == "video")


def test_a_licence_that_is_not_known_opens_nothing(tmp_path: Path) -> None:
    body = record().replace(f">{CC0}<".encode(), b">https://m.example/terms<").replace(b">CC0 1.0<", b">ask us<")
    work = said(body.replace(b">a licence<", b">ask us<"), tmp_path)[0]
    assert [one.open for one in work.images] == [False, False]
    assert [(one.licence, one.statement) for one in work.rights if one.covers == "metadata"] == [
        ("https://m.example/terms", "ask us")
    ]


def test_a_picture_with_two_rights_is_open_only_if_both_are(tmp_path: Path) -> None:
    closed = concept("rightsType", "http://rightsstatements.org/vocab/InC/1.0/", en="in copyright")
    both = f"<lido:rightsResource>{closed}</lido:rightsResource></lido:resourceSet>".encode()
    work = said(record().replace(b"</lido:resourceSet>", both), tmp_path)[0]
    assert [one.open for one in work.images] == [False, False]


def test_without_a_word_of_rights_the_descriptor_speaks(tmp_path: Path) -> None:
    body = record().replace(RECORD.encode(), b"<lido:recordWrap/>")
    [rights] = [one for one in said(body, tmp_path)[0].rights if one.covers == "metadata"]
    assert rights == Rights(covers="metadata", licence=CC0, statement="CC0 1.0")


def test_another_document_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no LIDO record but 'html'"):
        lido(xml.tree(b"<html/>", PREFIXES), context(tmp_path, []), "a-museum", "1")


def test_the_key_is_the_first_identifier() -> None:
    tree = xml.tree(record("  XX-1/9 "), PREFIXES)
    assert key(tree) == "XX-1/9"
    assert key(xml.tree(record(""), PREFIXES)) is None
    assert "lidoRecID" in tree["lido"]


REAL: dict[str, dict[str, Any]] = {
    "example1.xml": {"type": "aat:300379868", "keeper": "Museum für Kunst und Gewerbe Hamburg", "parts": ["geöffnet"]},
    "defaultLido.xml": {"type": "aat:300038888", "keeper": "Museum für Kunst und Gewerbe", "parts": []},
}


@pytest.mark.parametrize("name", REAL)
def test_the_records_at_hand(name: str, shared: Path, tmp_path: Path) -> None:
    work, agents, terms, issues = said((shared / "fixtures" / "lido" / name).read_bytes(), tmp_path)
    expected = REAL[name]
    assert issues == []
    assert work.id == "a-museum:DE-MUS-059918/dc00018494"
    assert f"type/{expected['type']}" in terms
    assert [(one.role, one.agent.removeprefix("a-museum:agent:")) for one in work.credits] == [
        ("artist", "gnd:1229708928"), ("engraver", "gnd:161108342"), ("engraver", "viaf:89840489"),
    ]  # fmt: skip
    assert [(one.earliest, one.latest, one.qualifier) for one in work.dates] == [(1596, 1605, "circa")]
    assert [(one.kind, one.value) for one in work.dimensions if one.value] == [
        ("height", 106), ("width", 101.1), ("depth", 60.9), ("width", 190),
    ]  # fmt: skip
    assert [one.part for one in work.dimensions if one.part] == expected["parts"]
    assert [(one.name, one.inventory) for one in work.holdings] == [(expected["keeper"], "1977.20")]
    assert [(one.open, bool(one.alt)) for one in work.images] == [(True, True)] * 3
    assert agents["isil:DE-MUS-059918"].kind == "group"
    assert {one.facet for one in terms.values()} == {
        "type", "classification", "place", "material", "technique", "subject",
    }  # fmt: skip
