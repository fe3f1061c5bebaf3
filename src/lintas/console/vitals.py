"""How the node is, for who runs it: peers, queues, keys, log, disk, backup, clock, and what needs care. No content.

`diagnostics` is what of it an operator may send to a colleague elsewhere: no name of an officer, and neither a dossier
nor an act is named in it.
"""

from __future__ import annotations

import platform
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from lintas.compose.backed_up import last_backup
from lintas.compose.doctor_peers import examine_peers
from lintas.console.asking import ask, service
from lintas.console.disk import disk, folder
from lintas.console.models import Officer
from lintas.node.key_report import key_report
from lintas.node.pauses import paused
from lintas.node.plain_data import plain
from lintas.node.state import Node
from lintas.node.status import status

TELLING_SETTINGS: Final = (
    "idle_ms", "retry_ms_max", "checkpoint_ms", "mail_again_ms", "mail_days", "wire_version_max", "disk_free_min_mib",
    "session_idle_min", "api_per_min", "break_glass", "break_glass_min", "log_format", "recall_days", "tell_opened",
    "search_purpose",
)  # fmt: skip
"""Settings that say how the node behaves, and nothing of where things lie or who is meant."""
SET_OR_NOT: Final = ("store", "chunks", "scan", "module", "monitor", "console")
"""Settings of which it is told whether they are made."""


def vitals() -> dict[str, Any]:
    """The status, and beside it, for each peer, the `error` that its line has, for how many seconds (`failing_s`),
    since when it is paused (ms since 1970), how far its clock is ahead (`skew_ms`), what waits and what it refused.
    """
    seen, health = ask(_read)
    return _whole(seen, health)


def _read(node: Node) -> tuple[dict[str, Any], dict[str, Any]]:
    since = {node.federation.code(peer): at_ms for peer, at_ms in paused(node).items()}
    health = service().health(node) | {"paused": since, "keys": plain(key_report(node))}
    return plain(status(node)), health


def _whole(seen: dict[str, Any], health: dict[str, Any]) -> dict[str, Any]:
    made = last_backup(folder())
    names = ("now_ms", "log_size", "cosigned_by", "waiting_count", "search_behind", "keys", "version")
    return seen | {
        **{name: health[name] for name in names},
        "peers": [_peer(each, health) for each in seen["peers"]],
        "disk": asdict(disk()),
        "backup": asdict(made) if made else None,
        "findings": [asdict(each) for each in examine_peers(health, None)],
    }


def _peer(peer: dict[str, Any], health: dict[str, Any]) -> dict[str, Any]:
    code = peer["code"]
    numbers: dict[str, Any] = next((each for each in health["peers"] if each["code"] == code), {})
    trouble = health["couriers"].get(code, {"error": "", "failing_s": 0})
    told = {"error": trouble["error"], "failing_s": trouble["failing_s"], "paused_ms": health["paused"].get(code)}
    return peer | {name: numbers.get(name) for name in ("oldest_ms", "skew_ms", "refused")} | told


def diagnostics() -> dict[str, Any]:
    """What of it may leave this node by hand."""
    seen, health = ask(_read)
    # What waits is named by its id in the findings; here it is counted.
    whole, kept = _whole(seen, health | {"waiting": []}), service().settings
    roles = Counter(role for each in Officer.objects.filter(is_active=True) for role in each.roles)
    return whole | {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "settings": {name: getattr(kept, name) for name in TELLING_SETTINGS},
        "set": {name: bool(getattr(kept, name)) for name in SET_OR_NOT},
        "accounts": dict(sorted(roles.items())),
        "keys": whole["keys"] | {"certificates": [each["until_ms"] for each in whole["keys"]["certificates"]]},
        "waits": [
            {"sender": each["sender"], "since_ms": each["since_ms"], "lacks": len(each["lacks"])}
            for each in health["waiting"]
        ],
    }
