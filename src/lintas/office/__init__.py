"""Texts of meetings out to Word and in again: WordprocessingML in DOCX (ISO/IEC 29500), read from strangers.

A text goes out with a bracket of each state beside the words that it cannot accept; what comes back is kept whole,
with the changes that Word tracked and with its comments, and is read as brackets that an officer may put. Nothing here
reaches the network, a file or a clock; input is hostile: size, number and depth have limits, and what a word processor
would run or fetch is refused.
"""
