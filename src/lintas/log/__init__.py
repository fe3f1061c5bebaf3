"""The log of a node: Merkle tree, checkpoints, cosignatures of witnesses.

Formats are those of RFC 9162 and C2SP, so that other people's tools can check a node. Storing leaves and talking to
witnesses belong to others.
"""
