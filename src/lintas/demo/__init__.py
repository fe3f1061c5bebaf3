"""The demonstration: three nodes on this machine carry a case, and every claim that is printed is checked."""
