"""Interchange with other people's tools: indicators as STIX 2.1, MISP and CSV.

Readers are lenient and say what they mended and what they could not map; writers are strict. What is read is kept
whole, so that the same form can be written again without loss. Nothing here reaches the network, and input is hostile:
size, depth and number have limits.
"""
