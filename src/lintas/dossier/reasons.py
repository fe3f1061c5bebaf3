"""What is wrong, as a sentence with facts in it: text as it stands, of which a page can say the sentence otherwise."""

from __future__ import annotations


class Reason(str):
    """English with its facts put in. `sentence` has them by name, in braces, so that it can be translated whole.

    A fact that is a reason itself is one to be translated too; a fact that is other text is shown as it is.
    """

    sentence: str
    facts: dict[str, object]

    def __new__(cls, sentence: str, **facts: object) -> Reason:
        made = super().__new__(cls, sentence.format(**facts))
        made.sentence, made.facts = sentence, facts
        return made
