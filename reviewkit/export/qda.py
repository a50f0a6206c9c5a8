"""A project as REFI-QDA writes it: project.qde, and the texts and files beside it.

Source: REFI-QDA Project Exchange 1.0 and its schema Project.xsd of 18 March 2019, namespace urn:QDA-XML:project:1.0.
There the order of the elements counts, a place in a text is one between Unicode characters, and an element that would
have nothing in it is left out. The thing a reader would get wrong: a passage that is not found in its report's text,
or whose text is not at hand, is not lost; it stands in a text of quotations beside the report, marked there.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reviewkit.export.placing import plain
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.export.qda_nouns import Case, Document, Node, Note, Passage, Project, Variable

PROJECT_FILE, SOURCES = "project.qde", "sources/"
_NAMESPACE = "urn:QDA-XML:project:1.0"
_ORIGIN = "reviewkit"
_NAME = 80
"""Characters of the name of a passage."""
_NOTHING = "(no text)"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_VALUES = {"Text": "TextValue", "Float": "FloatValue", "Boolean": "BooleanValue"}

_Placed = tuple["Passage", int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """What the file is made of."""

    qde: bytes
    texts: dict[str, str]
    """By the name in the file."""
    pdfs: dict[str, str]
    """Name in the file, by the id of the document."""


def written(project: Project) -> Written:
    """Return a project as REFI-QDA; the same bytes for the same project."""
    return _Writing(project).written()


class _Writing:
    """One project while it is written."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._texts: dict[str, str] = {}
        self._pdfs: dict[str, str] = {}
        self._sources: dict[str, list[str]] = {}
        """GUIDs by document."""

    def written(self) -> Written:
        project = self._project
        root = Element("Project", {"xmlns": _NAMESPACE, "name": _named(project.name), "origin": _ORIGIN})
        self._users(root)
        if project.nodes:
            self._nodes(SubElement(SubElement(root, "CodeBook"), "Codes"), project.nodes)
        for variable in project.variables:
            self._variable(_child(root, "Variables"), variable)
        cases = SubElement(root, "Cases")
        sources = SubElement(root, "Sources")
        for document, name in zip(project.documents, _apart(one.name for one in project.documents), strict=True):
            self._document(sources, document, name)
        for case in project.cases:
            self._case(cases, case)
        for empty in [one for one in (cases, sources) if not len(one)]:
            root.remove(empty)
        for note in project.notes:
            self._note(_child(root, "Notes"), note)
        _text(root, "Description", project.about)
        self._note_refs(root, project.own_notes)
        indent(root, " ")
        return Written(tostring(root, "utf-8", xml_declaration=True), self._texts, self._pdfs)

    def _guid(self, kind: str, own: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{_NAMESPACE}/{self._project.id}/{kind}/{own}"))

    def _users(self, root: Element) -> None:
        project = self._project
        names = {one.coder for document in project.documents for one in document.passages}
        names |= {note.writer for note in project.notes}
        for name in sorted(names - {""}):
            SubElement(_child(root, "Users"), "User", {"guid": self._guid("user", name), "name": _named(name)})

    def _made(self, coder: str, time: str) -> dict[str, str]:
        """Return the attributes that say who made something and when."""
        who = {"creatingUser": self._guid("user", coder)} if coder else {}
        return {**who, **({"creationDateTime": time} if _is_time(time) else {})}

    # ---------------------------------------------------------------------------------------------- the codebook

    def _nodes(self, parent: Element, nodes: Sequence[Node]) -> None:
        for node, name in zip(nodes, _apart(one.name for one in nodes), strict=True):
            colour = {"color": node.colour} if node.colour else {}
            codable = {"isCodable": str(node.is_codable).lower()}
            own = SubElement(parent, "Code", {"guid": self._guid("code", node.id), "name": name, **codable, **colour})
            _text(own, "Description", node.about)
            self._note_refs(own, node.notes)
            self._nodes(own, node.below)

    # ---------------------------------------------------------------------------------------------- studies

    def _variable(self, parent: Element, variable: Variable) -> None:
        guid = self._guid("variable", variable.id)
        attributes = {"guid": guid, "name": _named(variable.name), "typeOfVariable": variable.kind}
        _text(SubElement(parent, "Variable", attributes), "Description", variable.about)

    def _case(self, parent: Element, case: Case) -> None:
        kinds = {one.id: one.kind for one in self._project.variables}
        own = SubElement(parent, "Case", {"guid": self._guid("case", case.id), "name": _named(case.name)})
        _text(own, "Description", case.about)
        for variable, value in case.values:
            pair = SubElement(own, "VariableValue")
            SubElement(pair, "VariableRef", {"targetGUID": self._guid("variable", variable)})
            SubElement(pair, _VALUES[kinds[variable]]).text = plain(value)
        for document in case.documents:
            for guid in self._sources[document]:
                SubElement(own, "SourceRef", {"targetGUID": guid})

    # ---------------------------------------------------------------------------------------------- sources

    def _document(self, parent: Element, document: Document, name: str) -> None:
        pages = document.full_text
        spans = [(one, pages.span(one.text, one.page) if pages is not None else None) for one in document.passages]
        placed = [(one, *span) for one, span in spans if span is not None]
        rest = [one for one, span in spans if span is None]
        notes = document.notes
        if document.is_pdf or pages is not None:
            main = self._main(parent, document, name, placed)
            self._note_refs(main, notes)
            notes = ()
        if rest or not self._sources.get(document.id):
            name = f"{name}: quotations" if document.id in self._sources else name
            text, found = _quotations(document, rest)
            own = self._text_source(parent, "TextSource", document.id, "quotations", name, text)
            self._sources.setdefault(document.id, []).append(own.attrib["guid"])
            _text(own, "Description", document.citation)
            self._selections(own, found)
            self._note_refs(own, notes)

    def _main(self, parent: Element, document: Document, name: str, placed: Iterable[_Placed]) -> Element:
        """Return the source that is the report itself: its PDF with the words in it, or its words."""
        pages = document.full_text
        text = pages.text if pages is not None else ""
        if not document.is_pdf:
            own = holds = self._text_source(parent, "TextSource", document.id, "text", name, text)
            _text(own, "Description", document.citation)
        else:
            guid = self._guid("pdf", document.id)
            self._pdfs[document.id] = f"{SOURCES}{guid}.pdf"
            own = SubElement(parent, "PDFSource", {"guid": guid, "name": name, "path": f"internal://{guid}.pdf"})
            _text(own, "Description", document.citation)
            if pages is None:
                self._sources[document.id] = [guid]
                return own
            holds = self._text_source(own, "Representation", document.id, "text", name, text)
        self._sources[document.id] = [own.attrib["guid"]]
        self._selections(holds, placed)
        return own

    def _text_source(self, parent: Element, tag: str, document: str, kind: str, name: str, text: str) -> Element:
        guid = self._guid(kind, document)
        self._texts[f"{SOURCES}{guid}.txt"] = text
        return SubElement(parent, tag, {"guid": guid, "name": name, "plainTextPath": f"internal://{guid}.txt"})

    def _selections(self, source: Element, placed: Iterable[_Placed]) -> None:
        for passage, start, end in placed:
            made = self._made(passage.coder, passage.time)
            own = SubElement(
                source,
                "PlainTextSelection",
                {
                    "guid": self._guid("passage", passage.id),
                    "name": _named(passage.text)[:_NAME],
                    "startPosition": str(start),
                    "endPosition": str(end),
                    **made,
                },
            )
            _text(own, "Description", _about(passage))
            for node in passage.nodes:
                coding = SubElement(own, "Coding", {"guid": self._guid("coding", f"{passage.id}/{node}"), **made})
                SubElement(coding, "CodeRef", {"targetGUID": self._guid("code", node)})

    # ---------------------------------------------------------------------------------------------- notes

    def _note(self, parent: Element, note: Note) -> None:
        own = SubElement(parent, "Note", {"guid": self._guid("note", note.id), "name": _named(note.name)})
        own.attrib.update(self._made(note.writer, note.time))
        _text(own, "PlainTextContent", note.text)

    def _note_refs(self, parent: Element, notes: Iterable[str]) -> None:
        for note in notes:
            SubElement(parent, "NoteRef", {"targetGUID": self._guid("note", note)})


def _quotations(document: Document, passages: Iterable[Passage]) -> tuple[str, list[_Placed]]:
    """Return a text of passages below the reference they are from, and where each stands in it."""
    text, found = f"{plain(document.citation)}\n", []
    for one in passages:
        said = plain(one.text).strip() or _NOTHING
        found.append((one, len(text) + 1, len(text) + 1 + len(said)))
        text += f"\n{said}\n"
    return text, found


def _about(passage: Passage) -> str:
    return "\n".join(one for one in (f"Page {passage.page}" if passage.page else "", passage.note) if one)


def _child(parent: Element, tag: str) -> Element:
    """Return the child of that name, made if there is none yet."""
    found = parent.find(tag)
    return found if found is not None else SubElement(parent, tag)


def _text(parent: Element, tag: str, text: str) -> None:
    """Add an element with outside text, if there is any."""
    if plain(text).strip():
        SubElement(parent, tag).text = plain(text)


def _named(text: str) -> str:
    """Return outside text as a name: one line, never empty."""
    return line(plain(text)) or "(no name)"


def _apart(names: Iterable[str]) -> list[str]:
    """Return names so that no two are the same, whatever their case: the second gets a number."""
    used: set[str] = set()
    found = []
    for own in map(_named, names):
        name, number = own, 1
        while name.casefold() in used:
            number += 1
            name = f"{own} ({number})"
        used.add(name.casefold())
        found.append(name)
    return found


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
