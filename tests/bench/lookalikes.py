"""Made-up searches whose duplicates are known: papers, what platforms make of them, and papers that look like others.

The same seed gives the same corpus. `Corpus.papers` says which paper each entry is, so that whatever joins two papers is
wrong by construction, and whatever parts the copies of one paper is a miss. The damage is what exports were seen to do;
the look-alikes are those that reviews were seen to lose studies by. Copies are never more alike than look-alikes may
be: a few pairs cannot be told apart by anybody, so nobody reaches 1 here.
"""

# ruff: noqa: E501, SIM905  # tables: a kind of damage or look-alike a line, and words as words
from __future__ import annotations

import html
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

_FAMILIES = (
    "Norheim Moser Müller García-López Åkerström O'Brien van~der~Berg de~la~Cruz Li Wang Zhang Chen Kim Nguyen Yılmaz"
    " Dvořák Šimić Kowalska Ivanova Popov Sørensen Bjørnsson Schäfer Gonçalves Rossi Dubois Smith Johnson Brown Taylor"
    " Singh Patel Kumar Hosseini Al-Farsi Cohen Okafor Mensah Tanaka Suzuki Park Lee Choi Hansen Larsen Virtanen"
    " Papadopoulos Silva Santos Fernández Martín MacDonald St~John Fitzgerald Haddad Öztürk Łukasik Novák Horváth"
).split()
_STEMS = (
    "Ander Berg Dahl Eriks Fros Gran Hag Ing Jar Kal Lind Mag Nor Oster Pers Ros Sand Tor Ulv Vang Wal Bau Fisch Hoff"
    " Kauf Lehr Neu Richt Schn Stein Zim Bar Cal Dom Fer Gal Lom Mar Ner Pal Rin Sar Tri Val Ash Brad Clif Dun Elm Fair"
    " Har Ken Lang Mor Nash Pem Rad Stan Thorn Wes Yor Abd Bah Far Gho Has Jal Kar Moh Nas Raj Sha Tay Zah"
).split()
_ENDINGS = (
    "sen son berg strand man mann er ini etti elli ano ez ero ton ley ford field worth wood ov ova sky ska ic enko"
    " ian yan poulos idis oglu ali awi een oor esh at ara amoto awa"
).split()
_GIVEN = (
    "Hanne Thomas Anna Ola Jürgen María José Wei Xiaoming Yuki Min-Jun Ahmed Fatima John Mary Paul Peter Elena Ivan Olga"
    " Lars Ingrid Søren Émilie François Giulia Marco Sofia Ana João Priya Raj Chidi Ama Kenji Haruto Jisoo Björn Åsa"
).split()
_THINGS = (
    "outdoor play; free play; physical activity; sedentary behaviour; screen time; motor competence; executive function;"
    " self-regulation; language development; early literacy; numeracy skills; social competence; teacher sensitivity;"
    " group size; staff turnover; inclusive education; risky play; loose parts; forest school; nature-based learning;"
    " working memory; sleep duration; body mass index; blood pressure; cortisol response; aphasia; gait speed; depression;"
    " anxiety symptoms; chronic pain; heart failure; atrial fibrillation; insulin resistance; vitamin D status;"
    " interleukin-6 expression; α-synuclein aggregation; β-blocker therapy; T-cell activation; renal function;"
    " antibiotic resistance; malaria prophylaxis; wound healing; hip fracture; hand hygiene; breastfeeding; asthma control"
).split("; ")
_WHO = (
    "toddlers; preschool children; 3- to 5-year-old children; kindergarten teachers; primary school pupils; adolescents;"
    " older adults; nursing home residents; stroke survivors; pregnant women; male Wistar rats; C57BL/6 mice; dairy cows;"
    " primary care patients; hospital nurses; student teachers; refugee families; children with autism; veterans; athletes"
).split("; ")
_WHERE = (
    "Norway; Sweden; Germany; rural China; Brazil; South Africa; the Netherlands; England and Wales; Ontario, Canada;"
    " Turkey; Japan; Finland; New Zealand; India; Ghana; Poland; Portugal; Iran; Chile; Australia"
).split("; ")
_FRAMES = (
    "{Thing} and {other} in {who}",
    "The effect of {thing} on {other} in {who}",
    "Associations between {thing} and {other} among {who} in {where}",
    "Does {thing} predict {other}? Evidence from {who}",
    "Promoting {thing} through {other} for {who}",
    "{Thing} in {where}",
    "Changes in {thing} after {other}",
    "Measuring {thing} in {who}",
    "Experiences of {thing} among {who} from {where}",
    "Prevalence of {thing} and its relation to {other} in {where}",
)
_DESIGNS = (
    "a randomised controlled trial; a longitudinal study; a cross-sectional study; a systematic review; a case study;"
    " a mixed-methods study; a pilot study; a qualitative interview study; a cohort study; study protocol;"
    " a retrospective case-control study; results from a national survey; a systematic review and meta-analysis"
).split("; ")
_JOURNALS = (
    ("European Early Childhood Education Research Journal", "Eur Early Child Educ Res J"),
    ("Early Childhood Research Quarterly", "Early Child Res Q"),
    ("International Journal of Early Years Education", "Int J Early Years Educ"),
    ("Journal of the American Medical Association", "JAMA"),
    ("Stroke; a journal of cerebral circulation", "Stroke"),
    ("Proceedings of the National Academy of Sciences of the United States of America", "Proc Natl Acad Sci U S A"),
    ("Scandinavian Journal of Educational Research", "Scand J Educ Res"),
    ("The Lancet", "Lancet"),
    ("BMJ (Clinical research ed.)", "BMJ"),
    ("Journal of Physical Activity & Health", "J Phys Act Health"),
    ("Psychological Reports", "Psychol Rep"),
    ("American Journal of Physiology - Heart and Circulatory Physiology", "Am J Physiol Heart Circ Physiol"),
    ("Chinese Medical Journal", "Chin Med J (Engl)"),
    ("Zeitschrift für Erziehungswissenschaft", "Z Erziehwiss"),
    ("Revista de Saúde Pública", "Rev Saude Publica"),
    ("Cerebrovascular Diseases", "Cerebrovasc Dis"),
    ("Journal of Neuroscience", "J Neurosci"),
    ("Archives of Physical Medicine and Rehabilitation", "Arch Phys Med Rehabil"),
    ("PLoS ONE", "PLoS One"),
    ("Teaching and Teacher Education", "Teach Teach Educ"),
)
_SENTENCES = (
    "Background: {thing} matters to {who}.",
    "We studied {other} in {where}.",
    "Participants were {number} {who}.",
    "{Thing} was measured twice.",
    "We found no difference in {other} ({number} of {number}).",
    "Conclusions: {thing} deserves more attention in {where}.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper says of itself, or what one export says of it."""

    title: str
    authors: tuple[str, ...] = ()
    """Each `Family, Given`."""
    year: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    abstract: str = ""
    kind: str = "article"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entries in the order of the export, and for each which paper it is and what happened to it."""

    entries: tuple[Paper, ...]
    papers: tuple[int, ...]
    origins: tuple[str, ...]
    """The look-alike's or the damages' names, for reading errors."""


Chance = random.Random
Changes = dict[str, Any]
"""What is otherwise about a paper or an entry."""


# ---------------------------------------------------------------------------------------------- papers


def _filled(frame: str, chance: Chance) -> str:
    thing, other = chance.sample(_THINGS, 2)
    words = {"thing": thing, "other": other, "Thing": thing[0].upper() + thing[1:]}
    return frame.format(
        **words, who=chance.choice(_WHO), where=chance.choice(_WHERE), number=chance.randrange(20, 4000)
    )


def _author(chance: Chance) -> str:
    second = f" {chance.choice('ABCDEFGHJKLMNPRSTVW')}." if chance.random() < 0.4 else ""
    if chance.random() < 0.5:
        return f"{chance.choice(_STEMS)}{chance.choice(_ENDINGS)}, {chance.choice(_GIVEN)}{second}"
    return f"{chance.choice(_FAMILIES).replace('~', ' ')}, {chance.choice(_GIVEN)}{second}"


def _place(chance: Chance) -> Changes:
    """Return journal, year, volume, issue and pages."""
    year, start = chance.randrange(1995, 2024), chance.randrange(1, 1900)
    pages = (
        f"e{chance.randrange(10000, 99999)}" if chance.random() < 0.1 else f"{start}-{start + chance.randrange(3, 22)}"
    )
    journal = chance.choice(_JOURNALS)[0]
    return {
        "journal": journal,
        "year": str(year),
        "volume": str(year - 1975 + len(journal) % 9),
        "number": str(chance.randrange(1, 13)),
        "pages": pages,
    }


def _doi(chance: Chance) -> str:
    return f"10.{chance.randrange(1000, 1999)}/j.{chance.choice('abcdefgh')}{chance.randrange(10**8):08d}"


def paper(chance: Chance) -> Paper:
    """Return a paper as its publisher would describe it."""
    title = _filled(chance.choice(_FRAMES), chance)
    if chance.random() < 0.5 and "?" not in title:
        title += f": {chance.choice(_DESIGNS)}"
    authors = tuple(dict.fromkeys(_author(chance) for _ in range(chance.choice((1, 2, 2, 3, 3, 4, 5, 6, 9)))))
    abstract = " ".join(_filled(one, chance) for one in _SENTENCES) if chance.random() < 0.85 else ""
    return Paper(
        title, authors, doi=_doi(chance) if chance.random() < 0.75 else "", abstract=abstract, **_place(chance)
    )


# ---------------------------------------------------------------------------------------------- damage


def _initials(name: str) -> str:
    family, _, given = name.partition(", ")
    return f"{family}, {' '.join(f'{part[0]}.' for part in given.replace('-', ' ').split())}"


def _glued_initials(name: str) -> str:
    family, _, given = name.partition(", ")
    return f"{family} {''.join(part[0] for part in given.replace('-', ' ').split())}"


def _given_first(name: str) -> str:
    family, _, given = name.partition(", ")
    return f"{given} {family}"


def _plain(text: str) -> str:
    """Return text without accents, as older exports have it."""
    spelt = text.translate(
        str.maketrans(dict[str, str | int | None]({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}))
    )
    spelt = spelt.replace("α", "alpha").replace("β", "beta")
    return "".join(one for one in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(one))


def _transliterated(text: str) -> str:
    return text.translate(
        str.maketrans(
            dict[str, str | int | None]({"ü": "ue", "ö": "oe", "ä": "ae", "Ö": "Oe", "ø": "oe", "å": "aa", "Å": "Aa"})
        )
    )


def _main_title(title: str) -> str:
    return title.rpartition(": ")[0] or title


def _twin(title: str, chance: Chance) -> str:
    """Return the title with its translated twin, or as a translation in brackets."""
    return chance.choice((f"[{title}]", f"[{title}.]", f"{title} [Chinese]", f"{title}. [German]"))


def _short_last(pages: str) -> str:
    first, dash, last = pages.partition("-")
    same = 0
    while dash and len(first) == len(last) and same < len(last) - 1 and first[same] == last[same]:
        same += 1
    return f"{first}-{last[same:]}" if dash else pages


def _first_page(pages: str) -> str:
    return pages.partition("-")[0]


def _spelt_otherwise(title: str) -> str:
    for ours, theirs in (
        ("randomised", "randomized"),
        ("behaviour", "behavior"),
        ("-based", " based"),
        ("self-", "self "),
    ):
        title = title.replace(ours, theirs)
    return title


def _typo(title: str, chance: Chance) -> str:
    place = chance.randrange(4, max(5, len(title) - 4))
    return title[:place] + title[place + 1 :] if title[place : place + 1].isalpha() else title


def _abbreviated(journal: str) -> str:
    return dict(_JOURNALS).get(journal, journal)


def _wrong_doi(_: Paper, chance: Chance) -> Changes:
    return {"doi": _doi(chance)}


def _near_year(one: Paper, chance: Chance) -> Changes:
    return {"year": str(int(one.year) + chance.choice((-1, 1)))} if one.year else {}


Change = Callable[[Paper, Chance], Changes]

DAMAGE: dict[str, tuple[float, Change]] = {
    "initials": (0.45, lambda one, _: {"authors": tuple(map(_initials, one.authors))}),
    "initials without a comma": (0.15, lambda one, _: {"authors": tuple(map(_glued_initials, one.authors))}),
    "given names first": (0.04, lambda one, _: {"authors": tuple(map(_given_first, one.authors))}),
    "authors in another order": (0.03, lambda one, _: {"authors": one.authors[1:] + one.authors[:1]}),
    "first three authors": (0.06, lambda one, _: {"authors": one.authors[:3]}),
    "first author damaged": (0.02, lambda one, _: {"authors": ("".join(one.authors[:1])[1:], *one.authors[1:])}),
    "no authors": (0.03, lambda one, _: {"authors": ()}),
    "no accents": (0.3, lambda one, _: {"authors": tuple(map(_plain, one.authors)), "title": _plain(one.title)}),
    "transliterated": (0.08, lambda one, _: {"authors": tuple(map(_transliterated, one.authors))}),
    "entities": (0.06, lambda one, _: {"title": one.title.replace("α", "&alpha;").replace("β", "&beta;").replace("'", "&#39;").replace("é", "&eacute;"), "journal": html.escape(one.journal)}),
    "journal abbreviated": (0.4, lambda one, _: {"journal": _abbreviated(one.journal)}),
    "journal missing": (0.03, lambda _one, _: {"journal": ""}),
    "in capitals": (0.04, lambda one, _: {"title": one.title.upper()}),
    "full stop": (0.25, lambda one, _: {"title": f"{one.title}."}),
    "brackets or twin": (0.04, lambda one, chance: {"title": _twin(one.title, chance)}),
    "subtitle missing": (0.04, lambda one, _: {"title": _main_title(one.title)}),
    "spelt otherwise": (0.08, lambda one, _: {"title": _spelt_otherwise(one.title)}),
    "a letter missing": (0.04, lambda one, chance: {"title": _typo(one.title, chance)}),
    "year off by one": (0.05, _near_year),
    "short last page": (0.3, lambda one, _: {"pages": _short_last(one.pages)}),
    "first page only": (0.06, lambda one, _: {"pages": _first_page(one.pages)}),
    "no pages": (0.06, lambda _one, _: {"pages": ""}),
    "no volume": (0.03, lambda _one, _: {"volume": "", "number": ""}),
    "no issue": (0.15, lambda _one, _: {"number": ""}),
    "DOI missing": (0.4, lambda _one, _: {"doi": ""}),
    "DOI prefixed": (0.12, lambda one, _: {"doi": f"https://doi.org/{one.doi.upper()}"} if one.doi else {}),
    "DOI wrong": (0.01, _wrong_doi),
    "no abstract": (0.3, lambda _one, _: {"abstract": ""}),
    "abstract cut": (0.1, lambda one, _: {"abstract": one.abstract[:200]}),
}  # fmt: skip
"""What happens to an entry on its way, how often, and what it changes."""


def damaged(one: Paper, chance: Chance) -> tuple[Paper, str]:
    """Return an entry for a paper as some platform exports it, and what was done to it."""
    done = []
    for name, (share, change) in DAMAGE.items():
        if chance.random() < share:
            after = replace(one, **change(one, chance))
            if after != one:
                done.append(name)
            one = after
    return one, ", ".join(done)


# ---------------------------------------------------------------------------------------------- look-alikes


def _later(one: Paper, chance: Chance, most: int = 3) -> Changes:
    """Return a later place in the same journal."""
    years = chance.randrange(1, most + 1)
    start = chance.randrange(1, 1900)
    return {
        "year": str(int(one.year) + years),
        "volume": str(int(one.volume or 0) + years),
        "number": str(chance.randrange(1, 13)),
        "pages": f"{start}-{start + 9}",
        "doi": _doi(chance) if one.doi else "",
    }


def _next_pages(one: Paper, chance: Chance) -> Changes:
    """Return the pages that follow, in the same issue."""
    start = 1 + int("0" + "".join(filter(str.isdigit, one.pages.split("-")[-1])))
    return {"pages": f"{start}-{start + 8}", "doi": _doi(chance) if one.doi else ""}


def _part(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    first, second = chance.choice(
        ((": Part I", ": Part II"), (". 1", ". 2"), (", part one", ", part two"), (" I", " II"))
    )
    stem = _main_title(one.title).rstrip("?")
    where = _next_pages(one, chance) if chance.random() < 0.5 else _later(one, chance, 1)
    return replace(one, title=stem + first), replace(one, title=stem + second, **where)


def _notice(*frames: str) -> Callable[[Paper, Chance], tuple[Paper, Paper]]:
    def pair(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
        title = chance.choice(frames).format(
            title=one.title, volume=one.volume, year=one.year, page=_first_page(one.pages)
        )
        where = _later(one, chance, 2)
        if chance.random() < 0.25:
            where["doi"] = one.doi
        return one, replace(one, title=title, abstract="", **where)

    return pair


def _comment(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    title = chance.choice(("Comment on: {}", "{}: comment", 'Re: "{}"', "Letter to the editor regarding '{}'")).format(
        one.title
    )
    return one, replace(one, title=title, authors=(_author(chance),), abstract="", **_later(one, chance, 1))


def _reply(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    title = chance.choice(("Reply to: {}", "{}: reply", "Response to comments on {}", "Authors' reply: {}")).format(
        one.title
    )
    return one, replace(one, title=title, abstract="", **_later(one, chance, 1))


def _editorial(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    title = chance.choice(
        ("Editorial", "From the editor", "Letter to the editor", "In this issue", "Book reviews", "Introduction")
    )
    first = replace(one, title=title, abstract="", authors=one.authors[:1])
    return first, replace(first, **_later(one, chance, 1))


def _abstract_of(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    start = chance.randrange(1, 500)
    meeting: Changes = {
        "pages": f"S{start}", "number": "Suppl 1", "doi": "", "journal": chance.choice(_JOURNALS)[0],
        "year": str(int(one.year) - chance.randrange(2)), "volume": str(chance.randrange(5, 60)),
        "abstract": f"Objective: {one.abstract[40:300]}" if one.abstract else "",
    }  # fmt: skip
    return one, replace(one, **meeting)


def _abstract_in_same_journal(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    page = chance.randrange(1, 900)
    meeting: Changes = {
        "pages": f"e{page}",
        "number": "2",
        "doi": "",
        "year": str(int(one.year) - 1),
        "volume": str(int(one.volume) - 1),
    }
    return one, replace(one, abstract="", **meeting)


def _preprint(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    year = str(int(one.year) - chance.randrange(2))
    doi = f"10.1101/{year}.01.{chance.randrange(10**6):06d}"
    return one, replace(one, journal=chance.choice(("bioRxiv", "medRxiv", "SSRN Electronic Journal", "PsyArXiv")), volume="", number="", pages="", doi=doi, year=year)  # fmt: skip


def _translation(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    where = {**_later(one, chance, 1), "journal": chance.choice(_JOURNALS)[0], "abstract": ""}
    return one, replace(one, **where)


def _edition(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    stem = _main_title(one.title)
    book: Changes = {"journal": "", "volume": "", "number": "", "pages": "", "doi": "", "abstract": "", "kind": "book"}
    first = replace(one, title=f"{stem}, 2nd edition", **book)
    return first, replace(first, title=f"{stem}, 3rd edition", year=str(int(one.year) + chance.randrange(1, 6)))


def _chapter(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    book: Changes = {
        "journal": f"Handbook of {chance.choice(_THINGS)}",
        "volume": "",
        "number": "",
        "kind": "incollection",
    }
    first = replace(one, **book)
    return first, replace(
        paper(chance), authors=one.authors, year=one.year, **book, pages=_next_pages(one, chance)["pages"], doi=one.doi
    )


def _annual(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    stem = f"Annual report on {chance.choice(_THINGS)} in {chance.choice(_WHERE)}"
    dated = chance.random() < 0.6
    first = replace(one, title=f"{stem} {one.year}" if dated else stem, abstract="")
    where = _later(one, chance, 1)
    return first, replace(first, title=f"{stem} {where['year']}" if dated else stem, **where)


def _update(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    stem = f"{chance.choice(_THINGS)} for {chance.choice(_WHO)}"
    number = chance.randrange(10**4)
    cochrane: Changes = {
        "journal": "Cochrane Database of Systematic Reviews",
        "volume": "",
        "title": stem[0].upper() + stem[1:],
    }
    first = replace(one, **cochrane, pages=f"CD00{number:04d}", doi=f"10.1002/14651858.cd00{number:04d}.pub2")
    year = str(int(one.year) + chance.randrange(2, 7))
    return first, replace(first, year=year, number=str(chance.randrange(1, 13)), doi=first.doi.replace("pub2", "pub3"))


def _same_title(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    title = _main_title(one.title)
    return replace(one, title=title), replace(paper(chance), title=title)


def _supplement(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    """Return two abstracts of one group in one supplement, with its DOI, and perhaps on one page."""
    start = chance.randrange(1, 400)
    title = _filled("The effect of {thing} on {other} in {who}", chance)
    first = replace(one, title=title, number="Suppl 2", pages=f"S{start}", doi=_doi(chance), abstract="")
    other = title.replace(" in ", chance.choice((" and sleep in ", " at follow-up in ", " without treatment in ")), 1)
    return first, replace(first, title=other, pages=f"S{start + chance.randrange(2)}")


def _one_word(one: Paper, chance: Chance) -> tuple[Paper, Paper]:
    """Return two papers of one group on two populations, one after the other."""
    frame = _main_title(one.title)
    girls, boys = chance.choice(
        (
            (" in girls", " in boys"),
            (" in rats", " in mice"),
            (": baseline", ": follow-up"),
            (" in hypertension", " in hypotension"),
        )
    )
    where = _next_pages(one, chance) if chance.random() < 0.5 else _later(one, chance, 1)
    return replace(one, title=frame + girls), replace(one, title=frame + boys, **where)


LOOKALIKES: dict[str, Callable[[Paper, Chance], tuple[Paper, Paper]]] = {
    "part I and II": _part,
    "erratum": _notice("Erratum: {title}", "Correction to: {title}", "{title} (vol {volume}, pg {page}, {year})", "Corrigendum to “{title}”", "{title} [Erratum]"),
    "retraction": _notice("Retraction: {title}", "Retracted: {title}", "Retraction notice to “{title}”", "Expression of concern: {title}"),
    "comment": _comment,
    "reply": _reply,
    "editorial in every issue": _editorial,
    "conference abstract": _abstract_of,
    "abstract in the same journal": _abstract_in_same_journal,
    "preprint": _preprint,
    "translated edition": _translation,
    "edition": _edition,
    "chapter of one book": _chapter,
    "annual report": _annual,
    "update of a review": _update,
    "same title by others": _same_title,
    "supplement with one DOI": _supplement,
    "another word": _one_word,
}  # fmt: skip
"""Two papers that look like one."""


# ---------------------------------------------------------------------------------------------- corpora


def _copies(chance: Chance) -> int:
    return chance.choice((1, 1, 1, 1, 1, 2, 2, 2, 3, 4))


def corpus(entries: int, seed: int, lookalikes: float = 0.15) -> Corpus:
    """Return a corpus of this many entries, in no order; a share of its papers come with a look-alike."""
    chance = random.Random(f"{seed} {entries}")
    kinds = list(LOOKALIKES)
    made: list[tuple[Paper, int, str]] = []
    number = 0
    while len(made) < entries:
        one = paper(chance)
        papers: Sequence[tuple[Paper, str]] = [(one, "")]
        if chance.random() < lookalikes:
            kind = chance.choice(kinds)
            papers = [(two, kind) for two in LOOKALIKES[kind](one, chance)]
        for each, kind in papers:
            number += 1
            for _ in range(_copies(chance)):
                entry, done = damaged(each, chance)
                made.append((entry, number, f"{kind}: {done}" if kind else done))
    del made[entries:]
    chance.shuffle(made)
    return Corpus(*(tuple(column) for column in zip(*made, strict=True)))
