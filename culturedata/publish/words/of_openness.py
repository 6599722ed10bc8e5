"""The words of the pages about openness: key → (French, English)."""

from __future__ import annotations

OPENNESS: dict[str, tuple[str, str]] = {
    "openness": ("Ouverture", "Openness"),
    "openness:question": ("À quel point ces musées sont-ils ouverts\u00a0?", "How open are these museums?"),
    "openness:title": ("Ouverture des collections", "Openness of the collections"),
    "openness:lead": (
        "Quelle part de chaque collection peut-on voir, réutiliser, retrouver\u00a0? Chaque chiffre mène aux œuvres "
        "qu’il compte. Le score dépend de ce qui vous importe\u00a0: changez les poids.",
        "Which share of each collection can be seen, reused, found again? Every figure leads to the works that it "
        "counts. The score depends on what matters to you: change the weights.",
    ),
    "openness:as_of": (
        "Auteurs jugés au {date}. Œuvres comptées\u00a0: {n}.",
        "Authors judged as of {date}. Works counted: {n}.",
    ),
    "openness:chosen": (
        "Attention\u00a0: «\u00a0échantillon\u00a0» désigne des œuvres choisies et décrites par d’autres que le musée. "
        "Ces lignes disent ce que donne l’échantillon, non ce que le musée publie, et ne permettent pas de le juger.",
        "Beware: “sample” marks works chosen and described by others than the museum. Such rows say what the sample "
        "gives, not what the museum publishes, and are no ground for judging it.",
    ),
    "openness:intervals": (
        "Sous chaque part d’un échantillon ou d’un import partiel, l’intervalle de Wilson à 95\u00a0%. Il mesure le "
        "hasard d’un tirage\u00a0; il ne corrige pas un choix d’œuvres. Une collection entière n’a pas d’intervalle.",
        "Under each share of a sample or a partial import, the 95% Wilson interval. It measures the chance of a random "
        "draw; it does not mend a choice of works. A whole collection has no interval.",
    ),
    "openness:weights": ("Vos poids", "Your weights"),
    "openness:weights:hint": (
        "De 0 à 10\u00a0; 0 retire l’indicateur du score.",
        "From 0 to 10; 0 takes the indicator out of the score.",
    ),
    "openness:min": ("Œuvres au moins", "Works at least"),
    "openness:apply": ("Recalculer", "Work out again"),
    "openness:reset": ("Remettre tous les poids à 1", "Set all weights back to 1"),
    "openness:institution": ("Par institution", "By institution"),
    "openness:country": ("Par pays", "By country"),
    "openness:source": ("Par source", "By source"),
    "openness:none": (
        "Aucun groupe n’a assez d’œuvres. Baissez le minimum, ou importez une source de musée.",
        "No group has enough works. Lower the minimum, or import a museum source.",
    ),
    "openness:left": (
        "Montrés\u00a0: {shown} groupes sur {of} d’au moins {min} œuvres\u00a0; {smaller} plus petits ne le sont pas. "
        "Doublons d’une collection entière laissés de côté\u00a0: {doubles}.",
        "Shown: {shown} of {of} groups with at least {min} works; {smaller} smaller ones are not. Doubles of a whole "
        "collection left aside: {doubles}.",
    ),
    "openness:without:institution": (
        "Œuvres qui ne nomment pas d’institution\u00a0: {n}.",
        "Works that name no institution: {n}.",
    ),
    "openness:without:country": ("Œuvres qui ne nomment pas de pays\u00a0: {n}.", "Works that name no country: {n}."),
    "openness:gone": (
        "Œuvres que leur source n’a plus, laissées de côté\u00a0: {n}.",
        "Works that their source does not have any more, left aside: {n}.",
    ),
    "openness:no_country": ("Parmi elles, ce qui n’est pas un pays", "Among them, what is no country"),
    "openness:no_country:one": ("«\u00a0{name}\u00a0» ({n})", "“{name}” ({n})"),
    "openness:rank": ("Rang", "Rank"),
    "openness:rank:range": ("de {low} à {high}", "{low} to {high}"),
    "openness:rank:one": ("toujours {low}", "always {low}"),
    "openness:rank:why": (
        "Sous le rang\u00a0: entre quelles places il reste dans neuf tirages de poids sur dix ({samples} tirages au "
        "hasard, graine {seed}). Une large fourchette dit que le rang tient aux poids, non aux collections.",
        "Under the rank: the places between which it stays in nine of ten random weightings ({samples} draws, "
        "seed {seed}). A wide range says that the rank is owed to the weights, not to the collections.",
    ),
    "openness:table": ("Tableau\u00a0: {name}", "Table: {name}"),
    "openness:name:institution": ("Institution", "Institution"),
    "openness:name:country": ("Pays", "Country"),
    "openness:name:source": ("Source", "Source"),
    "openness:works": ("œuvres", "works"),
    "openness:of": ("{count} sur {n}", "{count} of {n}"),
    "openness:score": ("Score", "Score"),
    "openness:of100": ("sur 100", "out of 100"),
    "openness:pictures": ("Images", "Pictures"),
    "openness:authors": ("Auteurs", "Authors"),
    "openness:extent:whole": ("collection entière", "whole collection"),
    "openness:extent:part": ("import partiel", "partial import"),
    "openness:extent:chosen": ("échantillon", "sample"),
    "openness:extent:mixed": ("en partie échantillon", "partly sample"),
    "openness:undefined": ("sans objet", "undefined"),
    "picture:public_domain": ("domaine public ou CC0", "public domain or CC0"),
    "picture:open": ("autre licence libre", "another open licence"),
    "picture:closed": ("image non libre", "picture not open"),
    "picture:none": ("pas d’image", "no picture"),
    "authors:long_dead": ("morts depuis plus de 70 ans", "dead for over 70 years"),
    "authors:recent": ("vivants, ou morts depuis moins", "alive, or dead for less"),
    "authors:unknown": ("auteur ou mort inconnus", "author or death unknown"),
    "indicator:metadata_open": ("Données libres", "Open metadata"),
    "indicator:image": ("Avec image", "With a picture"),
    "indicator:image_open": ("Image libre", "Open picture"),
    "indicator:open_of_free": ("Image libre, auteurs morts depuis 70 ans", "Open picture, authors dead 70 years"),
    "indicator:completeness": ("Fiche complète", "Complete record"),
    "indicator:identified": ("Identifiant partagé", "Shared identifier"),
    "indicator:machine": ("Accès machine", "Machine access"),
    "indicator:image_sized": ("Taille de l’image connue", "Size of the picture known"),
    "indicator:image_large": ("Image d’au moins {px} px", "Picture of {px} px or more"),
    "means:image_large": (
        "Hors score. Part des œuvres dont une image a au moins {px} pixels sur son plus long côté (25 cm imprimés à "
        "300 pixels par pouce), parmi celles dont la source dit la taille de l’image à l’adresse qu’elle donne. Peu de "
        "sources la disent\u00a0: «\u00a0non dit\u00a0» n’est pas 0\u00a0%.",
        "Not in the score. Share of works with a picture of {px} pixels or more along its longest side (25 cm in "
        "print, at 300 pixels per inch), of those whose source says the size of the picture at the address that it "
        "gives. Few sources say it: “not said” is not 0%.",
    ),
    "openness:large": ("≥\u00a0{px}\u00a0px", "≥\u00a0{px}\u00a0px"),
    "openness:unsaid": ("non dit", "not said"),
    "openness:resolution": ("La définition des images", "The resolution of pictures"),
    "map:world": (
        "Carte du monde\u00a0: {n} pays, dont le tableau dit les chiffres",
        "Map of the world: {n} countries, whose figures are in the table",
    ),
    "map:europe": (
        "Carte d’Europe\u00a0: {n} pays, dont le tableau dit les chiffres",
        "Map of Europe: {n} countries, whose figures are in the table",
    ),
    "map:none": ("sans score", "no score"),
    "map:shade:0": ("score inférieur à 25", "score below 25"),
    "map:shade:1": ("de 25 à 50", "25 to 50"),
    "map:shade:2": ("de 50 à 75", "50 to 75"),
    "map:shade:3": ("75 et plus", "75 and more"),
    "map:why": (
        "Un point par pays du tableau, en son milieu, avec son code ISO 3166-1. Plus foncé\u00a0: meilleur score. Plus "
        "grand\u00a0: plus d’œuvres, d’un pas chaque fois qu’elles sont dix fois plus nombreuses. Côtes et "
        "milieux\u00a0: Natural Earth.",
        "A dot for each country of the table, at its middle, with its code of ISO 3166-1. Darker: a higher score. "
        "Larger: more works, by one step for ten times as many. Coasts and middles: Natural Earth.",
    ),
    "means:metadata_open": (
        "Part des œuvres dont les données sont sous licence libre\u00a0: CC0, CC BY, CC BY-SA, Licence Ouverte, ODbL… "
        "À défaut d’indication pour l’œuvre, la licence de la source.",
        "Share of works whose metadata is openly licensed: CC0, CC BY, CC BY-SA, Licence Ouverte, ODbL … Where nothing "
        "is said of the work, the licence of its source.",
    ),
    "means:image": ("Part des œuvres qui ont une image.", "Share of works that have a picture."),
    "means:image_open": (
        "Part des œuvres dont une image au moins est libre\u00a0: usage commercial et modification permis.",
        "Share of works with at least one open picture: commercial use and changes allowed.",
    ),
    "means:open_of_free": (
        "La même part, parmi les seules œuvres dont tous les auteurs sont morts depuis plus de 70 ans. Un auteur ou "
        "une mort inconnus ne sont ni libres ni protégés\u00a0: ils sont comptés à part.",
        "The same share, only among works all of whose authors died over 70 years ago. An unknown author or death is "
        "neither free nor protected: it is counted apart.",
    ),
    "means:completeness": (
        "Moyenne des champs remplis, sur douze\u00a0: titre, auteur, date, matériau ou technique, dimensions, "
        "inventaire, mention d’acquisition, lieu ou culture, sujet, description, image, droits.",
        "Mean of the fields filled, out of twelve: title, maker, date, material or technique, dimensions, inventory "
        "number, credit line, place or culture, subject, description, image, rights.",
    ),
    "means:identified": (
        "Part des œuvres qui ont un identifiant commun à plusieurs institutions (Wikidata, ARK…), ou dont un auteur en "
        "a un (ULAN, VIAF, ISNI…).",
        "Share of works with an identifier that several institutions share (Wikidata, ARK …), or with an author who "
        "has one (ULAN, VIAF, ISNI …).",
    ),
    "means:machine": (
        "Moyenne de trois accès\u00a0: une fiche structurée publiée (fichier ou API), une adresse sur le web, une "
        "image par IIIF.",
        "Mean of three ways in: a published structured record (file or API), an address on the web, a picture by IIIF.",
    ),
    "openness:means": ("Ce que dit chaque indicateur", "What each indicator means"),
    "openness:score:why": (
        "Score\u00a0: moyenne des indicateurs, pondérée par vos poids, sur 100. Un indicateur sans objet pour un "
        "groupe est laissé de côté pour lui.",
        "Score: the mean of the indicators, weighted by your weights, out of 100. An indicator that is undefined for a "
        "group is left aside for it.",
    ),
    "openness:not": ("Ce qui n’est pas mesuré", "What is not measured"),
    "openness:not:1": (
        "La politique de l’institution, ses tarifs, ses délais, son accueil\u00a0: seulement ce que ses données disent "
        "ici.",
        "The institution’s policy, fees, delays or welcome: only what its data says here.",
    ),
    "openness:not:2": (
        "Les œuvres qui ne sont ni numérisées ni décrites\u00a0: elles manquent au compte.",
        "Works that are neither digitised nor described: they are missing from the count.",
    ),
    "openness:not:3": (
        "La taille des images dont la source ne la dit pas, l’exactitude des fiches, la stabilité des adresses.",
        "The size of pictures whose source does not say it, whether records are right, whether addresses last.",
    ),
    "openness:not:4": (
        "Le droit lui-même\u00a0: «\u00a0mort depuis plus de 70 ans\u00a0» est une règle simple, sans prolongations de "
        "guerre ni durées d’autres pays.",
        "The law itself: “dead for over 70 years” is a plain rule, without wartime extensions or other "
        "countries’ terms.",
    ),
    "openness:not:5": (
        "Les raisons de ne pas ouvrir\u00a0: vie privée, œuvres sacrées, droits d’artistes vivants.",
        "The reasons not to open: privacy, sacred works, rights of living artists.",
    ),
    "openness:simpson": ("Deux moyennes, deux récits", "Two means, two stories"),
    "openness:simpson:why": (
        "Toutes œuvres confondues, une grande institution parle pour tout un pays\u00a0; en comptant chaque "
        "institution une fois, l’ordre peut se retourner (paradoxe de Simpson).",
        "With all works together, one big institution speaks for a whole country; with each institution counted once, "
        "the order may turn round (Simpson’s paradox).",
    ),
    "openness:simpson:pair": (
        "{indicator}\u00a0: {ahead} devance {behind} par œuvre ({ahead_pooled} contre {behind_pooled}), {behind} "
        "devance {ahead} par institution ({behind_mean} contre {ahead_mean}).",
        "{indicator}: {ahead} is ahead of {behind} by work ({ahead_pooled} against {behind_pooled}), {behind} is ahead "
        "of {ahead} by institution ({behind_mean} against {ahead_mean}).",
    ),
    "openness:mean": ("Moyenne de {n} institutions", "Mean of {n} institutions"),
    "openness:pooled": ("Toutes œuvres confondues", "All works together"),
    "openness:origin": ("Sources et licences", "Sources and licences"),
    "openness:concepts": (
        "Notions\u00a0: Open Definition 2.1\u00a0; Open GLAM Survey de Douglas McCarthy et Andrea Wallace.",
        "Concepts: the Open Definition 2.1; the Open GLAM Survey by Douglas McCarthy and Andrea Wallace.",
    ),
    "openness:unknown": ("Ce groupe n’est pas au catalogue", "This group is not in the catalogue"),
    "openness:back": ("Tous les groupes", "All groups"),
    "openness:figure": ("Chiffre", "Figure"),
    "openness:share": ("Part", "Share"),
    "openness:interval": ("Intervalle à 95\u00a0%", "95% interval"),
    "openness:with": ("œuvres comptées", "works counted"),
    "openness:without": ("œuvres qui manquent", "works missing"),
    "openness:fields": ("Les douze champs", "The twelve fields"),
    "openness:ways": ("Les trois accès", "The three ways in"),
    "openness:indicators": ("Les sept indicateurs", "The seven indicators"),
    "field:title": ("titre", "title"),
    "field:maker": ("auteur", "maker"),
    "field:date": ("date de création", "date of creation"),
    "field:material": ("matériau ou technique", "material or technique"),
    "field:dimensions": ("dimensions", "dimensions"),
    "field:inventory": ("numéro d’inventaire", "inventory number"),
    "field:credit_line": ("mention d’acquisition", "credit line"),
    "field:place": ("lieu ou culture", "place or culture"),
    "field:subject": ("sujet", "subject"),
    "field:description": ("description", "description"),
    "field:image": ("image", "picture"),
    "field:rights": ("droits sur l’œuvre ou l’image", "rights in the work or its picture"),
    "way:structured": ("fiche structurée publiée", "published structured record"),
    "way:address": ("adresse sur le web", "address on the web"),
    "way:iiif": ("image par IIIF", "picture by IIIF"),
    "of:works": ("Toutes les œuvres", "All works"),
    "of:long_dead": ("Auteurs morts depuis plus de 70 ans", "Authors dead for over 70 years"),
    "of:recent": ("Auteurs vivants, ou morts depuis moins de 70 ans", "Authors alive, or dead for less than 70 years"),
    "of:image_public_domain": ("Image du domaine public ou CC0", "Picture in the public domain or CC0"),
    "openness:missing": ("{what}\u00a0: œuvres qui manquent", "{what}: works missing"),
    "openness:show:with": ("Voir les œuvres comptées", "See the works counted"),
    "openness:show:without": ("Voir les œuvres qui manquent", "See the works missing"),
    "openness:sql": ("La requête SQL", "The SQL query"),
    "openness:sql:run": ("L’exécuter dans Datasette", "Run it in Datasette"),
}
