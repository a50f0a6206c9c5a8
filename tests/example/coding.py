"""How the 25 included studies of the worked example are coded, so that the published description comes out.

Published are the numbers: 15, 8 and 2 by design, 13, 7 and 5 by origin, 10 Latino and 8 Asian groups, 11, 9, 3 and 2 by
perspective, and that 16 articles are named for the theme of language. Which study is which is not, but where a title
says so. So each answer is marked as coded for the example, and no passage stands as evidence but an article's title.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reviewkit.text import folded

if TYPE_CHECKING:
    from tests.example.build import Desk

MARK = "coded for the example: the article does not say which study"
NO_PASSAGE = "no passage: coded for the example"
FIELDS = ("origin", "immigrant_group", "perspective", "themes")
_WORDS = {
    "US": "United States",
    "EU": "Europe",
    "NZ": "New Zealand",
    "AU": "Australia",
    "CA": "Canada",
    "IL": "Israel",
    "L": "Latino",
    "A": "Asian",
    "o": "other",
    "p": "parents only",
    "pp": "parents and professionals",
    "ppc": "professionals, parents and children",
    "out": "parental involvement and child outcomes",
    "lang": "language",
    "power": "asymmetrical power relations",
    "culture": "culture and disagreements",
}
CODED = {
    ("bernhard", 2004): "CA / L / p / power culture",
    ("calzada", 2015): "US / L o / pp / lang culture",
    ("chang", 2009): "US / L A / out / lang",
    ("cheatham", 2012): "US / L / pp / lang power",
    ("cheatham", 2013): "US / L / pp / lang power",
    ("de gioia", 2015): "AU / o / p / lang culture",
    ("doge", 2014): "EU / o / pp / culture",
    ("dolan", 2010): "EU / o / ppc / lang power",
    ("durand", 2011): "US / L / p / lang",
    ("durand", 2013): "US / L / p / lang culture",
    ("guo", 2005): "NZ / A / pp / lang culture",
    ("hachfeld", 2016): "EU / o / pp / lang",
    ("heng", 2014): "US / A / pp / power culture",
    ("howard", 2010): "US / L / pp / lang power",
    ("huntsinger", 2009): "US / A / out / culture",
    ("mary", 2017): "EU / o / ppc / lang power",
    ("mcwayne", 2008): "US / L / ppc / culture",
    ("shor", 2007): "IL / o / p / power culture",
    ("sohn", 2006): "US / A / p / lang culture",
    ("turney", 2009): "US / L A o / p / lang",
    ("van laere", 2018): "EU / o / pp / power",
    ("vandenbroeck", 2009): "EU / o / p / power",
    ("whitmarsh", 2011): "EU / o / p / lang power",
    ("winterbottom", 2013): "US / A / p / culture",
    ("zhang", 2014): "NZ / A / p / lang culture",
}
"""By first author and year: origin, groups, perspective, themes."""
CODES = {
    "language background": "themes/language",
    "talking past each other": "themes/asymmetrical power relations",
    "what involvement means": "themes/culture and disagreements",
}
QUOTED = {
    ("hachfeld", 2016): ("parents of different language backgrounds", "language background"),
    ("howard", 2010): ("pretextuality and misunderstanding in parent-teacher conferences", "talking past each other"),
    ("huntsinger", 2009): ("different meanings in different cultures", "what involvement means"),
}
"""Words of the title, and the code that they are given."""


def code(one: Desk, two: Desk) -> None:
    """Have each code every other study; that the article's own two divided it so is invented."""
    rows = {row["report"]["id"]: row["record"] for row in json.loads(one.run("reports", "--json"))}
    waiting = sorted(study["id"] for study in json.loads(one.run("coded", "--json")))
    for name, theme in CODES.items():
        one.run("codes", "--new", name, "--theme", theme)
    for place, report in enumerate(waiting):
        _code(one if place % 2 else two, one, report, rows[report])


def _code(desk: Desk, quoting: Desk, report: str, record: dict[str, object]) -> None:
    from tests.example.build import design

    key = (_first(record), record["year"])
    answers = {"design": [design(record)]}
    for field, short in zip(FIELDS, CODED[key].split(" / "), strict=True):  # type: ignore[index]
        answers[field] = [_WORDS[word] for word in short.split()]
    given = [part for field, values in answers.items() for value in values for part in ("--field", f"{field}={value}")]
    marked = [part for field in answers for part in ("--about", f"{field}={MARK}")]
    desk.run("code", report, *given, *marked, "--page", f"themes={NO_PASSAGE}", "--finish")
    if key in QUOTED:
        text, name = QUOTED[key]
        assert folded(text) in folded(str(record["title"]))
        quoting.run("quote", report, text, "--page", "title", "--code", name, "--note", "coded for the example")


def _first(record: dict[str, object]) -> str:
    authors = record["authors"]
    assert isinstance(authors, list)
    return folded(str(authors[0]).partition(",")[0])
