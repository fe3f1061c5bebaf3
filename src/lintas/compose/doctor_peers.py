"""What is wrong between a node in service and its peers, from what it says of itself (`Service`, command `vitals`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.compose.doctor_mail import examine_mail
from lintas.compose.doctor_search import examine_search
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.compose.version import VERSION
from lintas.wire.limits import LIMITS

SKEW_MS_MAX: Final = 60_000
QUEUE_MS_MAX: Final = 24 * 60 * 60 * 1000
WAITING_SHOWN_MAX: Final = 10

Seen = Mapping[str, Any]


def examine_peers(seen: Seen, recovery: Seen | None) -> list[Finding]:
    """All that the node in service knows. `recovery` is what it says of a restore, None if there was none."""
    found = [*_version(seen)]
    for peer in seen["peers"]:
        trouble = seen["couriers"].get(peer["code"], {})
        found += [
            *_paused(peer["code"], trouble),
            *_reach(peer["code"], trouble),
            *_clock(peer),
            *_refused(peer),
            *_queue(peer, seen["now_ms"]),
        ]
    found += [*_waiting(seen), *_log(seen), *_recovery(recovery), *examine_mail(seen["mail"])]
    found += examine_search(seen["search_behind"])
    return found


def _version(seen: Seen) -> Iterator[Finding]:
    if seen["version"] != VERSION:
        yield Finding(
            "version-differs", WARNING, f"the node runs lintas {seen['version']}, and {VERSION} is installed here",
            "restart the node, so that it runs what is installed",
        )  # fmt: skip


def _paused(code: str, trouble: Seen) -> Iterator[Finding]:
    if trouble.get("resting"):
        yield Finding(
            "paused", NOTE, f"nothing goes to {code}: sending was paused on the operator's page",
            "resume it there; until then what it is owed waits here",
        )  # fmt: skip


def _reach(code: str, trouble: Seen) -> Iterator[Finding]:
    error = str(trouble.get("error", ""))
    if not error:
        return
    since = f"for {_span(int(trouble['failing_s']))}"
    if "StaleRequest" in error:
        yield Finding(
            "clocks-apart", FAULT, f"{code} refuses our requests {since}: our clocks are more than 10 minutes apart",
            "set this machine's clock (chrony, timedatectl); if it is right, ask them to set theirs",
        )  # fmt: skip
    elif "UnknownAuthority" in error or "ForeignGenesis" in error:
        why = "it rests on another genesis" if "ForeignGenesis" in error else "it does not know this authority"
        yield Finding(
            "other-genesis", FAULT, f"{code} refuses our requests {since}: {why}",
            "compare the hash of the genesis by voice (lintas node status): one of you adopted another file",
        )  # fmt: skip
    elif "MailboxFull" in error or "NoMailbox" in error:
        yield Finding(
            "mailbox-refuses", WARNING, f"the mailbox of {code} takes nothing {since}: {error}",
            "nothing is lost, it is tried again; if it lasts, tell its owner to collect, or whoever keeps it",
        )  # fmt: skip
    elif error.startswith(("Unreachable", "BadReply")):
        yield Finding(
            "unreachable", WARNING, f"{code} cannot be reached {since}: {error}",
            "nothing is lost, it is tried again; if it lasts, look at name, route and firewall, and call its operator",
        )  # fmt: skip
    else:
        yield Finding(
            "refuses", WARNING, f"{code} refuses our requests {since}: {error}",
            "ask its operator what its log says of us; nothing is lost, it is tried again",
        )  # fmt: skip


def _clock(peer: Seen) -> Iterator[Finding]:
    skew = peer["skew_ms"]
    if skew is not None and abs(skew) > SKEW_MS_MAX:
        ahead = "ahead of" if skew > 0 else "behind"
        yield Finding(
            "clock-skew", WARNING, f"the clock of {peer['code']} is {_span(abs(skew) // 1000)} {ahead} ours",
            "set this machine's clock; if it is right, tell them. Beyond "
            f"{_span(LIMITS.request_age_ms_max // 1000)} nodes refuse each other's requests",
        )  # fmt: skip


def _refused(peer: Seen) -> Iterator[Finding]:
    for error, count in sorted(peer["refused"].items()):
        yield Finding(
            "acts-refused", WARNING, f"{peer['code']} refused {count} acts of ours: {error}",
            "its operator's log names the acts and the reason; tell them the error",
        )  # fmt: skip


def _queue(peer: Seen, now_ms: int) -> Iterator[Finding]:
    if peer["oldest_ms"] is not None and now_ms - peer["oldest_ms"] > QUEUE_MS_MAX:
        age = _span((now_ms - peer["oldest_ms"]) // 1000)
        yield Finding(
            "undelivered", WARNING, f"{peer['code']} has not confirmed {peer['queued']} acts, the oldest of {age} ago",
            "call its operator; where a time runs, deliver by another way as well",
        )  # fmt: skip


def _waiting(seen: Seen) -> Iterator[Finding]:
    for each in seen["waiting"][:WAITING_SHOWN_MAX]:
        lacks = (
            ", ".join(act[:8] for act in each["lacks"]) or "the act that opened its dossier, or a place in it for us"
        )
        age = _span((seen["now_ms"] - each["since_ms"]) // 1000)
        what = f"the act {each['act'][:8]} from {each['sender']} waits for {age}: it rests on {lacks}"
        advice = f"{each['sender']} is asked for what is missing; if it lasts for a day, ask its operator"
        if each["ends_ms"] is not None:
            left = _span(max(0, each["ends_ms"] - seen["now_ms"]) // 1000)
            what += "; this node is no party of its dossier, left it or is not in it yet"
            advice = f"nothing, if it left; the act is dropped in {left}, and comes again if this node becomes a party"
        yield Finding("waiting", NOTE, what, advice)
    if (more := seen["waiting_count"] - WAITING_SHOWN_MAX) > 0:
        yield Finding("waiting", NOTE, f"{more} more acts wait", "the same")
    if seen["later_count"]:
        yield Finding(
            "later-version", WARNING, f"{seen['later_count']} acts are of a later version than this node knows",
            "upgrade this node: they are kept, and are taken up when the new version starts",
        )  # fmt: skip


def _log(seen: Seen) -> Iterator[Finding]:
    if seen["checkpoint_size"] and seen["peers"] and not seen["cosigned_by"]:
        yield Finding(
            "not-cosigned", WARNING, "no peer has cosigned the newest checkpoint of the log: nobody vouches for it",
            "it is asked for again; if it lasts while peers are reached, look for `is not what it was` in their logs",
        )  # fmt: skip


def _recovery(recovery: Seen | None) -> Iterator[Finding]:
    if recovery is None:
        return
    for each in recovery["lost"]:
        yield Finding(
            "still-lost", WARNING, f"{each['peer']} confirmed act {each['act'][:8]} of ours, and it has not come back",
            "it was signed after the backup; leave the node serving until peers have given it back",
        )  # fmt: skip
    for each in recovery["to_be_redone"]:
        yield Finding(
            "signed-with-a-disowned-key", FAULT,
            f"act {each['act'][:8]} ({each['verb']}), signed since the restore, has no effect for anybody",
            "its key had been disowned after the backup, which this node did not know then: do it again",
        )  # fmt: skip
    if bodiless := sum(not each["body"] for each in recovery["returned"]):
        yield Finding(
            "lost-bodies", WARNING, f"{bodiless} acts of ours came back after the restore without their bodies",
            "their readers have them: leave the node serving until each has been reached",
        )  # fmt: skip


def _span(seconds: int) -> str:
    """`7 h 59 min`, in the two largest units that say something."""
    units = (("d", seconds // 86_400), ("h", seconds // 3_600 % 24), ("min", seconds // 60 % 60), ("s", seconds % 60))
    start = next((at for at, (_, count) in enumerate(units) if count), len(units) - 1)
    return " ".join(f"{count} {unit}" for unit, count in units[start : start + 2] if count) or "0 s"
