"""Named limits of the protocol, with their units in their names.

`LIMITS` is what the specification fixes for all nodes: two nodes with different limits would disagree on whether an act
is well formed. A test may make a smaller `Limits`; a node in service may not.
"""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, all inclusive. Sizes are in bytes, `_items` and the like are counts."""

    # One act.
    header_bytes_max: int = 16 * KIB
    header_depth_max: int = 6
    header_items_max: int = 4_000
    body_bytes_max: int = 256 * KIB
    body_depth_max: int = 16
    body_items_max: int = 50_000
    seen_max: int = 64
    re_max: int = 64
    attachments_max: int = 64
    erased_max: int = 256
    released_max: int = 256
    verb_chars_max: int = 64
    text_bytes_max: int = 128 * KIB
    line_bytes_max: int = 1 * KIB

    # One dossier.
    parties_max: int = 64
    dossier_acts_max: int = 100_000
    epochs_live_max: int = 16
    recipients_max: int = 256

    # Between nodes.
    bundle_bytes_max: int = 4 * MIB
    bundle_items_max: int = 1_000
    wrapped_bytes_max: int = 4 * KIB
    request_bytes_max: int = 5 * MIB
    desk_answer_bytes_max: int = 256 * MIB
    request_age_ms_max: int = 10 * 60 * 1000
    nonces_max: int = 100_000
    compare_rows_max: int = 1_000
    opened_acts_max: int = 64
    openings_max: int = 64
    bag_bytes_max: int = 64 * MIB
    bag_messages_max: int = 1_000
    mail_bytes_max: int = 4 * MIB
    mail_ttl_s_max: int = 90 * 24 * 60 * 60
    mail_taken_max: int = 64
    waiting_acts_max: int = 1_000
    waiting_bytes_max: int = 16 * MIB
    waiting_outside_days_max: int = 30

    # Attachments. Two levels of lists of 1,024 addresses stand for 1 TiB.
    chunk_bytes_max: int = 1 * MIB
    chunks_max: int = 1_048_576
    list_addresses_max: int = 1_024
    chunks_asked_max: int = 4

    # The log. A line with a post-quantum signature has 3,300 bytes, and each who signs has another beside it; a proof
    # has a hash for each bit of a size.
    note_bytes_max: int = 256 * KIB
    note_signatures_max: int = 128
    proof_hashes_max: int = 63
    proof_extra_bytes_max: int = 4 * KIB

    # Any CBOR item, where a caller names no tighter bound. Small items cost up to 70 times their size in memory.
    cbor_items_max: int = 200_000
    cbor_depth_max: int = 16


LIMITS = Limits()
