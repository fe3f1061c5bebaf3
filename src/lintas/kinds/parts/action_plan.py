"""What is said of a plan of action, in the columns in which real plans are laid out and reported on.

The columns are those of the Bohol work plan against trafficking in persons: treaty provision or section of the plan,
area of collaboration among bodies, activity, expected output, lead and cooperating body, status.
"""

from __future__ import annotations

from lintas.dossier.meanings import Body, Count, Date, Link, Money, Text, choice
from lintas.kinds.parts.on_behalf import Original
from lintas.kinds.parts.papers import Document


class Plan(Document):
    """The plan with its text, the vision or strategic plan above it, its years, and the day of the mid-term evaluation.

    Where the plan above it is a dossier here, link it.
    """

    parent = Text.optional
    parent_plan = Link.optional
    valid_from = Date
    valid_to = Date
    mid_term = Date.optional


class Component(Body):
    """The crime area, and the provision of the treaty or section of the plan."""

    area = Text
    provision = Text.optional


class Line(Body):
    """A row of the plan in its columns, and the day by which the output is expected.

    Name the states that carry it out and have no node yet, each by its two letters: their reports can be entered for
    them. Link the commitment of a declaration that it carries out, and the projects by which it is done.
    """

    provision = Text.optional
    area_of_collaboration = Text.optional
    activity = Text
    expected_output = Text
    lead_and_cooperating_body = Text.optional
    by = Date
    states_without_a_node = Text.optional.several
    commitment = Link.optional.several
    projects = Link.optional.several


class Report(Body):
    """What was done in the half-year that ends on this day, the outputs so far, and the date that we now expect.

    A date that cannot be kept is revised. Link the results of projects that are meant.
    """

    half_year_to = Date
    status = choice("not begun yet", "under way", "on track", "date revised", "done")
    outputs = Count
    what_was_done = Text
    now_expected_by = Date.optional
    results = Link.optional.several


class ReportOnBehalf(Report, Original):
    """The report of a state that has no node, as its original says it: attach the original."""


class Evaluation(Document):
    """What was reached and what was not, who evaluated it, what follows from it, and the evaluation itself."""

    reached = Text
    not_reached = Text.optional
    evaluated_by = Text
    follows = Text.optional


class Pledge(Body):
    """Support that we offer: funds, goods, expertise, places, and what it is worth where that can be said."""

    what = Text
    worth = Money.optional
    towards = Text.optional


class Extension(Body):
    """The new last day, why, and the decision on which it rests."""

    until = Date
    reasons = Text
    decision = Link.optional
