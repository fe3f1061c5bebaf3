"""The heads of assistance that one state can ask of another, each with its article of the ASEAN MLAT."""

from __future__ import annotations

from lintas.dossier.meanings import codes

MEASURES = codes(
    ("statement", "take a voluntary statement (art. 10)"),
    ("evidence", "take evidence before a court or an officer (art. 11)"),
    ("records", "produce documents, bank or company records (art. 11)"),
    ("public records", "provide records that are open to the public, or to authorities there (art. 13)"),
    ("attendance", "arrange for a person to attend there (art. 14)"),
    ("attendance in custody", "arrange for a person in custody to attend there (art. 15)"),
    ("safe conduct", "undertake safe conduct for a person who attends (art. 16)"),
    ("transit", "let a person in custody pass through (art. 17)"),
    ("search and seizure", "search for and seize objects (art. 18)"),
    ("return", "return what was obtained before (art. 19)"),
    ("locate", "locate or identify persons or objects (art. 20)"),
    ("service", "serve documents (art. 21)"),
    ("proceeds", "trace, restrain or forfeit proceeds (art. 22)"),
    ("other", "other assistance that the law there does not forbid (art. 1)"),
)
