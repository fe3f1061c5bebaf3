"""The command line: how people at a terminal, and scripts, operate a node and carry a case."""
