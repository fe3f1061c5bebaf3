"""Acts, field types, the grammar of kinds, and the fold that turns headers into verdicts, lanes and phases."""
