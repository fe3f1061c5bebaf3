"""Errors in plain words: for each class what is wrong and what to do, and the exit code.

Errors carry facts; here, where people are, they become a sentence. A class that is not in the table is shown by its
name and its facts, never as a traceback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from lintas.cli import exits
from lintas.compose.desk import DeskError, facts_of
from lintas.wire.errors import LintasError


class CliError(LintasError):
    """Something that the command line itself found wrong. The sentence is complete."""

    def __init__(self, sentence: str, code: int = exits.USAGE) -> None:
        self.sentence = sentence
        self.code = code


@dataclass(frozen=True, slots=True)
class Explained:
    """An error for people: the exit code, the class, one sentence or two, the facts."""

    code: int
    error: str
    sentence: str
    facts: Mapping[str, Any]


def explain(error: LintasError) -> Explained:
    """The error in plain words."""
    if isinstance(error, CliError):
        return Explained(error.code, "CliError", error.sentence, {})
    if isinstance(error, DeskError):
        return _explained(error.error, error.message, error.facts)
    return _explained(type(error).__name__, str(error), facts_of(error))


def _explained(name: str, message: str, facts: Mapping[str, Any]) -> Explained:
    code, sentence = TABLE.get(name, (exits.OTHER, "It was refused: {message}"))
    return Explained(code, name, sentence.format_map(_Facts({**facts, "message": message})), facts)


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"({key} not known)"


_SEALED = "Nothing was stored or sent."

TABLE: Final[Mapping[str, tuple[int, str]]] = MappingProxyType(
    {
        # The act cannot be made.
        "NotOpen": (exits.NOT_SEALED, "This is not open to you now: {why}. `lintas show` lists what is. " + _SEALED),
        "BadBody": (exits.NOT_SEALED, "The fields are not yet as they must be: {message}. " + _SEALED),
        "ReachesNobody": (
            exits.NOT_SEALED,
            "Nobody would be able to read this: name who may with --for CODE,CODE or --for all. " + _SEALED,
        ),
        "NotAParty": (
            exits.NOT_SEALED,
            "The audience names an authority that is not, or not yet surely, a party of the dossier. " + _SEALED,
        ),
        "NotForSecretariat": (
            exits.NOT_SEALED,
            "{code} is a secretariat, and {kind} is a case, or stays among states: name another authority. " + _SEALED,
        ),
        "TooFewOfficers": (
            exits.NOT_SEALED,
            "{found} officer answers for this and {needed} must: name the other one with --approve NAME. " + _SEALED,
        ),
        "NotCertified": (
            exits.NOT_SIGNED_IN,
            "The officer {pseudonym} may not answer for this: {why}. " + _SEALED,
        ),
        "TooLarge": (exits.NOT_SEALED, "That is too much: {size} {what}, and {size_max} is the most. " + _SEALED),
        "UnknownConsoleRole": (exits.USAGE, "There is no role {role} in the console: choose from {roles}."),
        "NoExercise": (exits.USAGE, "A password for an account is chosen by its owner: only an exercise may set one."),
        "MissingArgument": (exits.USAGE, "The command needs {argument}."),
        "BadArgument": (exits.USAGE, "The argument {argument} must be {needed}."),
        # No such thing.
        "NoSuchDossier": (
            exits.NO_SUCH_THING,
            "{found} dossiers here have an id that begins with {text!r}; one must. `lintas list` shows them.",
        ),
        "NoSuchItem": (
            exits.NO_SUCH_THING,
            "Which item is meant? Name it with --item; these are in the dossier: {items}.",
        ),
        "NoSuchAct": (
            exits.NO_SUCH_THING,
            "{found} acts of the dossier have an id that begins with {text!r}; one must. `lintas show` names them.",
        ),
        "UnknownDossier": (exits.NO_SUCH_THING, "This node holds no such dossier. `lintas list` shows those it has."),
        "UnknownKind": (
            exits.NO_SUCH_THING,
            "This node does not know the kind {name!r} in that version. `lintas kinds` lists those it knows.",
        ),
        "UnknownAuthority": (
            exits.NO_SUCH_THING,
            "There is no authority {name!r} in this federation. `lintas node status` lists them.",
        ),
        "BadIdentifier": (exits.NO_SUCH_THING, "{text!r} is not the id of anything: ids have letters and 2 to 7 only."),
        "NoSuchChunk": (
            exits.NO_SUCH_THING,
            "A part of the file has not arrived yet. It is fetched while the node serves: try again in a while.",
        ),
        "NoPicture": (exits.USAGE, "There is no picture: {why}."),
        # Letters.
        "NotOffered": (
            exits.USAGE,
            "A dossier of this kind has nothing that {form} has a word for. It can leave as: {offered}.",
        ),
        "NotCertifiable": (
            exits.USAGE,
            "There is no certificate of this: {why}. `lintas training list` shows what stands.",
        ),
        "NoCode": (
            exits.USAGE,
            "The certificate has {size_bytes} bytes, and a code holds {bytes_max}: write it as .json, or certify anew"
            " with a shorter name of the course.",
        ),
        "NoProgramme": (exits.USAGE, "Reminders are written in programmes alone, and {kind} is none."),
        "NoForm": (
            exits.USAGE,
            "There is no form {name!r} for a state without a node in a dossier of this kind. There are: {offered}.",
        ),
        "NoSheet": (exits.USAGE, "There is no sheet for the public: {why}."),
        "NoLetter": (exits.USAGE, "There is no letter of this: {why}."),
        "NoTypesetter": (exits.NOT_SET_UP, "Letters need lintas with the extra letter: install it on the node."),
        "MissingGlyph": (
            exits.USAGE,
            "The letter cannot be written: its fonts have no sign for {characters!r} ({names}). Nothing was written."
            " An act that says this is sealed as it is; send the evidence file in place of a letter.",
        ),
        "BadSealFile": (exits.USAGE, "The file cannot seal letters: {why}. What was there before stays."),
        # Texts that are settled in brackets.
        "NoText": (exits.NO_SUCH_THING, "Name with --item the one text that is meant; `lintas show` lists them."),
        "NoSuchVersion": (exits.NO_SUCH_THING, "The text is not in {language}: it is in {languages}."),
        "NothingToMeetFor": (
            exits.NO_SUCH_THING,
            "Nothing here says when people meet: `lintas kinds KIND` shows the field sessions.",
        ),
        "UnreadableDocument": (exits.FILE_TROUBLE, "The paper cannot be read: {why}."),
        "NoWordFiles": (exits.NOT_SET_UP, "Papers of Word need lintas with the extra office: install it here."),
        # Search.
        "NothingToFind": (
            exits.USAGE,
            "Give a word of at least {chars_min} characters: a single one would be found everywhere.",
        ),
        "QueryTooLong": (exits.USAGE, "Ask for less: {chars_max} characters and {words_max} words at most."),
        "BadFilter": (exits.USAGE, "The filter {name} cannot be {value!r}: {how}."),
        "NoPurpose": (exits.USAGE, "Your authority asks what a search is for: say it with --purpose WORDS."),
        "NoIndex": (exits.NO_SUCH_THING, "This node has no search index."),
        # Officers.
        "NotSignedIn": (
            exits.NOT_SIGNED_IN,
            "No officer {name!r} has this token on this node. Add one with `lintas officer add`.",
        ),
        "NotNamed": (
            exits.NOT_SIGNED_IN,
            "{name} may not be named for closed dossiers: the table [closed] of the settings says who may.",
        ),
        "OfficerExists": (exits.NOT_SIGNED_IN, "There is an officer {name!r} on this node already: take another name."),
        "UnknownOfficer": (exits.NO_SUCH_THING, "No officer {name!r} acts on this node: see `lintas officer list`."),
        "UnknownRole": (exits.USAGE, "Officers have the roles author and approver, and {role!r} is neither."),
        # The node and its folder.
        "Unreachable": (
            exits.NO_NODE,
            "The node did not answer: {detail}. Before you repeat an act, see with `lintas show` whether it was made.",
        ),
        "PeerRefused": (exits.NO_NODE, "The node refused the request with status {status}."),
        "BadReply": (exits.NO_NODE, "What answered on the node's socket is not a node: {detail}."),
        "CannotListen": (
            exits.NO_NODE,
            "The node cannot listen at {address}: {detail}. Does another program, or this node itself, do so already?",
        ),
        "Stopped": (exits.NO_NODE, "The node is stopping and takes nothing more. " + _SEALED),
        "StoreLocked": (
            exits.NO_NODE,
            "Another process works in {folder} and does not answer on its socket: wait until it ends.",
        ),
        "NotEmpty": (exits.NOT_SET_UP, "There is a node in {folder} already: make the new one in another folder."),
        "NoGenesis": (
            exits.NOT_SET_UP,
            "The node in {folder} belongs to no federation yet: `lintas node adopt {folder} GENESIS`.",
        ),
        "NotAMember": (
            exits.NOT_SET_UP,
            "Neither the genesis nor the registry holds this node's own entry, or the settings speak of another.",
        ),
        "OtherGenesis": (
            exits.NOT_SET_UP,
            "The node belongs to another federation already. It keeps genesis {held}; it was offered {offered}.",
        ),
        "BadCode": (exits.USAGE, "{code!r} is no code: it has 2 to 32 small letters, digits and hyphens, as my-ca."),
        "BadCalendar": (exits.NOT_SET_UP, "The calendar in {file} cannot be used: {wrong}."),
        "MissingKeys": (exits.NOT_SET_UP, "The vault lacks the keys of {code}: restore the vault's backup."),
        "InModule": (
            exits.NOT_SET_UP,
            "The keys of {code} are in a hardware module: name it in the settings (module, token, pin_file).",
        ),
        "TokenTrouble": (
            exits.NOT_SEALED,
            "The token {token} does not sign: {why}. " + _SEALED,
        ),
        "NoModuleDriver": (
            exits.NOT_SET_UP,
            "The settings name a hardware module, and its driver is not here: install lintas with the extra pkcs11.",
        ),
        # Newcomers, and what others gave.
        "NotReleasable": (exits.NOT_SEALED, "An act that you name cannot be released: {why}. " + _SEALED),
        "NeedsLeave": (
            exits.NOT_SEALED,
            "What you take over is of {provider} with the code {handling}, and {why}. Ask {provider} to lift that,"
            " in the dossier from which you take it. " + _SEALED,
        ),
        "NothingToRelease": (
            exits.NOT_SEALED,
            "No earlier act of yours was told to everybody and is unknown to them. Others are named: --act ID. "
            + _SEALED,
        ),
        # Recall and retention.
        "NotCorrectable": (exits.NOT_SEALED, "An act that you name cannot be corrected: {why}. " + _SEALED),
        "HoldersLeftOut": (
            exits.NOT_SEALED,
            "{codes} hold what is corrected, and would not read the correction: use `lintas correct`. " + _SEALED,
        ),
        "Corrected": (
            exits.NOT_SEALED,
            "What act {act} said was corrected by act {by}: read both, and give the fields yourself. " + _SEALED,
        ),
        "NotRecallable": (exits.NOT_SEALED, "An act that you name cannot be recalled: {why}. " + _SEALED),
        "NoReason": (
            exits.NOT_SEALED,
            "A recall says why, in {characters_max} characters at most: --because WORDS. " + _SEALED,
        ),
        "NotErasable": (exits.NOT_SEALED, "An act that you name is not erased here: {why}. Nothing was erased."),
        "HoldUnclear": (exits.USAGE, "The hold is not clear: {why}. Nothing was changed."),
        "NoSuchHold": (exits.NO_SUCH_THING, "Nothing is held there: `lintas node recalls` lists what is."),
        "NoSuchCopy": (
            exits.NO_SUCH_THING,
            "No copy of the vault is known at {file}: `lintas node copies` lists those that are.",
        ),
        # The registry.
        "NotListed": (
            exits.NOT_SET_UP,
            "The registry in the bundle does not list {code} with this entry: let its state's registry desk list it,"
            " then take a new bundle.",
        ),
        "NoRegistry": (
            exits.NO_SUCH_THING,
            "The registry was not founded yet, or is not here: each founder's desk does `lintas registry sign`.",
        ),
        "NotFounded": (
            exits.NOT_SEALED,
            "{code} founds the registry, and its act is not here yet: serve, and try again when it is.",
        ),
        "NotOurRegistry": (exits.NOT_SEALED, "That is not the registry of this genesis: {why}."),
        "NoSuchDesk": (
            exits.NO_SUCH_THING,
            "{code} has no open desk {name!r}: see `lintas registry show`.",
        ),
        "BadLine": (exits.USAGE, "{text} has characters that cannot be shown: write it without them."),
        "NoSuchCandidate": (
            exits.NO_SUCH_THING,
            "No state is proposed under {code!r}: see `lintas registry show`.",
        ),
        "NothingToDisown": (exits.NOT_SEALED, "No old key of ours signed anything here that is not disowned already."),
        "OursMissing": (
            exits.NOT_SEALED,
            "Acts of yours that others have are not in force here: {acts}, one of which is {first}. They would lose"
            " their effect for everybody, for ever. Serve until they are back (`lintas node status`); if they are lost,"
            " give them up with --despite-missing.",
        ),
        "NotCompared": (
            exits.NOT_SEALED,
            "Since its restore this node has not compared with {codes}. What they have of yours and is missing here"
            " would lose its effect for everybody, for ever. Serve until that is done (`lintas node status`); if they"
            " cannot be reached, give up what is missing with --despite-missing.",
        ),
        "TooManyGood": (exits.NOT_SEALED, "{acts} acts would have to be named as good, more than one act can name."),
        "NotTheNextKey": (
            exits.NOT_SEALED,
            "That is not the key to which the present entry commits itself: take the newest next.key.",
        ),
        "ExchangeEnded": (exits.NOT_SEALED, "Our settings have ended the exchange with {code}. " + _SEALED),
        "BadSettings": (exits.NOT_SET_UP, "The settings in {file} cannot be used: {wrong}."),
        "BadGenesis": (exits.NOT_SET_UP, "The genesis contradicts itself: {why}."),
        "LogDamaged": (
            exits.FILE_TROUBLE,
            "The log has {leaves} leaves and the store {acts} acts. Stop the node, keep the files, restore a backup.",
        ),
        "BadBackup": (exits.FILE_TROUBLE, "The backup {path} cannot be used: {why}."),
        "NeedsPassphrase": (exits.FILE_TROUBLE, "The backup {path} cannot be used: {why}."),
        "BadRegister": (
            exits.FILE_TROUBLE,
            "The law register cannot be used: {first}. Mistakes: {count}; `lintas law validate DIR` lists them.",
        ),
        "BadFacts": (
            exits.FILE_TROUBLE,
            "The public facts cannot be used: {first}. Mistakes: {count}; `lintas facts validate DIR` lists them.",
        ),
        "BadKey": (exits.USAGE, "The {what} cannot be used: it has {size} bytes, and that is not enough."),
        "CannotRebuild": (
            exits.NOT_VERIFIED,
            "The node cannot be made anew from its acts: {why}. Nothing was changed. Restore a backup.",
        ),
        # Files and disks.
        "BadFile": (exits.FILE_TROUBLE, "The file {path} cannot be read or written: {why}."),
        "StoreFull": (exits.FILE_TROUBLE, "There is no room left on the disk: {detail}. " + _SEALED),
        "StoreDamaged": (exits.FILE_TROUBLE, "{path} is damaged: {detail}. What to do: {advice}."),
        "DamagedChunk": (exits.FILE_TROUBLE, "{path} is damaged: {detail}. What to do: {advice}."),
        "StoreFailed": (exits.FILE_TROUBLE, "{path} cannot be used: {detail}."),
        "StoreLost": (exits.FILE_TROUBLE, "The connection to {path} is gone: {detail}."),
        "StoreNotEmpty": (
            exits.NOT_SET_UP,
            "{path} holds {acts} acts, or what goes with acts, already: nothing was carried over. Name an empty store.",
        ),
        "CannotChangeStore": (exits.NOT_SET_UP, "The store cannot be changed: {why}."),
        "OtherOwner": (exits.NOT_SET_UP, "{path} is the store of the node {owner}, not of {asked}: see the settings."),
        "NoDriver": (
            exits.NOT_SET_UP,
            "The settings choose PostgreSQL, and its driver is not installed: install lintas with the extra postgres.",
        ),
        "NewerSchema": (
            exits.FILE_TROUBLE,
            "{path} was written by a newer version of lintas ({found}; this one has {expected}): use that version."
            " To go back to this one, restore the backup from before the upgrade.",
        ),
        "OlderSchema": (
            exits.FILE_TROUBLE,
            "{path} was written by an older version of lintas ({found}; this one has {expected}). It is carried over"
            " when this version serves the node for the first time; until then use the version that wrote it.",
        ),
        "WrongSchema": (
            exits.FILE_TROUBLE,
            "{path} was written by another version or another program: found {found}, expected {expected}.",
        ),
        "NotClean": (
            exits.FILE_TROUBLE,
            "The file {name!r} is not known to be clean: the scanner says {verdict!r} ({said}). If it has to be opened "
            "or sent all the same, say why with --despite-scan REASON; that is kept with your name.",
        ),
        "BadReason": (exits.USAGE, "Say in a few words, 500 characters at most, why you go on despite the scanner."),
        "NoSuchUpload": (
            exits.NO_SUCH_THING,
            "You have handed in nothing as {upload}, or it was sent, or lay there for a week: hand it in again.",
        ),
        "BadUpload": (exits.NOT_SEALED, "The file cannot be handed in: {why}."),
        "WrongPart": (
            exits.OTHER,
            "A part of {size_bytes} bytes does not fit at chunk {at}, where {chunks} are here: begin it again.",
        ),
        "NotWhole": (exits.NOT_SEALED, "The file is not handed in whole yet: {here} of {chunks} chunks are here."),
        "NoSuchFile": (exits.NO_SUCH_THING, "No act of the dossier sends a file {file} that this node may read."),
        "DamagedFile": (exits.FILE_TROUBLE, "What arrived is not the file {name!r} that the act describes."),
        "BadSignature": (
            exits.NOT_VERIFIED,
            "A signature does not hold: these bytes were altered, or another key signed.",
        ),
    }
)
