"""Each program's files: what is read from them, and what is refused with words."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import InputError
from reviewkit.model import Stage, Verdict
from reviewkit.switching import read
from tests.switching.samples import FOLDER, labels_of, said

if TYPE_CHECKING:
    from reviewkit.switching import Labels

IN, E, U = "include", "exclude", "unsure"


@pytest.mark.parametrize(
    ("name", "program", "expected"),
    [
        (
            "rayyan_articles.csv",
            "Rayyan",
            [
                {"Anna": IN, "Ben": IN},
                {"Anna": E, "Ben": IN},
                {"Anna": U},
                {"Anna": E, "Ben": E},
                {},
                {"Ben": E},
                {"Anna": IN},
            ],
        ),
        ("asreview_v2.csv", "ASReview", [{"ASReview": IN}, {"ASReview": E}, {"ASReview": ""}]),
        ("asreview_v1.csv", "ASReview", [{"ASReview": IN}, {"ASReview": E}, {"ASReview": ""}, {"ASReview": ""}]),
        ("asreview_labels.ris", "ASReview", [{"ASReview": one} for one in (IN, E, "", "", *((IN, E, "") * 9), "")]),
        ("review_12_irrelevant_csv_20240101.csv", "Covidence", [{"Covidence": E}, {"Covidence": E}]),
        (
            "spreadsheet_wide.csv",
            "spreadsheet",
            [
                {"Anna": IN, "Ben": E, "Open access": IN},
                {"Anna": IN, "Ben": U, "Open access": E},
                {"Anna": "", "Ben": "!", "Open access": E},
                {"Anna": E, "Ben": E, "Open access": IN},
            ],
        ),
        ("spreadsheet_long.csv", "spreadsheet", [{"Anna": IN}, {"Ben": E}, {"Anna": "!"}, {"Anna": E}]),
    ],
)
def test_every_row_says_what_each_name_decided(name: str, program: str, expected: list[dict[str, str]]) -> None:
    labels = labels_of(name)
    assert labels.program == program
    assert said(labels) == expected
    assert labels.unread == ()


def test_rayyans_reasons_are_given_only_to_whom_they_must_belong() -> None:
    rows = labels_of("rayyan_articles.csv").rows
    anna, ben = rows[1].labels
    assert (anna.reasons, ben.reasons) == (("foreign language",), ())
    for one in rows[3].labels:
        assert one.reasons == ()
        assert one.note == "reasons in Rayyan, whose is not said: wrong population; English"
    assert rows[2].labels[0].note.startswith("check the sample\nask Ben | RAYYAN-INCLUSION")
    assert rows[0].tags == ("qualitative", "Québec")


def test_the_excluded_list_of_covidence_holds_two_stages_reasons_and_tags() -> None:
    labels = labels_of("review_12_excluded_csv_20240101.csv")
    first, second = labels.rows
    assert labels.team
    assert [(one.stage, one.verdict) for one in first.labels] == [
        (Stage.TITLE_ABSTRACT, Verdict.INCLUDE),
        (Stage.FULL_TEXT, Verdict.EXCLUDE),
    ]
    assert first.labels[1].reasons == ("English",)
    assert (second.labels[1].note, second.tags) == ("asked the authors", ("Awaiting classification", "theory"))
    assert second.record.year == 2001


def test_which_list_of_covidence_it_is_is_asked_where_nothing_tells() -> None:
    data = (FOLDER / "review_12_irrelevant_csv_20240101.csv").read_bytes()
    with pytest.raises(InputError, match="which of Covidence's lists") as raised:
        read(data, "export.csv")
    assert "irrelevant" in raised.value.remedy
    assert said(read(data, "export.csv", list_="screen")) == [{"Covidence": ""}] * 2


def test_notes_of_asreview_and_old_labels_of_a_data_set_are_told_apart() -> None:
    first, _, third = labels_of("asreview_v2.csv").rows
    assert first.labels[0].note == "a clear case"
    assert third.labels[0].verdict is None  # `included` was 1 before the screening


def test_a_labelled_data_set_tells_its_stages_apart() -> None:
    # The columns of asreview/systematic-review-datasets.
    labels = read(b"record_id,title,label_abstract_screening,label_included\n1,On kites,1,0\n", "set.csv")
    assert [(one.stage, one.verdict) for one in labels.rows[0].labels] == [
        (Stage.TITLE_ABSTRACT, Verdict.INCLUDE),
        (Stage.FULL_TEXT, Verdict.EXCLUDE),
    ]


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_csv", ".csv").replace("__", "/"), data)
    return out.getvalue()


def test_rayyans_zip_is_read_as_it_comes() -> None:
    data = (FOLDER / "rayyan_articles.csv").read_bytes()
    packed = read(_zip(articles_csv=data, customizations_log_csv=b"article_id,user_email,key,value\n"), "r.zip")
    assert said(packed) == said(labels_of("rayyan_articles.csv"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    text = (FOLDER / "rayyan_articles.csv").read_text(encoding="utf-8")
    labels = read(text.encode(encoding), "articles.csv")
    assert said(labels) == said(labels_of("rayyan_articles.csv"))
    assert labels.rows[0].tags == ("qualitative", "Québec")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip cannot be read"),
        (_zip(xl__workbook=b""), "Excel workbook"),
        (_zip(a_csv=b"x"), "0 files called articles"),
        (b"title,year\nKites,2001\n", "no column holds decisions"),
        (b"title,Ada,Ada\nKites,yes,no\n", 'two columns are called "Ada"'),
        (b"TY  - JOUR\nTI  - Kites\nER  - \n", "says anything of a decision"),
        (b"article_id,user_email,key,value,created_at\n1,a@b.org,included,1,x\n", "Rayyan's log"),
        (b"@article{a, title={Kites}, note={RAYYAN-INCLUSION: }}\n", "BibTeX"),
        (b"title,decision\n", "no entry"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a zip holds the time at which it was made
)
def test_what_cannot_be_read_is_refused_with_its_name_and_a_remedy(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        read(data, "file.csv")
    assert "file.csv" in raised.value.where
    assert raised.value.remedy


def _faults(labels: Labels) -> list[tuple[int, str]]:
    return [(row.line, one.fault) for row in labels.rows for one in row.labels if one.fault]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"title,reviewer,decision\nKites,Ada,perhaps\n", 2, '"perhaps" is no decision'),
        (b"title,reviewer,decision,stage\nKites,Ada,yes,third round\n", 2, '"third round" is no stage'),
        (b'title,notes\nKites,"RAYYAN-INCLUSION: {""A""=>""Included"""\n', 2, "cannot be read"),
        (b'title,notes\nKites,"RAYYAN-INCLUSION: {""A""=>""Sure""}"\n', 2, '"Sure" is no decision'),
        (
            b'title,notes\nKites,"RAYYAN-INCLUSION: {""A""=>""Included""} | RAYYAN-INCLUSION: {""A""=>""Maybe""}"\n',
            2,
            "two decisions in one note: include, unsure",
        ),
        (b"TY  - JOUR\nTI  - K\nN1  - ASReview_relevant ASReview_irrelevant\nER  - \n", 1, "two labels in one entry"),
    ],
)
def test_what_is_no_decision_is_a_fault_at_its_line(data: bytes, line: int, says: str) -> None:
    ((at, fault),) = _faults(read(data, "file"))
    assert at == line
    assert says in fault


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    labels = read(b"title,reviewer,decision\nKites,Ada,yes\nToo,many,cells,here\nLooms,Ada,no\n", "f.csv")
    assert said(labels) == [{"Ada": IN}, {"Ada": E}]
    assert [(one.line, one.reason) for one in labels.unread] == [(3, "the row has 4 cells, the header has 3")]


def test_a_huge_cell_is_read_or_told_never_lost() -> None:
    huge = "x" * 200_000
    labels = read(f"title,reviewer,decision,note\nKites,Ada,yes,{huge}\nLooms,Ada,no,\n".encode(), "f.csv")
    assert len(labels.rows) + len(labels.unread) == 2
    assert len(read(f"title,reviewer,decision,note\nKites,Ada,yes,{huge[:100_000]}\n".encode(), "f.csv").rows) == 1
