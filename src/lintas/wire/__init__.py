"""The bytes on the wire: deterministic CBOR, identifiers, limits, and the root of all errors.

Nothing here knows what an act is. No I/O, no clock, no chance, no key.
"""
