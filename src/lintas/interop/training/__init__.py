"""Training certificates that anybody verifies without a network: made, listed when they are withdrawn, and checked.

A certificate is a W3C verifiable credential (data model 2.0) in the terms of Open Badges 3.0, signed with the key of
the authority that certified. It says of the person the name, and nothing else.
"""
