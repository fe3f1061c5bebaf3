"""Where a node keeps what it has: acts and evidence, keys, chunks, and the lock on its folder.

Adapters of the ports in `node.ports`: over SQLite and files for a node in service, in memory for tests and the
simulator. Nothing here knows what an act says; whoever stores one has admitted it.
"""
