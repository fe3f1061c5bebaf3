"""The golden vectors of `spec/vectors/`: what an implementation of the protocol must say to which bytes.

`python -m tools.vectors` writes them; a test fails where it would write something else. Keys come from texts and
nothing from chance or a clock, so that the same code writes the same files. A verdict is written down by hand beside
its scenario and never taken from the product: `tests/conformance` holds the product against it.
"""
