"""The API of the console: what the pages do, as JSON, for the programs of this authority.

`root` puts the operations together and says what an error looks like; `door` is who may come in: a token, its scope,
its owner's roles, its rate; `shapes` what goes in and out. Operations lie by what they are about, and call what the
pages call: nothing is decided here.
"""
