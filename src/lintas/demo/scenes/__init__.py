"""The scenes of the demonstration, each a story told in commands."""
