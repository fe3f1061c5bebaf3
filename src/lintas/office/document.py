"""A document of Word as a package with two parts taken apart: its text and its comments. All else is kept as it is."""

from __future__ import annotations

import posixpath
import re
from typing import Any, Final

from lintas.office.errors import UnreadableDocument
from lintas.office.package import CONTENT_TYPES, read_package, write_package
from lintas.office.tree import RELATIONS, TYPES, R, made, parse, w, write

_ROOT_RELATIONS: Final = "_rels/.rels"
_DOCUMENT: Final = f"{R}/officeDocument"
_COMMENTS: Final = f"{R}/comments"
_LINK: Final = f"{R}/hyperlink"
_BESIDE: Final = re.compile(r"/(?:footnotes|endnotes|header\d*|footer\d*)\.xml$")
_LINKS_TO: Final = ("http://", "https://", "mailto:")
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Document:
    """What was read of a file. `body` and `comments` (None: there are none) are trees that may be changed."""

    def __init__(self, data: bytes) -> None:
        """Read the file; raises `UnreadableDocument` or `NoWordFiles`."""
        self.parts = read_package(data)
        for name in self.parts:
            if name.endswith(".rels"):
                _check_targets(self.parts[name], name)
        self._name = self._target(_ROOT_RELATIONS, "", _DOCUMENT)
        if self._name not in self.parts:
            raise UnreadableDocument("it is no document of Word: save it as .docx")
        self._root = parse(self.parts[self._name], self._name)
        body = self._root.find(w("body"))
        if self._root.tag != w("document") or body is None:
            raise UnreadableDocument("it is no document of Word, or in strict form: save it as ordinary .docx")
        self.body: Any = body
        self._comments_name = self._target(self._relations, posixpath.dirname(self._name), _COMMENTS)
        commented = self.parts.get(self._comments_name)
        self.comments: Any = parse(commented, self._comments_name) if commented else None

    @property
    def _relations(self) -> str:
        folder, name = posixpath.split(self._name)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _target(self, relations: str, folder: str, kind: str) -> str:
        """The part to which a relation of this type leads; empty where there is none."""
        if relations not in self.parts:
            return ""
        for each in parse(self.parts[relations], relations).iter(f"{{{RELATIONS}}}Relationship"):
            if each.get("Type") == kind:
                target = str(each.get("Target", ""))
                return posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
        return ""

    def with_comments(self) -> Any:
        """The tree of the comments, begun where there is none."""
        if self.comments is None:
            self._comments_name = posixpath.join(posixpath.dirname(self._name), "comments.xml")
            self.comments = parse(write(made("comments")), self._comments_name)
            self._relate()
        return self.comments

    def _relate(self) -> None:
        types = parse(self.parts[CONTENT_TYPES], CONTENT_TYPES)
        override = types.makeelement(f"{{{TYPES}}}Override")
        override.set("PartName", f"/{self._comments_name}")
        override.set("ContentType", _COMMENTS_TYPE)
        types.append(override)
        self.parts[CONTENT_TYPES] = write(types)
        empty = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        relations = parse(self.parts.get(self._relations, empty), self._relations)
        taken = {each.get("Id") for each in relations}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relation = relations.makeelement(f"{{{RELATIONS}}}Relationship")
        relation.set("Id", f"rId{number}")
        relation.set("Type", _COMMENTS)
        relation.set("Target", posixpath.basename(self._comments_name))
        relations.append(relation)
        self.parts[self._relations] = write(relations)

    def beside(self) -> dict[str, Any]:
        """Notes, headers and footers, by the name of their part: trees of their own, which are not saved."""
        return {name: parse(self.parts[name], name) for name in self.parts if _BESIDE.search(name)}

    def drop(self, wanted: re.Pattern[str]) -> None:
        """Take out the parts of these names, with what leads to them."""
        gone = {name for name in self.parts if wanted.search(name)}
        self.parts = {name: part for name, part in self.parts.items() if name not in gone}
        if self._comments_name in gone:
            self.comments = None
        for name in [CONTENT_TYPES, *(each for each in self.parts if each.endswith(".rels"))]:
            tree = parse(self.parts[name], name)
            led = [each for each in tree if wanted.search(each.get("PartName") or each.get("Target") or "")]
            for each in led:
                tree.remove(each)
            if led:
                self.parts[name] = write(tree)

    def save(self) -> bytes:
        """The file, with what was changed in the two trees."""
        parts = {**self.parts, self._name: write(self._root)}
        if self.comments is not None:
            parts[self._comments_name] = write(self.comments)
        return write_package(parts)


def _check_targets(part: bytes, name: str) -> None:
    for each in parse(part, name).iter(f"{{{RELATIONS}}}Relationship"):
        outside = each.get("TargetMode") == "External"
        link = each.get("Type") == _LINK and str(each.get("Target", "")).lower().startswith(_LINKS_TO)
        if outside and not link:
            what = str(each.get("Type", "")).rpartition("/")[2]
            raise UnreadableDocument(f"it would fetch a part from elsewhere ({what}): put it in, or take it out")
