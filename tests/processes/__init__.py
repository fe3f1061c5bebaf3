"""Tests with nodes as processes of their own, over real sockets and disks."""
