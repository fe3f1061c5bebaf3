"""What is said of a text that states settle: what it becomes, brackets, how it was settled, when it is public."""

from __future__ import annotations

from lintas.dossier.meanings import Annexed, Body, Bracket, Date, File, Language, Link, Text, choice
from lintas.kinds.parts.papers import Document


class Revision(Document):
    """The next round of the text; of which language, where it is in several."""

    language = Language.optional


class Draft(Revision):
    """What the text is to become, and what it cites: initiatives, plans and decisions, each as a dossier or an act."""

    becomes = choice(
        "declaration", "joint statement", "communique", "agreed minutes", "summary record", "work plan",
        "concept paper", "terms of reference", "text for the public", "other",
    )  # fmt: skip
    cites = Link.optional.several


class Version(Document):
    """The same text in another language, and whether it will be as authentic as the one that was tabled.

    Paragraph stands beside paragraph: keep their number.
    """

    language = Language
    stands = choice("authentic", "translation")


class Brackets(Body):
    """Every bracket that we hold now: words that we cannot accept, what instead, and why. It replaces those before."""

    brackets = Bracket.several


class NationalPosition(Body):
    """The position that stands beside the text when it is adopted, in the words in which we want it annexed, and the
    paragraph that it is about.
    """

    position = Annexed
    paragraph = Text.optional


class Outcome(Body):
    """What was done with the text, the text as it stands, and national positions annexed to it.

    Where it will be public: the lines that speakers agreed to keep to, and the day before which nobody quotes it.
    """

    done = choice(
        "adopted", "endorsed", "approved", "noted", "welcomed", "commended", "reaffirmed", "tasked", "extended",
        "established", "looked forward to",
    )  # fmt: skip
    text = File
    annexed = Text.optional
    agreed_lines = Text.optional
    embargo = Date.optional


class Published(Body):
    """Where the text was made public, when, and with which words beside it."""

    where = Text
    on = Date
    words = Text.optional


class Silence(Body):
    """The last day: for silence to count as consent, or for capitals to answer."""

    until = Date
