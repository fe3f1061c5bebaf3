"""Finding words in what acts say: how text is folded, which fields are looked through, what a query asks."""
