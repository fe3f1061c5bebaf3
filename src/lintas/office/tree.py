"""XML of a part, parsed and written: names of WordprocessingML, and a parser that expands and fetches nothing."""

from __future__ import annotations

import re
from typing import Any, Final

from lintas.office.errors import NoWordFiles, UnreadableDocument

try:
    from lxml import etree
except ModuleNotFoundError:  # pragma: no cover
    etree = None

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_UNSAYABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{W}}}{name}"


def parse(part: bytes, name: str) -> Any:
    """The root; depth (256) and length of text (10 MB) are bounded by libxml2. Raises `UnreadableDocument`."""
    if etree is None:
        raise NoWordFiles()
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise UnreadableDocument(f"its part {name} is damaged: save it again as .docx") from None


def write(root: Any) -> bytes:
    """The part as bytes."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def made(name: str, text: str = "", **attributes: str) -> Any:
    """An element of WordprocessingML, its attributes too; its text keeps its spaces, and loses what XML cannot say."""
    if etree is None:
        raise NoWordFiles()
    found = etree.Element(w(name), {w(key): _sayable(value) for key, value in attributes.items()}, nsmap={"w": W})
    if text:
        found.text = _sayable(text)
        keep_spaces(found)
    return found


def _sayable(text: str) -> str:
    """Without the characters that XML 1.0 has not (2.2)."""
    return _UNSAYABLE.sub("", text)


def keep_spaces(element: Any) -> None:
    """Blanks at either end of its text count."""
    element.set(_SPACE, "preserve")
