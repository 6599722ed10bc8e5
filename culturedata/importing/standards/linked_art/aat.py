"""What the numbers of the Art & Architecture Thesaurus (AAT, Getty) mean where Linked Art says by them what a thing is.

Checked against the vocabulary of crom, the library of the model's editors, and against recorded records.
"""

from __future__ import annotations

SEQUENCE = "300456575"  # sequence number: in which order things stand
ACCESSION = frozenset({
    "300312355",  # accession number
    "300404621",  # owner-assigned number
})  # fmt: skip
SYSTEM_NUMBER = "300435704"  # system-assigned number
CREDIT_LINE = "300026687"  # credit statement
RIGHTS_STATEMENT = "300435434"  # copyright or licence statement
SIZE_STATEMENT = "300435430"  # dimension statement
BIOGRAPHY = "300435422"  # biography statement
WEB_PAGE = "300264578"
NATIONALITY = "300379842"
GENDER = "300055147"
TYPE_OF_WORK = "300435443"

PRIMARY = frozenset({"300404670", "300404671"})  # primary name, preferred name
# Names: what kind of title each is, the most telling first.
TITLES = {
    "300417194": "translated",  # translated title
    "300404672": "sort",  # sorting name
    "300264273": "alternative",  # alternate name
    "300417227": "alternative",  # alternate title
    "300404664": "alternative",  # alias
    "300404657": "alternative",  # pseudonym
    "300435719": "alternative",  # former name
}  # fmt: skip
# Texts about a work: what kind of text each is.
TEXTS = {
    "300435416": "description", "300080091": "description", "300435452": "physical description", "300027200": "note",
    "300026032": "abstract", "300048722": "essay", "300435429": "medium", "300444174": "provenance",
    "300435438": "provenance", "300435439": "acquisition", "300435414": "inscription", "300028702": "inscription",
    "300028705": "signature", "300435420": "marks", "300435421": "watermarks", "300311705": "citation",
    "300026497": "bibliography", "300435424": "exhibition history", "300435425": "condition", "300379544": "condition",
    "300435427": "significance", "300435428": "context", "300435431": "culture", "300435432": "period",
    "300435433": "language", "300435435": "edition", "300435436": "production", "300404764": "source",
    "300438433": "property status", "300133046": "access", "300265639": "research", "300435422": "biography",
    "300027267": "catalogue entry",
}  # fmt: skip
# Words of attribution.
ATTRIBUTIONS = {
    "300404269": "attributed to", "300435722": "doubtfully attributed to", "300404274": "workshop of",
    "300404273": "workshop of", "300404283": "circle of", "300404284": "circle of", "300404434": "school of",
    "300404282": "follower of", "300404272": "manner of", "300404288": "manner of", "300404279": "after",
    "300404286": "after", "300404287": "imitator of",
}  # fmt: skip
GENDERS = {"300189559": "male", "300189557": "female"}
LANGUAGES = {
    "300388277": "en", "300388306": "fr", "300388344": "de", "300388256": "nl", "300389311": "es", "300388474": "it",
    "300389115": "pt", "300388693": "la", "300388113": "zh", "300388486": "ja", "300388633": "ko", "300387843": "ar",
    "300389168": "ru", "300388204": "da", "300389336": "sv", "300388992": "no", "300388299": "fi", "300389109": "pl",
    "300388191": "cs", "300388770": "hu", "300388361": "el", "300387827": "grc", "300388401": "he", "300389470": "tr",
    "300388072": "ca", "300389555": "cy", "300388467": "ga", "300388449": "is",
}  # fmt: skip
EVENTS = {
    "300054766": "exhibition", "300054773": "exhibition", "300055863": "provenance", "300404519": "conservation",
    "300054751": "auction", "300077121": "collecting", "300435599": "promise",
}  # fmt: skip
