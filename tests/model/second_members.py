"""To whom a body may be given (`spec/fold.md` 9), a second time, as definitions over sets."""

from __future__ import annotations

from lintas.dossier.control import Release
from lintas.dossier.header import Form
from tests.model.second_view import DOSSIER, Ids, View


def known(view: View, act: bytes) -> Ids:
    """The parties that the act knows (9.1)."""
    header = view.fold.acts[act].header
    found = set()
    for seat in view.standing:
        by = view.fold.acts[seat.act].header
        holds = seat.home == DOSSIER and seat.party in view.held(DOSSIER, seat.role)
        begun = by.seal is not None and by.seal.epoch == act[:16] and by.author == header.author
        if holds and (seat.act == act or seat.act in view.fold.pasts[act] or begun):
            found.add(seat.party)
    return frozenset(found)


def released(view: View, act: bytes) -> Ids:
    """The parties to which the act is released (9.2)."""
    found: set[bytes] = set()
    for one in view.counted(Form.RELEASE):
        control = view.fold.said(one)
        ours = view.effect(one.id) and view.author(one.id) == view.author(act)
        if isinstance(control, Release) and act in control.acts and ours:
            found |= set(control.parties) & known(view, one.id)
    return frozenset(found)
