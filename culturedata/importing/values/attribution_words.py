"""The words of printed makers in French, English, German, Dutch, Spanish and Italian: their ROLES and ATTRIBUTIONS.

All are lower case and without accents. Where the lists lack a word the nearest stands here (a printer is a publisher, a
founder of bronzes or a moulder a contributor, a goldsmith an artist); the source's own word is kept in the note in any
case.
"""

from __future__ import annotations

_ROLES = {
    "artist": "artist artiste kunstenaar kunstler kunstlerin auteur maker orfevre goldsmith goudsmid goldschmied "
    "ebeniste cabinetmaker emailleur enamelist verrier glazier mosaiste",
    "painter": "painter peintre peintresse maler malerin schilder schilderes miniaturiste miniaturist miniaturmaler "
    "miniatuurschilder enlumineur illuminator pastelliste aquarelliste watercolorist watercolourist",
    "sculptor": "sculptor sculpteur sculptrice bildhauer bildhauerin beeldhouwer medailleur medallist medalist carver "
    "tailleur statuaire modeleur modeller",
    "printmaker": "printmaker lithographe lithographer lithograph lithograaf aquafortiste etcher etser radierer "
    "prentmaker druckgrafiker druckgraphiker xylographe woodcutter serigraphe",
    "draughtsman": "draughtsman draftsman draughtswoman dessinateur dessinatrice zeichner zeichnerin tekenaar "
    "illustrateur illustrator",
    "photographer": "photographer photographe fotograaf fotograf fotografin",
    "architect": "architect architecte architekt architektin",
    "designer": "designer ontwerper entwerfer gestalter createur decorateur ornemaniste inventeur inventor concepteur "
    "couturier styliste modelliste cartonnier",
    "ceramicist": "ceramicist ceramiste potter potier keramiker keramikerin pottenbakker faiencier porcelainier",
    "weaver": "weaver tisserand tapissier lissier licier weber weberin wever",
    "calligrapher": "calligrapher calligraphe kalligraph kalligraaf scribe",
    "engraver": "engraver graveur graveuse stecher kupferstecher graveerder plaatsnijder burineur",
    "publisher": "publisher editeur editrice verleger uitgever imprimeur printer drucker drukker libraire bookseller",
    "patron": "patron commanditaire auftraggeber opdrachtgever commissioner",
    "manufacturer": "fabricant fabrique manufacture usine manufacturer manufactory factory fabrikant hersteller fabrik "
    "manufaktur fabriek manufactuur",
    "donor": "donor donateur donatrice schenker stifter",
    "collector": "collector collecteur sammler verzamelaar",
    "contributor": "contributor fondeur founder foundry giesser gieter bronsgieter mouleur moulder molder caster "
    "gipsformer gipsgiesser gipsgieter assistant collaborateur",
}
ROLES = {word: role for role, words in _ROLES.items() for word in words.split()} | {
    "print maker": "printmaker", "cabinet maker": "artist", "maitre verrier": "artist", "auteur du modele": "designer",
    "peintre graveur": "painter", "designed by": "designer", "engraved by": "engraver", "etched by": "printmaker",
    "drawn by": "draughtsman", "painted by": "painter", "photographed by": "photographer", "published by": "publisher",
    "printed by": "publisher", "made by": "artist", "manufactured by": "manufacturer", "cast by": "contributor",
    "dessine par": "draughtsman", "grave par": "engraver", "edite par": "publisher", "imprime par": "publisher",
}  # fmt: skip

# A name follows these only after a word such as «of»: «Atelier Nadar» is a name, «atelier de Nadar» is not.
_BEFORE_OF = {
    "attributed to": "attributed attr attrib attribue attribuee zugeschrieben toegeschreven "
    "atribuido atribuida attribuito attribuita",
    "workshop of": "workshop studio atelier werkstatt werkplaats taller bottega",
    "circle of": "circle entourage cercle umkreis kreis umfeld kring omgeving circulo cerchia ambito",
    "school of": "school ecole schule escuela scuola",
    "follower of": "follower followers suiveur nachfolger navolger navolgers "
    "seguidor seguidora seguidores seguace seguaci",
    "manner of": "manner style maniere genre gout stil manier trant stijl estilo stile maniera",
    "pupil of": "pupil student eleve disciple schuler leerling discipulo discipula alumno allievo allieva discepolo",
    "imitator of": "imitator imitateur nachahmer imitatie imitador imitatore",
    "after": "copy copie kopie copyist copiste kopiist copia copista",
    "associated with": "associate associated",
}
BEFORE_OF = {word: said for said, words in _BEFORE_OF.items() for word in words.split()} | {
    "attr .": "attributed to", "attrib .": "attributed to", "zugeschr .": "attributed to",
    "toegeschr .": "attributed to",
    "in the manner": "manner of", "in the style": "manner of", "a la maniere": "manner of", "dans le gout": "manner of",
    "dans le style": "manner of", "nach art": "manner of", "in der art": "manner of", "in de trant": "manner of",
    "in de stijl": "manner of", "a la manera": "manner of",
    "al estilo": "manner of", "alla maniera": "manner of", "formerly attributed": "formerly attributed to",
    "ancienne attribution": "formerly attributed to", "previous attribution": "formerly attributed to",
    "previously attributed": "formerly attributed to", "anciennement attribue": "formerly attributed to",
    "autrefois attribue": "formerly attributed to", "fruher zugeschrieben": "formerly attributed to",
    "ehemals zugeschrieben": "formerly attributed to", "vroeger toegeschreven": "formerly attributed to",
    "voorheen toegeschreven": "formerly attributed to", "doubtfully attributed": "doubtfully attributed to",
    "after a design": "after", "after design": "after", "naar ontwerp": "after", "naar tekening": "after",
    "naar schilderij": "after", "naar prent": "after", "nach entwurf": "after", "inspire": "after", "inspired": "after",
}  # fmt: skip
# A name may follow these at once: «after Rubens», «d'après Rubens», «nach Rubens».
BEFORE_A_NAME = {
    "after": "after", "d ' apres": "after", "copy after": "after", "copie d ' apres": "after", "nach": "after",
    "naar": "after", "kopie nach": "after", "kopie naar": "after", "copied after": "after", "segun": "after",
    "attr .": "attributed to", "attrib .": "attributed to",
    "possibly": "doubtfully attributed to", "possibly by": "doubtfully attributed to",
    "perhaps": "doubtfully attributed to", "perhaps by": "doubtfully attributed to",
    "peut - etre": "doubtfully attributed to", "mogelijk": "doubtfully attributed to",
    "vermutlich": "attributed to", "wahrscheinlich": "attributed to", "waarschijnlijk": "attributed to",
    "probably": "attributed to", "probably by": "attributed to", "probablement": "attributed to",
    "posiblemente": "doubtfully attributed to", "quizas": "doubtfully attributed to",
    "forse": "doubtfully attributed to", "probablemente": "attributed to", "probabilmente": "attributed to",
    "pseudo": "pseudonym", "art des": "manner of", "art von": "manner of",
}  # fmt: skip
BEHIND_A_NAME = {
    "and workshop": "with assistants", "and studio": "with assistants", "and assistants": "with assistants",
    "and assistant": "with assistants", "et atelier": "with assistants", "et son atelier": "with assistants",
    "und werkstatt": "with assistants", "en atelier": "with assistants", "en werkplaats": "with assistants",
    "and others": "with others", "et al": "with others", "et autres": "with others", "und andere": "with others",
    "y taller": "with assistants", "e bottega": "with assistants", "y otros": "with others", "e altri": "with others",
    "e . a": "with others", "u . a": "with others", "zugeschrieben": "attributed to",
}  # fmt: skip
ATTRIBUTIONS = BEFORE_OF | BEFORE_A_NAME | BEHIND_A_NAME
LINKS = (
    "of the", "of", "to the", "to", "by", "in", "a", "au", "de la", "de l '", "de", "du", "des", "d '", "von der",
    "von", "vom", "der", "an", "van", "aan", "from", "with", "al", "del", "di", "da", "dell '", "della", "dello",
)  # fmt: skip
OR = ("or", "ou", "oder")
# Behind a name, these name no other maker: what was before the eyes of the one who is named.
FROM_LIFE = frozenset(
    f"{after} {model}"
    for after in ("after", "d ' apres", "nach", "naar", "segun")
    for model in ("nature", "life", "the life", "the antique", "l ' antique", "der natur", "dem leben", "der antike",
                  "het leven", "de natuur", "la naturaleza", "photographie", "une photographie", "a photograph")
)  # fmt: skip
# In brackets behind a name these tell namesakes apart: «BREUGHEL Pieter (le jeune)» is not his father.
NAMESAKES = frozenset((
    "le jeune", "la jeune", "l'ancien", "le vieux", "l'aine", "l'ainee", "le cadet", "pere", "fils", "the younger",
    "the elder", "younger", "elder", "der jungere", "der altere", "d. j.", "d. a.", "d.j.", "d.a.", "de jonge",
    "de oude", "el joven", "el viejo", "il giovane", "il vecchio", "i", "ii", "iii", "iv", "v", "junior", "senior",
    "jr", "jr.", "sr", "sr.",
))  # fmt: skip
# «École de Fontainebleau», «atelier des Gobelins»: a school or workshop of these is called so, and they are no makers.
PLACES = frozenset((
    "amsterdam", "antwerp", "antwerpen", "anvers", "aubusson", "augsburg", "barbizon", "beauvais", "bologna",
    "bologne", "bruges", "brugge", "brussels", "bruxelles", "chantilly", "chelsea", "cologne", "crozant", "cusco",
    "cuzco", "delft", "dresden", "dusseldorf", "felletin", "ferrara", "ferrare", "florence", "fontainebleau",
    "gand", "genes", "genoa", "ghent", "glasgow", "gobelins", "haarlem", "honfleur", "koln", "la haye", "leiden",
    "leyde", "limoges", "london", "londres", "lyon", "madrid", "marseille", "meissen", "milan", "munchen", "munich",
    "murano", "nancy", "naples", "nevers", "new york", "norwich", "nuremberg", "nurnberg", "padoue", "padua",
    "paris", "parma", "parme", "pont - aven", "pont aven", "prague", "quito", "rome", "rouen", "saint - cloud",
    "savonnerie", "sevilla", "seville", "sevres", "siena", "sienne", "strasbourg", "the hague", "tolede", "toledo",
    "tournai", "tours", "utrecht", "valence", "valencia", "venice", "venise", "verona", "verone", "vienna", "vienne",
    "vincennes", "wien", "venezia", "firenze", "roma", "napoli", "milano", "genova", "lima", "mexico",
))  # fmt: skip

LIVED = frozenset((
    "born", "b", "ne", "nee", "geboren", "geb", "died", "d", "mort", "morte", "gestorben", "gest", "gestorven",
    "overleden", "active", "act", "actif", "fl", "flourished", "tatig", "werkzaam", "actief", "established", "founded",
    "fonde", "fondee", "documented", "documente",
))  # fmt: skip
# Of the nationalities below, those that are first names too: «Hals, Frans», «Opalka, Roman», «Cueto, German».
FIRST_NAMES = frozenset(("frans", "german", "roman"))
# What may stand before a family name of one word.
PARTICLES = frozenset((
    "van", "de", "den", "der", "het", "ter", "ten", "vanden", "vander", "von", "zu", "le", "la", "du", "des", "di",
    "da", "del", "della", "dos",
))  # fmt: skip
# Words that may stand beside the years of a life.
ABOUT = frozenset((
    "c", "ca", "circa", "vers", "um", "about", "before", "after", "avant", "apres", "nach", "vor", "na", "voor", "or",
    "ou", "to", "present", "died", "born", "active", "en", "in", "the", "s", "century", "siecle", "st", "nd", "rd",
    "th", "e",
))  # fmt: skip
NATIONALITIES = frozenset((
    "african", "algerian", "american", "argentine", "argentinian", "australian", "austrian", "belgian", "bohemian",
    "brazilian", "british", "bulgarian", "canadian", "chilean", "chinese", "colombian", "croatian", "cuban", "czech",
    "danish", "dutch", "egyptian", "english", "estonian", "ethiopian", "finnish", "flemish", "florentine", "french",
    "german", "ghanaian", "greek", "haitian", "hungarian", "icelandic", "indian", "indonesian", "iranian", "iraqi",
    "irish", "israeli", "italian", "japanese", "korean", "latvian", "lebanese", "lithuanian", "mexican", "moroccan",
    "netherlandish", "nigerian", "norwegian", "persian", "peruvian", "polish", "portuguese", "roman", "romanian",
    "russian", "scottish", "senegalese", "serbian", "sienese", "slovak", "slovenian", "south african", "spanish",
    "swedish", "swiss", "syrian", "tunisian", "turkish", "ukrainian", "venezuelan", "venetian", "vietnamese", "welsh",
    "allemand", "allemande", "anglais", "anglaise", "belge", "espagnol", "espagnole", "flamand", "flamande", "francais",
    "francaise", "hollandais", "hollandaise", "italien", "italienne", "suisse", "deutsch", "franzosisch", "duits",
    "frans", "nederlands", "niederlandisch", "italienisch",
))  # fmt: skip
# What a school is called by beside a nation: «école florentine», «Bolognese school».
SCHOOLS = NATIONALITIES | frozenset((
    "antwerp", "austro", "autrichien", "autrichienne", "bolognais", "bolognaise", "bolognese", "bolonais", "bolonaise",
    "bourguignon", "bourguignonne", "byzantin", "byzantine", "byzantinisch", "byzantinische", "catalan", "catalane",
    "chinois", "chinoise", "cretois", "cretoise", "cretan", "danois", "danoise", "deutsche", "englische", "emilien",
    "emilienne", "ferrarais", "ferraraise", "ferrarese", "flamische", "flandrisch", "flandrische", "florentin",
    "florentinisch", "florentinische", "franco - flamand", "franco - flamande", "franzosische", "genevois",
    "genevoise", "genois", "genoise", "genoese", "germanique", "grec", "grecque", "hollandische", "indien",
    "indienne", "italienische", "japonais", "japonaise", "lombard", "lombarde", "lyonnais", "lyonnaise", "milanais",
    "milanaise", "milanese", "mosan", "mosane", "napolitain", "napolitaine", "neapolitan", "niederlandische",
    "neerlandais", "neerlandaise", "nordique", "ombrien", "ombrienne", "umbrian", "parmesan", "parmesane", "persan",
    "persane", "pisan", "pisane", "polonais", "polonaise", "portugais", "portugaise", "provencal", "provencale",
    "rhenan", "rhenane", "rhenish", "romain", "romaine", "russe", "siennois", "siennoise", "tcheque", "toscan",
    "toscane", "tuscan", "venitien", "venitienne", "venezianisch", "venezianische", "veronais", "veronaise",
    "veronese",
))  # fmt: skip
