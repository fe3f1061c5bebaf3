"""The programme of a meeting, who sits where, and who comes: what a protocol office asks of everybody."""

from __future__ import annotations

from lintas.dossier.meanings import Body, File, Text
from lintas.dossier.occasions import Appointment, Delegate, Embargo


class Programme(Body):
    """All that is planned, each with its time and place, and who sits where; it replaces the programme before.

    Seats are one entry for each place, from the right of the chair; the plan is a drawing of them.
    """

    sessions = Appointment.several
    seating = Text.optional.several
    plan = File.optional
    embargo = Embargo.optional


class Delegation(Body):
    """Everybody who comes, the head first, each as what; it replaces the list before. Offices will do for names.

    What the host must know: languages, food, cars, security.
    """

    delegates = Delegate.several
    arrives = Text.optional
    leaves = Text.optional
    needs = Text.optional
