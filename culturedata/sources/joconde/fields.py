"""The fields of a Joconde record under all the names that they have had.

The catalogue was kept under codes (`TITR`), published under names in small letters (`titre`), and since 2026 under
the same names with a capital (`Titre`). In the reader each has one name, the one in small letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The code of each field where it has one. «etat», «historique», «copyright», «redacteur», «photographe» and what
# follows them were never in the published file, only in what museums gave to the catalogue.
_CODES = {
    "REF": "reference", "INV": "numero_inventaire", "DOMN": "domaine", "DENO": "denomination", "APPL": "appellation",
    "TITR": "titre", "AUTR": "auteur", "PAUT": "precisions_sur_l_auteur", "ATTR": "ancienne_attribution",
    "ECOL": "ecole_pays", "PERI": "periode_de_creation", "MILL": "millesime_de_creation", "EPOQ": "epoque",
    "PEOC": "periode_de_l_original_copie", "TECH": "materiaux_techniques", "DIMS": "mesures", "INSC": "inscription",
    "PINS": "precisions_inscriptions", "ONOM": "onomastique", "DESC": "description", "REPR": "sujet_represente",
    "PREP": "precisions_sujets_representes", "DREP": "date_sujet_represente", "SREP": "source_de_la_representation",
    "GENE": "genese", "GENR": "genre", "LIEUX": "lieu_de_creation_utilisation", "PLIEUX": "precisions_lieux_creations",
    "GEOHI": "geographie_historique", "UTIL": "utilisation", "PUTI": "precisions_utilisation",
    "PERU": "periode_d_utilisation", "MILU": "millesime_d_utilisation", "DECV": "decouverte_collecte",
    "PDEC": "precisions_decouverte_collecte", "STAT": "statut_juridique", "DACQ": "date_d_acquisition",
    "APTN": "ancienne_appartenance", "DEPO": "lieu_de_depot", "DDPT": "date_de_depot", "ADPT": "ancien_depot",
    "LOCA": "localisation", "EXPO": "exposition", "BIBL": "bibliographie", "COMM": "commentaires",
    "MUSEO": "code_museofile", "NOMOFF": "nom_officiel_musee", "LABEL": "appellation_musee_de_france",
    "DMIS": "date_creation", "DMAJ": "date_de_mise_a_jour", "LVID": "lien_video", "REFMEM": "references_memoires",
    "REFMER": "references_merimee", "REFPAL": "references_palissy", "ETAT": "etat", "HIST": "historique",
    "COPY": "copyright", "REDA": "redacteur", "PHOT": "photographe",
}  # fmt: skip
CODES = frozenset(_CODES)
_WITHOUT_CODE = {
    "presence_image", "region", "departement", "ville", "lien_base_arcade", "lien_inha", "lien_site_associe",
    "manquant", "manquant_com", "reference_maj", "coordonnees", "artiste_sous_droits",
    "date_entree_dans_le_domaine_public",
}  # fmt: skip
NAMES = frozenset(_CODES.values()) | _WITHOUT_CODE
_ALSO = {"manquant_commentaires": "manquant_com"}

# Fields whose words are kept as a text, and the kind of text that each is.
TEXTS = {
    "appellation": "appellation", "description": "description", "inscription": "inscription",
    "precisions_inscriptions": "inscription", "onomastique": "names on the object", "etat": "condition",
    "genese": "stage of creation", "historique": "history", "precisions_sujets_representes": "subject",
    "date_sujet_represente": "date of the subject", "source_de_la_representation": "source of the subject",
    "periode_de_l_original_copie": "date of the original", "precisions_lieux_creations": "place",
    "utilisation": "use", "precisions_utilisation": "use", "periode_d_utilisation": "date of use",
    "millesime_d_utilisation": "date of use", "decouverte_collecte": "discovery",
    "precisions_decouverte_collecte": "discovery", "ancienne_appartenance": "provenance",
    "ancien_depot": "former deposit", "exposition": "exhibition history", "bibliographie": "bibliography",
    "commentaires": "comment", "manquant": "missing", "manquant_com": "missing", "reference_maj": "new reference",
    "lien_base_arcade": "link to Arcade", "lien_video": "link to a video", "lien_inha": "link to INHA",
    "lien_site_associe": "link", "photographe": "photographer",
}  # fmt: skip
# What the reader leaves in the raw record: when the record itself was made and changed, and who wrote it; where on the
# earth the museum stands and that it is a «musée de France», which Muséofile says by the museum's code; the number that
# the tabular API gives to each row of its file, another one after each upload. Under all the names that these have.
_LEFT = ("date_creation", "date_de_mise_a_jour", "redacteur", "coordonnees", "appellation_musee_de_france", "__id")
IGNORED = (
    frozenset(_LEFT)
    | {code for code, name in _CODES.items() if name in _LEFT}
    | {"Date_creation", "Date_de_mise_a_jour", "Appellation_Musee_de_France"}
)


@lru_cache(maxsize=1_000)
def field(printed: str) -> str:
    """The reader's name of a column or key; what no Joconde file is known to have is called as it is printed."""
    if printed in _CODES:
        return _CODES[printed]
    letters = unicodedata.normalize("NFKD", printed.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    name = _ALSO.get(name, name)
    return name if name in NAMES else printed


def text(value: object) -> str | None:
    """A value as the file has it: lists («Domaine» was one) with semicolons, yes and no in French, numbers as text.

    None for what is no text: an object, or a list that holds one or a list.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        found = [None if isinstance(one, list) else text(one) for one in value]
        return None if None in found else ";".join(filter(None, found))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return None if isinstance(value, dict) else "" if value is None else str(value)
