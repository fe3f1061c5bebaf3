"""Letters: a sealed request as a paper that a ministry sends, files and shows to a court.

`saying` makes what stands in a letter from an act and its kind; nothing here names a kind. `setting` makes it a PDF/A
with the act attached, by typst; `sealing` puts the authority's electronic seal on it. A letter says nothing that the
act does not say: whoever has the act makes the same letter again.
"""
