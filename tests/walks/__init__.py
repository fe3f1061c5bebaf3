"""The exhaustive walk of every item table of every kind, with the real fold; `python -m tests.walks [kind [table]]`.

A walk proves a table live, not right: that every verb is open somewhere, every phase reached, nobody stuck, and no end
undone. `scope` says which tours make up a walk, `tour` how one goes, `faults` what it reports. A walk does not cover:

- several items of one type at a time, and so `once`, or rival take-overs of one office;
- lanes of what holds an item: there only seats change; nor items below of which the table does not ask;
- an item below, while it is walked from above, with two holders of a role; its own table is walked with two;
- more than one newcomer, a party that begins with two roles at the dossier, or fewer than two in a role of many, where
  there are parties enough;
- more than two who share a role of many at an item (`SHARING_MAX`), parties that are more than one above or two below
  their number at first, or somebody who left the dossier and comes back, while an item below it is walked;
- what is left behind at an item by one who sits there and left the dossier: nobody else can do that part, so that the
  item stays as it was, and the parties see who left (decision 0009);
- three acts none of which saw another; an act that a chain of more than three others overtook, or in the four largest
  tables of more than one; what takes more than one crossing on the way there (`test_tables.HUGE`);
- forks, disowned keys, and two incarnations of one author.
"""
