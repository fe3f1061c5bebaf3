"""What the node refused, in words for who sits before a page: what is wrong, and what to do. Nothing was lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lintas.wire.errors import LintasError

_WORDS: Final[Mapping[str, Promise | str]] = {
    "NotOpen": gettext_lazy("This is not open to your authority now: %(why)s. Your draft is kept."),
    "BadBody": gettext_lazy("Something is not yet as it must be: %(message)s. Your draft is kept."),
    "ReachesNobody": gettext_lazy("Nobody would be able to read this: choose who may. Your draft is kept."),
    "NotAParty": gettext_lazy("It is addressed to an authority that is not a party here. Your draft is kept."),
    "TooFewOfficers": gettext_lazy("It needs a second person. Your draft is kept."),
    "NotCertified": gettext_lazy("Your certificate does not cover this: %(why)s. Ask who runs the node."),
    "UnknownOfficer": gettext_lazy("This account has no certificate to answer for acts. Ask who runs the node."),
    "ExchangeEnded": gettext_lazy("This authority has ended its exchange with one of those it is addressed to."),
    "TooLarge": gettext_lazy("That is too much: %(size)s %(what)s, and %(size_max)s is the most. Your draft is kept."),
    "BadTouch": gettext_lazy("No passkey was touched. Nothing was sealed."),
    "ChangedSince": gettext_lazy("The draft was changed since it was shown. Look at it again: nothing was sealed."),
    "NotAsPrepared": gettext_lazy("What would be sealed is no longer what was shown. Look at it again."),
    "AlreadySealed": gettext_lazy("This was sealed already."),
    "MethodNotEnough": gettext_lazy("Your authority wants another proof for this: %(wanted)s. Nothing was sealed."),
    "UnknownPasskey": gettext_lazy("This passkey is not in your certificate. Nothing was sealed."),
    "WrongChallenge": gettext_lazy("The passkey was touched for something else. Nothing was sealed."),
    "WrongSite": gettext_lazy("The passkey was touched on another page. Nothing was sealed."),
    "UserNotVerified": gettext_lazy("The passkey did not check who you are. Nothing was sealed."),
    "UnsupportedKey": gettext_lazy("This passkey makes signatures of a kind that others cannot check. Use another."),
    "NotRecallable": gettext_lazy("This cannot be recalled: %(why)s."),
    "NoReason": gettext_lazy("Write why it is recalled, in at most %(characters_max)s characters."),
    "CallFull": gettext_lazy("%(people_max)s people sit in this call, and that is the most: one of them must leave."),
    "SeatHeard": gettext_lazy(
        "The browser in this seat was heard %(silent_s)s seconds ago: another may take the seat once nothing was heard "
        "from it for %(silent_s_max)s seconds."
    ),
    "NoSuchSeat": gettext_lazy("Nobody of ours sits in this seat any more: take another."),
    "BadRelay": gettext_lazy("The servers for calls cannot be used: %(why)s. Ask who runs the node."),
    "NotOnShift": gettext_lazy("You are on no shift: begin one with a touch."),
    "NoSuchDossier": gettext_lazy("There is no such dossier here."),
    "NoSuchVersion": gettext_lazy("The text is not in %(language)s: it is in %(languages)s."),
    "NothingToMeetFor": gettext_lazy("Nothing here says when people meet."),
    "NoSuchVerb": gettext_lazy("This cannot be done there."),
    "UnknownKind": gettext_lazy("This node does not know that kind of cooperation."),
    "NoPurpose": gettext_lazy("Say what the search is for: it is asked of everybody here."),
    "NothingToFind": gettext_lazy("Give at least two characters to search for."),
    "QueryTooLong": gettext_lazy("Search for fewer words at once."),
    "BadFilter": gettext_lazy("%(name)s is %(value)s: %(how)s."),
    "NoIndex": gettext_lazy("This node keeps no search index. Ask who runs it."),
    "UnknownAuthority": gettext_lazy("No authority here is called %(name)s."),
    "NoSecondPerson": gettext_lazy("Choose who is to approve it: it needs a second person."),
    "NotOnCases": gettext_lazy("%(name)s does not work on dossiers."),
    "NotNamed": gettext_lazy("%(name)s may not be named for what is closed: the settings of this node say who may."),
    "LastOnTeam": gettext_lazy("Somebody must have the dossier: put another officer on it first."),
    "NotOnTeam": gettext_lazy("Only who is on the team can put it off."),
    "TooManyFilters": gettext_lazy("You keep %(count_max)s filters, and that is the most: keep one of them no longer."),
    "GlassOff": gettext_lazy("This authority lets nobody break the glass."),
    "NoGlassReason": gettext_lazy("Write out why it must be read now, in %(least)s to %(most)s characters."),
    "NoSuchReference": gettext_lazy(
        "No one dossier here begins so: give the whole reference, at least %(least)s characters."
    ),
    "OwnRequest": gettext_lazy("Somebody else must agree to what you ask for."),
    "NobodyOnRung": gettext_lazy("Choose who is on the rung %(rung)s: somebody must be there. Nothing was changed."),
    "BadMinutes": gettext_lazy(
        "%(minutes)s is not how long something may wait at %(rung)s: write minutes, from 0 to %(minutes_max)s, or "
        "nothing where it stays there. Nothing was changed."
    ),
    "BadTurn": gettext_lazy(
        "A turn ends after it begins and after now, and lasts at most %(hours_max)s hours. Nothing was changed."
    ),
    "UnknownLanguage": gettext_lazy("There is no language %(language)s here."),
    "NoSuchScope": gettext_lazy("A token of this account cannot have the scope %(scope)s; it can have: %(scopes)s."),
    "ScopeMissing": gettext_lazy("This token was made without the scope %(scope)s. Its owner can make another."),
    "TooManyTokens": gettext_lazy("You have %(tokens_max)s tokens, and that is the most: end one first."),
    "TooFast": gettext_lazy("That was too fast. Ask again in %(wait_s)s seconds."),
    "NotOffered": gettext_lazy("A dossier of this kind has nothing that %(form)s has a word for."),
    "UnreadableFile": gettext_lazy("The file cannot be read: %(why)s."),
    "NotASealedFile": gettext_lazy("This is no sealed file of a peer for us, or it was damaged on the way."),
    "NotForSecretariat": gettext_lazy(
        "%(code)s is a secretariat, and %(kind)s is a case, or stays among states: name another authority. "
        "Nothing was sealed."
    ),
    "NoProgramme": gettext_lazy("Reminders are written in programmes alone, and %(kind)s is none."),
    "NoForm": gettext_lazy("There is no form of this name for a state without a node. There are: %(offered)s."),
    "NotCertifiable": gettext_lazy("There is no certificate of this: %(why)s."),
    "NoCode": gettext_lazy(
        "The certificate has %(size_bytes)s bytes, and a code holds %(bytes_max)s: give the course a shorter name."
    ),
    "NoSheet": gettext_lazy("There is no sheet for the public: %(why)s."),
    "NoLetter": gettext_lazy("There is no letter of this: %(why)s."),
    "NoPicture": gettext_lazy("There is no picture: %(why)s."),
    "NoTypesetter": gettext_lazy("This node cannot write letters: ask who runs it for the extra `letter`."),
    "MissingGlyph": gettext_lazy("The fonts of letters have no sign for %(characters)s (%(names)s)."),
    "ShortNumber": gettext_lazy("Give the whole number: at least %(characters_min)s letters and digits."),
    "BadPicture": gettext_lazy("These are not the pixels of one picture: paste the text of the code."),
    "NoReader": gettext_lazy("This node reads no pictures: paste the text of the code, or ask who runs it."),
    "NoSuchChunk": gettext_lazy("A part of the file has not arrived yet. It is being fetched: look again in a while."),
    "UnreadableDocument": gettext_lazy("The paper cannot be read: %(why)s."),
    "NoWordFiles": gettext_lazy("This node reads no papers of Word: ask who runs it for the extra `office`."),
    "Stopped": gettext_lazy("The node is being stopped. Your draft is kept: try again in a minute."),
}


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "?"


def words(error: LintasError) -> str:
    """The error in plain words; one that nobody foresaw by its reason, or by what it says of itself."""
    known = _WORDS.get(type(error).__name__)
    told = error if known else getattr(error, "why", error)
    return str(known or _("It was refused: %(message)s")) % _Facts({**vars(error), "message": str(told)})
