"""Words about rights as sources print them: what each means, what must mean nothing, and properties of all."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from culturedata import resources
from culturedata.data import licences
from culturedata.data.licences import Licence, licence

CC = "https://creativecommons.org/licenses"
RS = "http://rightsstatements.org/vocab"
LO_1 = "https://www.etalab.gouv.fr/wp-content/uploads/2014/05/Licence_Ouverte.pdf"
ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version"

# kind and address (None: no single one), and what sources print for it
MEANT: dict[tuple[str, str | None], list[str]] = {
    ("public-domain", licences.CC0): [
        "https://creativecommons.org/publicdomain/zero/1.0/", "http://creativecommons.org/publicdomain/zero/1.0/",
        "http://creativecommons.org/publicdomain/zero/1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
        "https://creativecommons.org/publicdomain/zero/1.0/legalcode", "creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/deed.zh_TW", "//creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/?ref=chooser-v1", "CC0", "cc0", "CC-0", "CC0 1.0", "CC0-1.0",
        "CC Zero", "cc-zero", "CC0 1.0 Universal", "CC0 1.0 Universell", "Creative Commons Zero",
        "Creative Commons CC0",
        "Creative Commons Zero v1.0 Universal", "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "Licence CC0",
        "Public Domain Dedication (CC0)", "CC0 (Public Domain)", "Creative Commons Zero (CC0)",
    ],
    ("public-domain", licences.PUBLIC_DOMAIN): [
        "http://creativecommons.org/publicdomain/mark/1.0/",
        "https://creativecommons.org/publicdomain/mark/1.0/deed.nl", "PDM", "PDM 1.0", "Public Domain Mark 1.0",
        "Public Domain", "public domain", "PUBLIC DOMAIN.", "Public-Domain",
        "In the public domain", "Out of copyright", "No copyright", "Domaine public", "« Domaine public »",
        "Œuvre du domaine public", "Gemeinfrei", "gemeinfrei (Public Domain)", "Publiek domein", "Dominio público",
        "dominio publico", "En el dominio público", "http://www.wikidata.org/entity/Q19652",
    ],
    ("public-domain", f"{CC}/publicdomain/"): ["http://creativecommons.org/licenses/publicdomain/", "CC-PDDC"],
    ("public-domain", "https://opendatacommons.org/licenses/pddl/1-0/"): [
        "http://opendatacommons.org/licenses/pddl/1.0/", "http://opendatacommons.org/licenses/pddl/", "PDDL",
    ],
    ("public-domain", "https://www.govdata.de/dl-de/zero-2-0"): ["Datenlizenz Deutschland – Zero – Version 2.0"],
    ("open", licences.CC_BY): [
        "https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by/4.0",
        "https://creativecommons.org/licenses/by/4.0/deed.en", "https://www.creativecommons.org/licenses/by/4.0/deed",
        "https://creativecommons.org/licenses/by/4.0/legalcode.fr", "CC BY 4.0", "CC-BY 4.0", "CC-BY-4.0", "cc by 4.0",
        "cc_by_4.0", "CC\u00a0BY\u00a04.0", "CC BY v4.0", "CC BY 4.0 International", "Creative Commons BY 4.0",
        "Attribution 4.0 International", "Attribution 4.0 International (CC BY 4.0)", "Creative Commons (CC BY 4.0)",
        "Creative Commons Attribution 4.0 International License", "Licence Creative Commons Attribution 4.0",
        "Creative Commons Attribution (CC BY 4.0)", "Namensnennung 4.0 International", "Atribución 4.0 Internacional",
        "Naamsvermelding 4.0 Internationaal", "Creative Commons Namensnennung 4.0 International Lizenz",
    ],
    ("open", f"{CC}/by/3.0/"): ["http://creativecommons.org/licenses/by/3.0/", "CC BY 3.0", "Attribution 3.0 Unported"],
    ("open", f"{CC}/by/2.5/"): ["CC BY 2.5", "http://creativecommons.org/licenses/by/2.5/"],
    ("open", f"{CC}/by/2.0/"): ["CC-BY-2.0", "Attribution 2.0 Generic (CC BY 2.0)"],
    ("open", f"{CC}/by/1.0/"): ["CC BY 1.0"],
    ("open", f"{CC}/by/2.1/jp/"): ["http://creativecommons.org/licenses/by/2.1/jp/"],
    ("open", f"{CC}/by/3.0/no/"): ["https://creativecommons.org/licenses/by/3.0/no/", "CC BY 3.0 Norge"],
    ("open", f"{CC}/by/3.0/igo/"): ["CC BY 3.0 IGO"],
    ("open", licences.CC_BY_SA): [
        "https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0", "CC-BY-SA-4.0", "CC BY SA 4.0",
        "Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)", "Creative Commons Attribution-Share Alike 4.0",
        "Attribution - Partage dans les Mêmes Conditions 4.0 International", "Naamsvermelding-GelijkDelen 4.0",
        "Namensnennung - Weitergabe unter gleichen Bedingungen 4.0 International", "Atribución-CompartirIgual 4.0",
    ],
    ("open", f"{CC}/by-sa/3.0/"): [
        "http://creativecommons.org/licenses/by-sa/3.0/", "CC BY-SA 3.0", "CC BY-SA 3.0 Unported",
        "Creative Commons Attribution-ShareAlike 3.0 Unported License",
    ],
    ("open", f"{CC}/by-sa/3.0/de/"): ["CC BY-SA 3.0 DE", "CC-BY-SA-3.0-DE", "CC BY-SA 3.0 Deutschland"],
    ("open", f"{CC}/by-sa/2.0/fr/"): ["https://creativecommons.org/licenses/by-sa/2.0/fr/deed.fr"],
    ("open", None): [
        "CC BY", "cc-by", "CC BY-SA", "cc-by-sa", "Creative Commons Attribution",
        "Creative Commons Attribution License", "Creative Commons Attribution Share-Alike",
        "Creative Commons Namensnennung", "Licence Ouverte",
        "Licence Ouverte / Open Licence", "Licence ouverte (Etalab)", "OGL", "Open Government Licence",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    ],
    ("open", licences.LICENCE_OUVERTE_2): [
        "Licence Ouverte 2.0", "Licence Ouverte v2.0", "Licence ouverte v2.0 (Etalab)", "etalab-2.0", "lov2", "LO 2.0",
        "Licence Ouverte / Open Licence version 2.0", "Licence Ouverte / Open Licence 2.0", "Open Licence 2.0",
        "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
        "https://github.com/etalab/licence-ouverte/blob/master/LO.md",
    ],
    ("open", LO_1): ["Licence Ouverte 1.0", "fr-lo", "Licence Ouverte / Open Licence version 1.0"],
    ("open", licences.ODC_BY): [
        "ODC-By", "ODC-By 1.0", "odc-by", "http://opendatacommons.org/licenses/by/1.0/",
        "Open Data Commons Attribution License (ODC-By) v1.0", "https://opendatacommons.org/licenses/by/1-0/",
    ],
    ("open", ODBL): [
        "ODbL", "Open Data Commons Open Database License (ODbL)", "https://opendatacommons.org/licenses/odbl",
    ],
    ("open", f"{OGL}/3/"): [
        "OGL v3", "OGLv3", "Open Government License v3.0",
        "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL-UK-3.0",
        "Open Government Licence v3.0",
    ],
    ("open", "https://www.govdata.de/dl-de/by-2-0"): [
        "Datenlizenz Deutschland – Namensnennung – Version 2.0", "dl-de/by-2-0",
    ],
    ("open", "https://artlibre.org/licence/lal/"): ["Licence Art Libre 1.3"],
    ("restricted", licences.CC_BY_NC): [
        "https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0", "Naamsvermelding-NietCommercieel 4.0",
        "Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)", "CC BY, NC 4.0", "CC BY (NC) 4.0",
        "Namensnennung - Nicht kommerziell 4.0 International", "Reconocimiento-NoComercial 4.0 Internacional",
    ],
    ("restricted", f"{CC}/by-nc/3.0/nl/"): ["http://creativecommons.org/licenses/by-nc/3.0/nl/", "CC BY-NC 3.0 NL"],
    ("restricted", f"{CC}/by-nd/4.0/"): ["CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/deed.de"],
    ("restricted", f"{CC}/by-nd/3.0/"): ["Attribution-NoDerivs 3.0 Unported"],
    ("restricted", licences.CC_BY_NC_SA): [
        "https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0",
        "Attribution - Pas d’Utilisation Commerciale - Partage dans les Mêmes Conditions 4.0 International",
        "Atribución-NoComercial-CompartirIgual 4.0 Internacional",
    ],
    ("restricted", f"{CC}/by-nc-sa/3.0/"): ["http://creativecommons.org/licenses/by-nc-sa/3.0/"],
    ("restricted", f"{CC}/by-nc-nd/4.0/"): [
        "https://creativecommons.org/licenses/by-nc-nd/4.0/", "CC BY-NC-ND 4.0",
        "Attribution-NonCommercial-NoDerivatives 4.0 International",
        "Naamsvermelding-NietCommercieel-GeenAfgeleideWerken 4.0",
        "Namensnennung-Nicht kommerziell-Keine Bearbeitungen 4.0 International",
        "Attribution - Pas d'Utilisation Commerciale - Pas de Modification 4.0 International",
    ],
    ("restricted", f"{CC}/by-nd-nc/1.0/"): ["http://creativecommons.org/licenses/by-nd-nc/1.0/"],
    ("restricted", None): [
        "CC BY-NC", "CC BY-ND", "CC BY-NC-SA", "CC BY-NC-ND", "Creative Commons Attribution-NonCommercial",
    ],
    ("restricted", "https://www.si.edu/termsofuse"): ["Usage conditions apply", "Usage Conditions Apply"],
    ("restricted", f"{RS}/InC-EDU/1.0/"): [
        "http://rightsstatements.org/vocab/InC-EDU/1.0/", "In Copyright - Educational Use Permitted",
        "Protégé par le droit d'auteur – Utilisation à des fins pédagogiques autorisée",
    ],
    ("restricted", f"{RS}/InC-NC/1.0/"): [
        "https://rightsstatements.org/vocab/InC-NC/1.0/", "In Copyright - Non-Commercial Use Permitted",
    ],
    ("restricted", f"{RS}/NoC-CR/1.0/"): [
        "http://rightsstatements.org/vocab/NoC-CR/1.0/", "No Copyright - Contractual Restrictions",
        "Kein Urheberrechtsschutz - Vertragliche Beschränkungen",
    ],
    ("restricted", f"{RS}/NoC-NC/1.0/"): [
        "http://rightsstatements.org/vocab/NoC-NC/1.0/",
        "http://www.europeana.eu/rights/out-of-copyright-non-commercial/",
        "No Copyright - Non-Commercial Use Only", "Sin derecho de autor - Uso No Comercial solamente",
    ],
    ("restricted", f"{RS}/NoC-OKLR/1.0/"): [
        "http://rightsstatements.org/vocab/NoC-OKLR/1.0/", "No Copyright - Other Known Legal Restrictions",
        "Niet auteursrechtelijk beschermd - andere juridische beperkingen",
    ],
    ("closed", licences.IN_COPYRIGHT): [
        "http://rightsstatements.org/vocab/InC/1.0/", "https://rightsstatements.org/vocab/InC/1.0",
        "https://rightsstatements.org/page/InC/1.0/?language=fr", "http://www.europeana.eu/rights/rr-f/",
        "http://www.europeana.eu/rights/rr-p/", "http://www.europeana.eu/rights/rr-r/", "In Copyright", "Copyrighted",
        "All rights reserved", "All Rights Reserved.", "Tous droits réservés", "Alle Rechte vorbehalten", "Sous droits",
        "Alle rechten voorbehouden", "Todos los derechos reservados", "Protégé par le droit d’auteur",
        "Urheberrechtlich geschützt", "Auteursrechtelijk beschermd", "Protegido por derecho de autor",
        "Rechte vorbehalten - Freier Zugang", "©", "© Tate", "© A. Person / Agency, London 2014", "© 1999, Un Musée",
        "(c) 2010 A. Person", "(C) A Museum", "Copyright 2010 A. Person", "Copyright © 2010", "Copyright (c) A Museum",
        "© The Artist. All rights reserved. No reproduction without permission.", "Photographie : © Un Musée",
        "© Un Artiste, tous droits réservés", "https://www.wikidata.org/wiki/Q50423863",
    ],
    ("closed", f"{RS}/InC-OW-EU/1.0/"): [
        "http://rightsstatements.org/vocab/InC-OW-EU/1.0/", "http://www.europeana.eu/rights/orphan-work-eu/",
        "In Copyright - EU Orphan Work", "Auteursrechtelijk beschermd - EU Verweesd Werk",
    ],
    ("closed", f"{RS}/InC-RUU/1.0/"): [
        "http://rightsstatements.org/vocab/InC-RUU/1.0/",
        "In Copyright - Rights-holder(s) Unlocatable or Unidentifiable",
    ],
    ("unknown", licences.NO_COPYRIGHT_US): [
        "http://rightsstatements.org/vocab/NoC-US/1.0/", "No Copyright - United States", "Public domain in the USA",
        "Absence de protection par le droit d'auteur - États-Unis",
    ],
    ("unknown", licences.NO_KNOWN_COPYRIGHT): [
        "http://rightsstatements.org/vocab/NKC/1.0/", "No Known Copyright", "No known copyright restrictions",
        "No known restrictions on publication.", "Geen auteursrechtelijke beperkingen bekend",
        "https://www.flickr.com/commons/usage/",
    ],
    ("unknown", licences.NOT_EVALUATED): [
        "http://rightsstatements.org/vocab/CNE/1.0/", "Copyright Not Evaluated",
        "http://www.europeana.eu/rights/unknown/",
        "Droit d'auteur non évalué", "Urheberrechtsschutz nicht bewertet", "Derecho de autor sin evaluar",
    ],
    ("unknown", licences.UNDETERMINED): [
        "http://rightsstatements.org/vocab/UND/1.0/", "Copyright Undetermined", "Not determined",
        "Droit d'auteur indéterminé",
    ],
    ("unknown", None): ["other", "notspecified", "Unknown", "Inconnu"],
}  # fmt: skip
STRINGS = [(text, kind, uri) for (kind, uri), texts in MEANT.items() for text in texts]

NOT_TOLD = [
    "", " ", "\n", ".", "?", "yes", "1.0", "free", "museum", "A. Person", "President and Fellows of a College",
    # denied, doubted, asked
    "not CC0", "Not CC0", "CC0?", "!CC0", "CC0*", "non CC0", "no CC BY", "CC0 does not apply",
    "CC0 or all rights reserved",
    "Public domain? no", "Public domain?", "not in the public domain", "not public domain", "probably public domain",
    "pas dans le domaine public", "Domaine public ?", "nicht gemeinfrei", "geen publiek domein", "public domain: no",
    "No rights reserved", "Some rights reserved", "Certains droits réservés", "Aucun droit réservé", "not ©", "© none",
    "Keine Rechte vorbehalten", "© expired", "©?", "© : no", "Copyright expired", "Copyright-free", "Libre de droits",
    "Royalty-free", "Free for any use", "open access", "Copyright", "in copyright until 2030?", "All rights released",
    # several at once
    "CC BY 4.0 / CC BY-NC 4.0", "CC BY 4.0 (CC BY-NC 4.0)", "CC0 (CC BY-NC 4.0)", "CC0 / CC BY",
    "© A Museum, CC BY 4.0",
    "© A. Person (public domain in the United States)", "Public domain; photograph © A Museum",
    "CC BY 3.0 and CC BY 4.0",
    "Attribution 3.0 (CC BY 4.0)", "CC BY-BY 4.0",
    # no such licence
    "CC", "Creative Commons", "CC BY 5.0", "CC BY 2.1", "CC BY 4.0 NC", "CC BY 3.0 NC", "CC BY 3.0 ND", "CC BY 3.0 no",
    "CC BY 4.0 FR", "CC BY-SA-ND 4.0", "CC BY-NC-SA-ND 4.0", "CC NC 4.0", "CC BY 4", "Attribution", "BY", "by-sa",
    "https://creativecommons.org/licenses/by/4.0/nc/", "https://creativecommons.org/licenses/",
    "CC BY 4.0 except images",
    "https://creativecommons.example/licenses/by/4.0/",
    "https://example.org/?u=https://creativecommons.org/licenses/by/4.0/",
    "http://rightsstatements.org/vocab/XYZ/1.0/", "http://www.europeana.eu/rights/", "https://creativecommons.org/",
    "Licence Ouverte 3.0", "Licence fermée", "CC BY 4.0 https://creativecommons.org/licenses/by-nc/4.0/",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "uri"), STRINGS)
def test_what_sources_print(text: str, kind: str, uri: str | None) -> None:
    found = licence(text)
    assert found is not None
    assert (found.kind, found.uri) == (kind, uri)
    assert found.open is (kind in ("public-domain", "open"))
    assert found.name
    assert found.name_fr


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert licence(text) is None


def test_the_table_above_has_all_that_it_should() -> None:
    assert len({text for text, _, _ in STRINGS}) == len(STRINGS) >= 80
    twelve = {uri for _, uri in MEANT if uri and uri.startswith(RS)}
    assert len(twelve) == 12


@pytest.mark.parametrize("version", ["1.0", "2.0", "2.5", "3.0", "4.0"])
@pytest.mark.parametrize("code", ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"])
def test_all_creative_commons_licences_by_name_and_address(code: str, version: str) -> None:
    order = "by-nd-nc" if (code, version) == ("by-nc-nd", "1.0") else code
    address = f"creativecommons.org/licenses/{order}/{version}"
    ways = [
        f"http://{address}/", f"https://{address}", f"https://{address}/deed.es", f"http://www.{address}/legalcode",
        f"CC {code.upper()} {version}", f"cc-{code}-{version}", f"Creative Commons {code.upper()} {version}",
    ]  # fmt: skip
    kind = "restricted" if "nc" in code or "nd" in code else "open"
    name = f"CC {order.upper()} {version}"
    wanted = Licence(uri=f"https://{address}/", name=name, name_fr=name, kind=kind)
    assert [licence(way) for way in ways] == [wanted] * len(ways)


def test_names_for_readers() -> None:
    found = licence("Tous droits réservés")
    assert found is not None
    assert (found.name, found.name_fr) == ("In Copyright", "Protégé par le droit d'auteur")
    ported = licence("http://creativecommons.org/licenses/by-nc/3.0/nl/")
    assert ported is not None
    assert ported.name == ported.name_fr == "CC BY-NC 3.0 NL"


def test_every_string_of_the_file_means_its_own_row_and_no_other() -> None:
    path = resources.catalogues() / "tables" / "licences.yml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["licences"]
    assert len(rows) >= 25
    for row in rows:
        for said in row["said"]:
            assert licence(said) == Licence(**{name: row[name] for name in ("uri", "name", "name_fr", "kind")}), said
        if row["uri"]:
            assert row["uri"] in row["said"], row["name"]


def test_the_constants_are_addresses_that_are_known() -> None:
    named = {
        name: value
        for name, value in vars(licences).items()
        if re.fullmatch("[A-Z][A-Z0-9_]*", name) and isinstance(value, str)
    }
    assert {"CC0", "CC_BY", "CC_BY_SA", "PUBLIC_DOMAIN", "LICENCE_OUVERTE_2", "IN_COPYRIGHT", "NO_COPYRIGHT_US"} <= set(
        named
    )
    for name, uri in named.items():
        found = licence(uri)
        assert found is not None, name
        assert found.uri == uri, name


@settings(deadline=None)
@given(st.text() | st.from_regex(r"(not |©|CC|BY|-|NC|4\.0| |\?|/|public domain)*", fullmatch=True))
def test_any_text_is_told_or_not_told(text: str) -> None:
    found = licence(text)
    assert found is None or found.kind in ("public-domain", "open", "restricted", "closed", "unknown")


@settings(deadline=None)
@given(st.sampled_from([text for text, _, _ in STRINGS] + NOT_TOLD), st.data())
def test_case_and_spaces_make_no_difference(text: str, data: st.DataObject) -> None:
    cased = "".join(letter.upper() if data.draw(st.booleans()) else letter.lower() for letter in text)
    space = data.draw(st.sampled_from([" ", "  ", "\t", "\u00a0", "\u2009 ", "\n"]))
    assert licence(f"{space}{re.sub(' ', space, cased)}{space}") == licence(text)


@settings(deadline=None)
@given(st.sampled_from(["nc", "nd", "NC", "NonCommercial", "NoDerivs", "pas de modification"]), st.data())
def test_nothing_with_a_restriction_is_open(word: str, data: st.DataObject) -> None:
    gap = st.sampled_from([" ", "-", ", ", " / ", " ("])
    parts = data.draw(
        st.permutations(["BY", word, *data.draw(st.sampled_from([[], ["SA"], ["4.0"], ["3.0"], ["3.0", "FR"]]))])
    )
    text = "CC" + "".join(data.draw(gap) + part for part in parts)
    found = licence(text)
    assert found is None or found.kind == "restricted", text


@settings(deadline=None)
@given(
    st.sampled_from(["© A. Person", "all rights reserved", "Droits réservés"]),
    st.sampled_from(["no ", "not ", "some "]),
)
def test_a_claim_that_is_denied_closes_nothing(claim: str, denial: str) -> None:
    assert licence(claim) == licence(licences.IN_COPYRIGHT)
    assert licence(denial + claim) is None
