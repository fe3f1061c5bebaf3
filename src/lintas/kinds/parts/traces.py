"""By what somebody is traced: accounts, telephones, addresses, vehicles and vessels, each as its number is written."""

from __future__ import annotations

from lintas.dossier.meanings import Account, Body, EMail, Telephone, Vehicle, Vessel


class Traces(Body):
    """By what the person or the group is traced.

    Give the number of an account, a telephone with the code of its country, and the plate or VIN of a vehicle, the name
    or IMO number of a vessel.
    """

    accounts = Account.optional.several
    telephones = Telephone.optional.several
    e_mails = EMail.optional.several
    vehicles = Vehicle.optional.several
    vessels = Vessel.optional.several


class Trace(Body):
    """The number or the line by which it is known, whatever it is."""

    account = Account.optional
    vehicle = Vehicle.optional
    vessel = Vessel.optional
