"""HTTP between nodes, and between a node and its command line: one POST, one reply, bytes in both.

Who may ask and what the bytes say is decided behind the handlers; TLS is a pipe that a proxy may provide. Nothing here
trusts the other side: every size, count and wait has a bound.
"""
