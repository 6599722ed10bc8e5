"""What columns are called in French, English, German, Dutch and Spanish: from a name to a target of the mapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

ALIKE = 88  # of 100: «technque» is «technique», «titel» is no «title»
SHORTEST = 5  # letters; a shorter name is known whole or not at all
# What stands beside a maker or a date is called by both: «maker.born».
NAMES: dict[str, str] = {
    "key":
        "id, identifiant, identifier, identifiant unique, ref, reference, objectid, object id, objekt id, object"
        " number, objectnumber, objectnummer, objekt nr, kennung, identificador, record id, uid, key",
    "inventory":
        "n° inventaire, n° d inv, no inventaire, numero inventaire, numero d inventaire, inventaire, n° inv, inv,"
        " inventory, inventory number, inventory no, inv no, accession number, accession, inventarnummer, inventarnr,"
        " inventar nr, inventarisnummer, numero de inventario, inventario, numero de inventaire, cote",
    "title":
        "titre, title, titel, titulo, intitule, nom de l oeuvre, name of work, objekttitel, bezeichnung, benennung,"
        " work title, titre de l oeuvre, object title, designation, appellation",
    "maker":
        "artiste, artist, auteur, author, createur, creator, maker, kunstler, kuenstler, urheber, autor, autora,"
        " artista, maker name, artist name, artist display name, nom de l artiste, kunstenaar, vervaardiger,"
        " hersteller, auteurs, artistes, artists, fabricant, attribution, auteur executant, executant,"
        " auteurs executants, nom de l auteur, createurs, artiste auteur, auteur artiste",
    "composer": "compositeur, composer, komponist, componist, compositor",
    "performer": "interprete, performer, interpret, uitvoerder",
    "director": "realisateur, director, regisseur, regie, realisation, directed by",
    "date":
        "date, datation, date de creation, date of creation, dated, datierung, datum, entstehungszeit, datering,"
        " fecha, annee, year, jahr, jaar, ano, date display, date text, object date, millesime, periode de creation,"
        " millesime de creation, date d execution, epoque datation, datation siecle",
    "date.earliest":
        "date debut, debut, annee debut, date de debut, earliest, earliest date, begin date, object begin date, start"
        " date, start year, date start, date min, von, beginn, begindatum, datierung von, fecha inicio",
    "date.latest":
        "date fin, fin, annee fin, date de fin, latest, latest date, end date, object end date, end year, date end,"
        " date max, bis, einddatum, datierung bis, fecha fin",
    "maker.born":
        "ne, nee, naissance, annee de naissance, date de naissance, birth, birth year, born, birth date, year of birth,"
        " artist begin date, geboren, geburtsjahr, geboortejaar, nacimiento",
    "maker.died":
        "mort, deces, annee de deces, date de deces, death, death year, died, death date, year of death, artist end"
        " date, gestorben, todesjahr, sterbejahr, sterfjaar, fallecimiento",
    "maker.life":
        "naissance mort, naissance deces, naissance et mort, naissance et deces, dates de l artiste, dates de l auteur,"
        " dates artiste, dates biographiques, birth death, birth and death, born died, life dates, artist dates,"
        " lebensdaten, levensdata",
    "maker.gender": "sexe, genre de l artiste, gender, sex, artist gender, geschlecht, geslacht, sexo",
    "maker.country": "nationalite, nationality, artist nationality, nationalitat, nationaliteit, nacionalidad",
    "technique": "technique, techniques, medium, technik, techniek, tecnica, mode d execution, mediums",
    "material":
        "materiau, materiaux, matiere, matieres, material, materials, materiel, materiaal, support, werkstoff,"
        " materiales, materiaux et techniques, materiaux techniques, matieres et techniques, matiere et technique,"
        " techniques et materiaux, technique et materiaux, materials and techniques",
    "type":
        "type, type d objet, objet, denomination, object type, object name, objekttyp, objektart, objekt, objectnaam,"
        " soort, tipo, typologie, genre d objet, nature,"
        " nom de l objet, denominations",
    "classification":
        "domaine, domaines, domain, classification, categorie, category, sachgruppe, klassifikation, rubriek,"
        " clasificacion, categoria",
    "subject":
        "sujet, sujets, subject, subjects, sujet represente, iconographie, thema, theme, themes, schlagworte,"
        " onderwerp, tema, mots cles, keywords, tags, representation,"
        " sujets representes, mot cle, indexation",
    "period": "epoque, period, epoche, periode, siecle, century, epoca",
    "culture": "culture, kultur, cultuur, cultura",
    "movement": "mouvement, movement, style, stil, stijl, estilo, ecole, school",
    "genre": "genre, genres, musikgenre, genero",
    "department": "departement, department, abteilung, afdeling, departamento",
    "collection": "collection, collections, sammlung, collectie, coleccion, fonds",
    "place":
        "lieu, lieu de creation, place, place of origin, ort, entstehungsort, herstellungsort, plaats, lugar,"
        " origine, lieu de production, lieu d execution, lieux de creation",
    "country": "pays, country, land, pais",
    "language": "langue, language, sprache, taal, idioma",
    "instrument": "instrument, instruments, instrumente",
    "dimensions":
        "dimensions, dimension, mesures, masse, abmessungen, afmetingen, dimensiones, medidas, size, format,"
        " mesures cm, dimensions cm",
    "height": "hauteur, height, hohe, hoogte, altura, height cm, hauteur cm",
    "width": "largeur, width, breite, breedte, anchura, ancho, width cm, largeur cm",
    "depth": "profondeur, depth, tiefe, diepte, profundidad, epaisseur, depth cm, profondeur cm",
    "diameter": "diametre, diameter, durchmesser, diametro",
    "weight": "poids, weight, gewicht, peso",
    "description": "description, beschreibung, beschrijving, descripcion, notice, commentaire, resume, summary",
    "inscription": "inscription, inscriptions, inschrift, opschrift, inscripcion, marques",
    "provenance": "provenance, provenienz, herkunft, herkomst, procedencia, historique,"
        " anciennes appartenances, ancienne appartenance",
    "keeper": "musee, museum, lieu de conservation, institution, repository, standort, bewaarplaats, museo,"
        " localisation, nom du musee, nom officiel du musee, nom officiel musee, lieux de conservation, etablissement",
    "owner": "proprietaire, owner, eigentumer, eigenaar, propietario",
    "credit_line": "credit, credit line, creditline, mention obligatoire, mode d acquisition",
    "rights":
        "licence, license, droits, rights, copyright, licence d utilisation, conditions d utilisation, usage rights,"
        " rights statement, mention de droits, lizenz, rechte, licentie, rechten, licencia, derechos,"
        " licence des metadonnees, licence metadonnees, licence des donnees, licence des notices, droits metadonnees,"
        " licence image, licence de l image, licence des images, droits image, image licence, image license,"
        " image rights, metadata licence, metadata license, metadata rights, data licence, data license",
    "image":
        "image, image url, url image, url de l image, photo, picture, bild, bild url, afbeelding, imagen, lien image,"
        " imageurl",
    "thumbnail": "vignette, thumbnail, thumbnail url, miniature, vorschau, thumbnailurl",
    "url": "url, lien, link, permalien, permalink, notice url, web, uri, page, objecturl, object url",
}  # fmt: skip
# Where a title has a column of its own, what stands under these names is another one.
OTHER_TITLES = frozenset({"designation", "appellation"})
# Words in the name of a column of rights that say in what: the metadata.
_OF_METADATA = frozenset({"metadata", "metadonnees", "donnees", "data", "notices"})
# Words of French names that no other of the five languages has, and words that all or several have.
_FRENCH = frozenset(
    word
    for words in (
        "titre intitule oeuvre designation appellation artiste artistes auteur auteurs createur createurs",
        "executant numero inventaire identifiant cote compositeur realisateur interprete annee millesime datation",
        "debut naissance deces sexe nationalite materiau materiaux matiere matieres denomination objet domaine",
        "domaines categorie sujet sujets iconographie mots cles epoque siecle mouvement departement fonds lieu",
        "lieux pays langue mesures hauteur largeur profondeur diametre poids resume commentaire marques historique",
        "musee conservation proprietaire droits lien vignette creation",
    )
    for word in words.split()
)
_SHARED = frozenset(
    word
    for words in (
        "id ref reference uid key cote inv date dates technique techniques material type nature classification theme",
        "style genre culture period collection collections support instrument instruments dimensions dimension format",
        "description notice inscription inscriptions provenance institution credit credits licence image photo url uri",
        "page web attribution fin mort tags cm",
    )
    for word in words.split()
)
_OF = {name.strip(): target for target, names in NAMES.items() for name in names.split(",")}


def plain(name: str) -> str:
    """A column's name in small letters without accents, its words apart: «N° d'inventaire» is «n° d inventaire»."""
    apart = "".join(f" {c}" if c.isupper() and b.islower() else c for b, c in zip(" " + name, name, strict=False))
    letters = unicodedata.normalize("NFKD", apart.casefold())
    kept = (c if c.isalnum() or c == "°" else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def guess(name: str) -> tuple[str, float] | None:
    """The target that a column's name means and how sure that is, to 100; None where it can't be told."""
    said = plain(name)
    if said in _KNOWN:
        return _KNOWN[said], 100.0
    if len(said) < SHORTEST:
        return None
    found = process.extractOne(said, _LONG, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return None if found is None else (_KNOWN[found[0]], found[1])


def of_metadata(name: str) -> bool:
    """Whether the name of a column of rights says that they are those in the metadata."""
    return not _OF_METADATA.isdisjoint(plain(name).split())


def are_french(names: Iterable[str]) -> bool:
    """Whether columns are called in French: more of them than in another language."""
    words = [set(plain(name).split()) for name in names if guess(name) is not None]
    french = sum(not _FRENCH.isdisjoint(said) for said in words)
    return french > sum(_FRENCH.isdisjoint(said) and not said <= _SHARED for said in words)


_KNOWN = {plain(name): target for name, target in _OF.items()}
_LONG = [name for name in _KNOWN if len(name) >= SHORTEST]
