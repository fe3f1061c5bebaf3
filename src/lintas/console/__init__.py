"""The web console of a node: what officers, ministers, operators and auditors see in a browser.

A companion of the node in its process (`mount`): Django renders pages, the node does everything else. Nothing here
names a kind of cooperation: lists, pages and forms follow from the declarations, special pages from their traits.

Rooms: `models` is what only this authority knows (officers, teams, drafts, the trail of who saw what) or what can be
made again from the node (lines of the worklist, events); `asking` is the way to the node; `access` the one function of
who may see what; `pages` the views, one file a page; `forms` makes fields from meanings; `live` tells open pages what
is new; `follow` keeps the lines in step with the log.
"""
