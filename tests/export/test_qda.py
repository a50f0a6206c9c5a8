"""REFI-QDA projects: what the schema asks for, that every reference leads somewhere, and that nothing is lost."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no stubs
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.export.placing import Pages, compared, plain
from reviewkit.export.qda import Written, written
from reviewkit.export.qda_nouns import Case, Document, Node, Note, Passage, Project, Variable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HOSTILE = "]]> <b>&amp; \x00\x07\x1b[31m \u202eabc \ufffe 😀 محمد\t\r\n=1+1 " + "long " * 500
SCHEMA = {  # of Project.xsd, 18 March 2019: children in their order, attributes, those that must be there with a star
    "Project": ("Users CodeBook Variables Cases Sources Notes Description NoteRef", "name* origin"),
    "Users": ("User", ""),
    "User": ("", "guid* name"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code", ""),
    "Code": ("Description NoteRef Code", "guid* name* isCodable* color"),
    "Variables": ("Variable", ""),
    "Variable": ("Description", "guid* name* typeOfVariable*"),
    "Cases": ("Case", ""),
    "Case": ("Description CodeRef VariableValue SourceRef SelectionRef", "guid* name"),
    "VariableValue": ("VariableRef TextValue BooleanValue FloatValue", ""),
    "TextValue": ("", ""),
    "BooleanValue": ("", ""),
    "FloatValue": ("", ""),
    "Sources": ("TextSource PDFSource", ""),
    "TextSource": ("Description PlainTextContent PlainTextSelection Coding NoteRef", "guid* name plainTextPath"),
    "PDFSource": ("Description PDFSelection Representation Coding NoteRef", "guid* name path"),
    "Representation": ("Description PlainTextContent PlainTextSelection", "guid* name plainTextPath"),
    "PlainTextSelection": (
        "Description Coding NoteRef",
        "guid* name startPosition* endPosition* creatingUser creationDateTime",
    ),
    "Coding": ("CodeRef NoteRef", "guid* creatingUser creationDateTime"),
    "Notes": ("Note", ""),
    "Note": ("Description PlainTextContent", "guid* name creatingUser creationDateTime"),
    "Description": ("", ""),
    "PlainTextContent": ("", ""),
    **dict.fromkeys(("CodeRef", "NoteRef", "SourceRef", "VariableRef"), ("", "targetGUID*")),
}
NEVER_EMPTY = ("Users", "Codes", "Variables", "Cases", "Sources", "Notes")
IN_ANY_ORDER = ("Sources",)
GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def tag(one: Element) -> str:
    assert one.tag.startswith("{urn:QDA-XML:project:1.0}")
    return one.tag.partition("}")[2]


def check(made: Written) -> Element:
    """Hold a project against the rules of the schema, and every reference against what is there."""
    root: Element = fromstring(made.qde)
    for one in root.iter():
        children, attributes = (part.split() for part in SCHEMA[tag(one)])
        places = [children.index(tag(child)) for child in one]
        assert tag(one) in IN_ANY_ORDER or places == sorted(places)
        assert {name.strip("*") for name in attributes} >= set(one.attrib)
        assert {name.strip("*") for name in attributes if "*" in name} <= set(one.attrib)
        assert len(one) or tag(one) not in NEVER_EMPTY
    guids = [one.attrib["guid"] for one in root.iter() if "guid" in one.attrib]
    assert len(guids) == len(set(guids))
    assert all(map(GUID.fullmatch, guids))
    names = ("targetGUID", "creatingUser")
    assert {one.attrib[name] for one in root.iter() for name in names if name in one.attrib} <= set(guids)
    paths = [
        one.get("plainTextPath") or one.get("path") for one in root.iter() if {"plainTextPath", "path"} & {*one.attrib}
    ]
    assert sorted(
        f"internal://{name.removeprefix('sources/')}" for name in (*made.texts, *made.pdfs.values())
    ) == sorted(path for path in paths if path)
    return root


def selections(made: Written) -> list[tuple[str, list[str]]]:
    """Return each passage as it is marked in its text, and the names of what it is coded with."""
    root = check(made)
    names = {one.attrib["guid"]: one.attrib["name"] for one in root.iter() if tag(one) == "Code"}
    found = []
    for source in root.iter():
        text = made.texts.get(f"sources/{source.get('plainTextPath', '').removeprefix('internal://')}", "")
        for one in source:
            if tag(one) == "PlainTextSelection":
                start, end = int(one.attrib["startPosition"]), int(one.attrib["endPosition"])
                assert 0 <= start < end <= len(text)
                codes = [names[ref.attrib["targetGUID"]] for ref in one.iter() if tag(ref) == "CodeRef"]
                found.append((text[start:end], codes))
    return found


def project(*documents: Document, notes: tuple[Note, ...] = (), own: tuple[str, ...] = (), about: str = "") -> Project:
    nodes = (
        Node("field:t", "Themes", is_codable=False, below=(Node("theme:t/a", "a", below=(Node("c", "Trust"),)),)),
        Node("d", "trust <&>", HOSTILE, "#999999", notes=own),
        Node("e", "Trust <&>"),
    )
    variables = (Variable("v", "n", "Float"), Variable("w", "a: b", "Boolean"), Variable("x", HOSTILE, "Text", "why"))
    case = Case(
        "s", HOSTILE, "title", (("v", "-1.5"), ("w", "true"), ("x", HOSTILE)), tuple(one.id for one in documents)
    )
    return Project("p", HOSTILE, about, nodes, variables, (case,), documents, notes, own)


def passage(own: str, text: str, *nodes: str, page: str = "") -> Passage:
    return Passage(own, text, page, "Ada", "2026-11-23T10:00:00Z", nodes, "a note")


FULL = Pages(["They met ]]> the\nteach-\ners often. 😀", plain(HOSTILE)])


def test_passages_are_marked_in_the_report_and_those_not_found_in_a_text_of_quotations() -> None:
    one = passage("1", "the teachers often. 😀", "c", "d", page="1")
    two = passage("2", "Nobody wrote this ]]>\x00 <b>\u202e.", "e", page="431")
    made = written(
        project(Document("r", "Guo 2005", "Guo (2005). Title.", FULL, True, (one, two), ("n",)), notes=(NOTE,))
    )
    found = selections(made)
    assert found == [
        ("the\nteach-\ners often. 😀", ["Trust", "trust <&>"]),
        ("Nobody wrote this ]]> <b>.", ["Trust <&> (2)"]),
    ]
    assert list(made.pdfs) == ["r"]
    root = check(made)
    sources = [
        (tag(source), source.get("name")) for source in root.iter() if tag(source) in ("PDFSource", "TextSource")
    ]
    assert sources == [("PDFSource", "Guo 2005"), ("TextSource", "Guo 2005: quotations")]
    assert [one.text for one in root.iter() if tag(one) == "Description" and "431" in (one.text or "")] == [
        "Page 431\na note"
    ]


NOTE = Note("n", "Memo\non <b>", HOSTILE, "Grace \u202e", "no time")


def test_a_report_without_a_text_is_a_text_of_its_reference_and_quotations() -> None:
    bare = Document("r", "Guo 2005", "Guo (2005).")
    pictures = Document("q", "Guo 2005", "Guo (2005).", is_pdf=True, passages=(passage("1", "words", "c"),))
    made = written(project(bare, pictures, notes=(NOTE,), own=("n",)))
    assert selections(made) == [("words", ["Trust"])]
    names = [one.get("name") for one in check(made).iter() if tag(one) in ("PDFSource", "TextSource")]
    assert names == ["Guo 2005", "Guo 2005 (2)", "Guo 2005 (2): quotations"]
    assert sorted(made.texts.values()) == ["Guo (2005).\n", "Guo (2005).\n\nwords\n"]


def test_a_project_with_nothing_in_it_has_no_empty_lists() -> None:
    made = written(Project("p", "", "", (), (), (), (), (), ()))
    assert (len(check(made)), made.texts) == (0, {})


passages = st.lists(
    st.tuples(st.text(max_size=40) | st.just(HOSTILE), st.sets(st.sampled_from(["c", "d", "e"]))), max_size=6
)


@given(passages, st.none() | st.lists(st.text(max_size=60), min_size=1, max_size=3), st.booleans())
@settings(max_examples=20, deadline=None)
def test_every_passage_is_there_once_with_its_codes_whatever_its_characters(
    given_: list[tuple[str, set[str]]], pages: list[str] | None, is_pdf: bool
) -> None:
    own = tuple(passage(str(n), text, *sorted(nodes)) for n, (text, nodes) in enumerate(given_))
    full = None if pages is None else Pages([plain(page) for page in pages])
    whole = project(Document("r", HOSTILE, HOSTILE, full, is_pdf, own), about=HOSTILE)
    made = written(whole)
    assert made == written(whole)
    said = sorted(
        (compared(text or "(no text)") or compared("(no text)"), len(codes)) for text, codes in selections(made)
    )
    wanted = [
        (compared(plain(text).strip() or "(no text)") or compared("(no text)"), len(nodes)) for text, nodes in given_
    ]
    assert said == sorted(wanted)


def test_the_same_project_has_the_same_guids_and_another_review_has_others() -> None:
    document = Document("r", "A", "B", FULL, False, (passage("1", "they met", "c"),))
    guids = [
        set(re.findall('guid="([^"]*)"', written(one).qde.decode()))
        for one in (project(document), project(document), Project("other", "", "", (), (), (), (document,), (), ()))
    ]
    assert guids[0] == guids[1]
    assert not any(a & b for a, b in pairwise(guids[1:]))
