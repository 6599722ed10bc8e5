"""Words of the front page and of `/home`: key → (French, English)."""

from __future__ import annotations

OF_HOME: dict[str, tuple[str, str]] = {
    "home:title": ("Page d’accueil composée", "Composed home page"),
    "home:stranger": ("Pour quelqu’un dont on ne sait rien", "For somebody of whom nothing is known"),
    "home:lead": (
        "Chaque rangée est une recommandation, choisie parmi toutes celles qui étaient possibles\u00a0; aucune œuvre "
        "n’y est deux fois, ni aucune que l’on sait déjà rencontrée par la personne.",
        "Each row is a recommendation, chosen among all that were possible; no work is there twice, and none that "
        "the person is known to have met already.",
    ),
    "home:none": (
        "Aucune page n’a été composée\u00a0: culturedata home --keep en garde une.",
        "No page has been composed: culturedata home --keep keeps one.",
    ),
    "home:domains": ("Domaines", "Domains"),
    "home:everything": ("Tout", "Everything"),
    "home:catalogue": ("{domain}\u00a0: au catalogue", "{domain}: from the catalogue"),
    "home:side": ("Deux stratégies côte à côte", "Two strategies side by side"),
    "home:see": ("La page de", "The page of"),
    "home:for": ("Pour", "For"),
    "home:who": (
        "quelqu’un qui a aimé «\u00a0{title}\u00a0»",
        "somebody who liked “{title}”",
    ),
    "home:person": ("Ce qu’on recommande à la personne n°\u00a0{n}", "What person no. {n} is recommended"),
    "home:how": ("Comment cette page est faite", "How this page is made"),
    "home:strategy": ("Stratégie", "Strategy"),
    "home:beside": ("À côté", "Beside it"),
    "home:device": ("Écran", "Screen"),
    "home:show": ("Montrer", "Show"),
    "home:value": ("Valeur de la page", "Value of the page"),
    "home:shared": (
        "Rangées communes\u00a0: {n} sur {of}. «\u00a0{one}\u00a0» et «\u00a0{other}\u00a0» ont choisi parmi "
        "les mêmes.",
        "Rows on both pages: {n} of {of}. “{one}” and “{other}” chose among the same ones.",
    ),
    "home:place": ("Rangée {n}", "Row {n}"),
    "home:only": ("seulement ici", "only here"),
    "home:moved": ("à côté\u00a0: rangée {n}", "beside: row {n}"),
    "home:pool": ("{n} œuvres possibles", "{n} works possible"),
    "home:score": ("De quoi est fait ce score", "What this row’s score was made of"),
    "home:alone": (
        "Chance d’y trouver, si elle était seule en tête",
        "Chance to find something in it, alone at the top",
    ),
    "home:found": ("Ajoute à ce qu’on trouve", "Adds to what is found"),
    "home:spread": ("Ajoute à la variété", "Adds to variety"),
    "home:added": ("Ajoute à la valeur de la page", "Adds to the value of the page"),
    "home:made": ("Composée le {day} pour {device}.", "Composed on {day} for {device}."),
    "home:pools": (
        "Rangées possibles\u00a0: {candidates}\u00a0; comparées\u00a0: {compared}.",
        "Possible rows: {candidates}; compared: {compared}.",
    ),
    "device:phone": ("un téléphone", "a phone"),
    "device:tablet": ("une tablette", "a tablet"),
    "device:desk": ("un ordinateur", "a computer"),
    "device:tv": ("un téléviseur", "a television"),
    "weight:discovery": ("Découverte", "Discovery"),
    "weight:breadth": ("largeur", "breadth"),
    "weight:freshness": ("fraîcheur", "freshness"),
    "strategy:template": ("Modèle fixe", "Template"),
    "strategy:independent": ("Rangées jugées une à une", "Rows judged one by one"),
    "strategy:stagewise": ("Rangée après rangée", "Row after row"),
    "strategy:page": ("La page entière", "The whole page"),
    "strategy:template:why": (
        "Les sortes de rangées dans un ordre fixe\u00a0: la page ne connaît personne.",
        "Kinds of rows in a fixed order: the page knows nobody.",
    ),
    "strategy:independent:why": (
        "Les rangées qui valent le plus, chacune pour elle-même.",
        "The rows that are worth most, each by itself.",
    ),
    "strategy:stagewise:why": (
        "Une à une, la rangée qui ajoute le plus à celles d’au-dessus.",
        "One by one, the row that adds most to those above.",
    ),
    "strategy:page:why": (
        "Rangée après rangée, puis des échanges tant que la page y gagne.",
        "Row after row, then exchanges while the page gains by them.",
    ),
    "strip:back": ("Œuvres précédentes", "Works before"),
    "strip:on": ("Œuvres suivantes", "Works after"),
}
