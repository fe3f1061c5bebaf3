"""Suites: sign, seal, wrap, derive. The only room that imports `cryptography`.

A caller takes a `Suite` (see `ports`) and is given one by whoever composes the program: `real.RealSuite`, or
`cheap.CheapSuite` in the simulator.
"""
