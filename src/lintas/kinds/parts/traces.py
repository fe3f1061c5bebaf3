"""By what somebody is traced: accounts, telephones, addresses, vehicles and vessels, each as its number is written.

A kind takes those that its work has; each is a field of its own in every form, list and file.
"""

from __future__ import annotations

from lintas.dossier.meanings import Account, Body, EMail, IPAddress, Telephone, Vehicle, Vessel


class Online(Body):
    """By what a line or a user is known to a provider.

    Give the number or the name of an account, and a telephone with the code of its country. When an IP address was
    used, to the second and with the zone of the clock, goes into the words beside it.
    """

    accounts = Account.optional.several
    telephones = Telephone.optional.several
    e_mails = EMail.optional.several
    ip_addresses = IPAddress.optional.several


class Conveyed(Body):
    """By what somebody or something travels: the plate or VIN of a vehicle, the name or IMO number of a vessel."""

    vehicles = Vehicle.optional.several
    vessels = Vessel.optional.several


class Traces(Conveyed, Online):
    """By what the person or the group is traced.

    Give the number of an account, a telephone with the code of its country, and the plate or VIN of a vehicle, the name
    or IMO number of a vessel.
    """


class Trace(Body):
    """The number or the line by which it is known, whatever it is."""

    account = Account.optional
    vehicle = Vehicle.optional
    vessel = Vessel.optional
