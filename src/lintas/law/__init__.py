"""The law: which treaty, what a request must hold, what may be refused, by when.

`assess` answers a question in plain data from the register that lintas brings along, or from another one. The register
is rows (`rows`, `register`) in files that a lawyer can write (`reading`); the evaluator (`assessing`) is pure, and
`shipped` alone reads files. What is contested is entered by officers and cited; the software computes consequences and
never decides it.
"""

from __future__ import annotations

from lintas.law.answer import Answer
from lintas.law.assessing import judge
from lintas.law.register import Register
from lintas.law.shipped import shipped

__all__ = ["Answer", "Register", "assess"]


def assess(question: object, register: Register | None = None) -> Answer:
    """The answer to a question written as in the published cases (`query`), from the shipped register if none is given.

    Never raises: a question that cannot be answered has the outcome `cannot_assess`, and says what is missing.
    """
    return judge(question, register or shipped())
