"""Simulated federations: the nodes of `node`, driven through whole histories with faults, by one seed each.

There are no threads, clocks, sockets or files here: time is virtual, chance comes from the seed, disks are in memory
and can lose what was not synced. What the couriers and the worker do in service is the same code (`node.courier`,
`node.group`).
"""
