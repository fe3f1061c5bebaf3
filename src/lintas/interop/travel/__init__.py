"""Travel and health certificates of other states, verified offline against the signers that a state trusts.

Nothing that is read of a person is kept: a verdict is shown and forgotten.
"""
