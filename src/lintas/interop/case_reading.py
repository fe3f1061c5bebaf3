"""Reading CASE and UCO, leniently: people, organisations, accounts, files, places and actions of any JSON-LD file.

Files from before version 1.0 have the same names in older name spaces; they are read as those of today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.interop.case import CASE, OURS, SORT, UCO, local
from lintas.interop.found import Found, Gathering
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.jsonld import Node, nodes
from lintas.interop.report import Report
from lintas.interop.times import of_text

FORM: Final = "CASE/UCO"
_NAME, _DESCRIPTION, _FACET = f"{UCO}core/name", f"{UCO}core/description", f"{UCO}core/hasFacet"
_OBSERVABLE, _IDENTITY, _ACTION = f"{UCO}observable/", f"{UCO}identity/", f"{UCO}action/"
_RECORD: Final = f"{CASE}investigation/ProvenanceRecord"
_RELATIONS: Final = frozenset({f"{UCO}core/Relationship", f"{_OBSERVABLE}ObservableRelationship"})
_NUMBERS: Final = {
    form.ACCOUNT: ("AccountFacet", "accountIdentifier"), form.TELEPHONE: ("PhoneAccountFacet", "phoneNumber"),
    form.E_MAIL: ("EmailAddressFacet", "addressValue"), form.IP_ADDRESS: ("IPv4AddressFacet", "addressValue"),
}  # fmt: skip
"""By sort, the facet that holds its number, and under which name."""
_MOBILE: Final = ("MobileAccountFacet", "MSISDN")
"""Where the number of a mobile telephone stands."""
_ADDRESS: Final = ("street", "locality", "region", "postalCode", "country")
_OLDER: Final = {
    "https://unifiedcyberontology.org/ontology/uco/": UCO, "https://caseontology.org/ontology/case/": CASE,
}  # fmt: skip
"""Name spaces from before version 1.0, in which `#` stands before a name."""
_SORTS: Final = {
    f"{_IDENTITY}Person": form.PERSON, f"{_IDENTITY}Organization": form.ORGANISATION,
    f"{UCO}location/Location": form.PLACE, f"{_OBSERVABLE}File": form.FILE, f"{_OBSERVABLE}Image": form.FILE,
    f"{CASE}investigation/InvestigativeAction": form.ACT, f"{_ACTION}Action": form.ACT,
    f"{CASE}investigation/Investigation": form.EXPORT,
    **{
        f"{_OBSERVABLE}{name}": form.ACCOUNT
        for name in ("Account", "ApplicationAccount", "DigitalAccount", "EmailAccount")
    },
    f"{_OBSERVABLE}PhoneAccount": form.TELEPHONE, f"{_OBSERVABLE}MobileAccount": form.TELEPHONE,
    f"{_OBSERVABLE}EmailAddress": form.E_MAIL,
    **{f"{_OBSERVABLE}{name}": form.IP_ADDRESS for name in ("IPAddress", "IPv4Address", "IPv6Address")},
}  # fmt: skip
_OURS: Final = {f"{OURS}{local(name)}": name for names in (*form.PROPERTIES.values(), form.ORIGIN) for name in names}
_ID, _SORT = f"{OURS}id", f"{OURS}{SORT}"


def read_case(data: bytes) -> Found:
    """Everything in the file; raises `UnreadableFile` where it is no JSON-LD."""
    report = Report()
    document = load(data, report)
    if not isinstance(document, dict | list):
        raise UnreadableFile("it is no document of JSON-LD")
    known = {each.id: _of_today(each) for each in nodes(document, report).values()}
    facets = {ref for each in known.values() for ref in each.refs(_FACET)}
    found = Gathering(report)
    ids = {each.id: next(iter(each.texts(_ID)), each.id) for each in known.values()}
    left = Counter[str]()
    for each in known.values():
        sort = next((_SORTS[kind] for kind in each.types if kind in _SORTS), "") or _sort_of_item(each)
        if sort:
            _entity(each, sort, known, found, ids)
        elif each.types and each.id not in facets and not _is_read_elsewhere(each):
            left[_short(each.types[0])] += 1
    for each in known.values():
        _bonds(each, found, ids)
    for kind, count in sorted(left.items()):
        report.leave("file", f"no meaning here: {count} of {kind}")
    if not known:
        raise UnreadableFile("it has no node of JSON-LD")
    return Found(FORM, found.done(), report)


def _of_today(each: Node) -> Node:
    """The node with its names in the name spaces of today."""
    says = dict[str, list[Any]]()
    for name, values in each.says.items():
        says.setdefault(_renamed(name), []).extend(values)
    return Node(each.id, list(map(_renamed, each.types)), says)


def _renamed(name: str) -> str:
    old = next((each for each in _OLDER if name.startswith(each)), "")
    return _OLDER[old] + name.removeprefix(old).replace("#", "/", 1) if old else name


def _is_read_elsewhere(each: Node) -> bool:
    """Whether it is a hash, which its file names, a relationship, or a record that says no more than an action does."""
    record = _RECORD in each.types and each.says.keys() <= {_NAME, _DESCRIPTION, f"{UCO}core/object"}
    return record or f"{UCO}types/Hash" in each.types or bool(_RELATIONS.intersection(each.types))


def _sort_of_item(each: Node) -> str:
    """The sort of an item that we wrote; an item of others says in no word that is known here what it is."""
    said = next(iter(each.texts(_SORT)), "")
    return said if said in {form.VEHICLE, form.VESSEL} and f"{UCO}core/Item" in each.types else ""


def _short(kind: str) -> str:
    return kind.replace("#", "/").rstrip("/").rpartition("/")[2][:80]


def _entity(each: Node, sort: str, known: Mapping[str, Node], found: Gathering, ids: Mapping[str, str]) -> None:
    facets = [known[ref] for ref in each.refs(_FACET) if ref in known]
    says = list(dict.fromkeys([*_TOLD[sort](each, facets, known), *_own_words(each, sort)]))
    unread = {_short(kind) for facet in facets for kind in facet.types} - _FACETS_READ
    if unread:
        found.report.leave(each.id, f"no meaning here for a {sort}: {', '.join(sorted(unread))}")
    found.add(ids[each.id], sort, says)


def _own_words(each: Node, sort: str) -> Iterator[tuple[str, str]]:
    """What stands under our name space."""
    for name in each.says:
        if _OURS.get(name) in (*form.PROPERTIES[sort], *form.ORIGIN):
            yield from ((_OURS[name], value) for value in each.texts(name))


Pairs = Iterator[tuple[str, str]]
Facets = list[Node]


def _named(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    yield from ((form.NAME, name) for name in each.texts(_NAME))


def _person(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    yield from _named(each, facets, known)
    for facet in facets:
        parts = [text for name in ("givenName", "familyName") for text in facet.texts(f"{_IDENTITY}{name}")]
        if parts:
            yield form.NAME, " ".join(parts)
        if not each.says.get(f"{OURS}{local(form.BORN)}"):
            yield from ((form.BORN, text[:10]) for text in facet.texts(f"{_IDENTITY}birthdate"))


def _numbered(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    for facet in facets:
        for _, name in (*_NUMBERS.values(), _MOBILE):
            yield from ((form.NUMBER, text) for text in facet.texts(f"{_OBSERVABLE}{name}"))


def _place(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    """Its name, and its address in one line."""
    yield from _named(each, facets, known)
    for facet in facets:
        if parts := [text for name in _ADDRESS for text in facet.texts(f"{UCO}location/{name}")]:
            yield form.NAME, ", ".join(parts)


def _file(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    for facet in facets:
        for name, said in (("fileName", form.NAME), ("mimeType", form.MEDIA), ("sizeInBytes", form.BYTES)):
            yield from ((said, text) for text in facet.texts(f"{_OBSERVABLE}{name}"))
        for ref in facet.refs(f"{_OBSERVABLE}hash"):
            hashed = known[ref]
            if "SHA256" in (text.upper().replace("-", "") for text in hashed.texts(f"{UCO}types/hashMethod")):
                yield from ((form.SHA256, text.lower()) for text in hashed.texts(f"{UCO}types/hashValue"))


def _act(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    yield from ((form.VERB, text) for text in each.texts(_NAME))
    for text in each.texts(f"{_ACTION}startTime"):
        told = of_text(text)
        yield form.TIME, f"{told[:10]} {told[11:19]} UTC" if told else text
    yield from ((form.SAYS, text) for text in each.texts(_DESCRIPTION))


def _export(each: Node, facets: Facets, known: Mapping[str, Node]) -> Pairs:
    yield from ((form.KIND, text) for text in each.texts(_NAME))


_TOLD: Final[Mapping[str, Callable[[Node, Facets, Mapping[str, Node]], Pairs]]] = {
    form.PERSON: _person, form.ORGANISATION: _named, form.PLACE: _place, form.FILE: _file, form.ACT: _act,
    form.EXPORT: _export, form.VEHICLE: _named, form.VESSEL: _named, **dict.fromkeys(_NUMBERS, _numbered),
}  # fmt: skip
_FACETS_READ: Final = frozenset(
    {
        *(facet for facet, _ in _NUMBERS.values()),
        _MOBILE[0],
        "SimpleAddressFacet",
        "IPAddressFacet",
        "IPv6AddressFacet",
        "SimpleNameFacet",
        "BirthInformationFacet",
        "FileFacet",
        "ContentDataFacet",
    }
)


def _bonds(each: Node, found: Gathering, ids: Mapping[str, str]) -> None:
    """Relationships, who performed an action, and on what."""
    if _RELATIONS.intersection(each.types):
        words = next(iter(each.texts(f"{UCO}core/kindOfRelationship")), form.NAMED_WITH)
        for one in each.refs(f"{UCO}core/source"):
            for other in each.refs(f"{UCO}core/target"):
                _bind(found, ids, one, words, other)
    for one in each.refs(f"{_ACTION}performer"):
        _bind(found, ids, one, form.MADE, each.id)
    for one in each.refs(f"{_ACTION}object"):
        _bind(found, ids, one, form.NAMED_IN, each.id)


def _bind(found: Gathering, ids: Mapping[str, str], one: str, relation: str, other: str) -> None:
    found.bind(ids.get(one, one), relation, ids.get(other, other))
