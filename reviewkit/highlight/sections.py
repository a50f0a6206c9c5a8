"""The headings of structured abstracts, which exports run into the text: `BACKGROUND: ... METHODS: ...`."""

from __future__ import annotations

import re

_USUAL = "|".join(
    (
        r"Backgrounds?(?:/(?:Context|Aims?|Objectives?|Purpose))?|Context|Introduction|Rationale|Significance",
        r"Objectives?|Aims?(?: and [Oo]bjectives)?|Goals?|Purpose(?:/Hypothesis)?|Hypothes[ei]s",
        r"(?:Research )?[Qq]uestions?",
        r"Methods?(?:/Design)?|Methods? and (?:Materials|Procedures)|Materials and [Mm]ethods|Methodology|Procedures?",
        r"(?:Research |Study )?Design(?:/methodology/approach)?|Setting|Population|Participants|Subjects|Patients",
        r"Samples?|Interventions?|(?:Main )?(?:[Oo]utcome )?[Mm]easures?|Data [Ss]ources|Study [Ss]election",
        r"Data (?:[Ee]xtraction|[Aa]nalysis|[Ss]ynthesis|[Cc]ollection(?: and [Aa]nalysis)?)|Search [Ss]trategy",
        r"(?:Main |Key |Research )?(?:[Rr]esults?|[Ff]indings)|Discussion|(?:Authors' )?[Cc]onclusions?",
        r"Practice or Policy|(?:Practical |Social |Research |Policy )?[Ii]mplications(?: for \w+)?|Recommendations?",
        r"Research limitations/implications|(?:Strengths and )?[Ll]imitations|Originality(?:/value)?",
    )
)
"""Labels of PubMed, ERIC (`Research Findings:`, `Practice or Policy:`) and Emerald (`Design/methodology/approach`)."""
_HEADING = re.compile(
    rf"""
    (?:^|(?<=[.!?;)\]"\u201d]\s)|(?<=\n))
    [ \t]*
    (?P<heading>(?:{_USUAL.replace(" ", "[ ]")})(?::|[ ][\u2013\u2014-])|[A-Z][A-Z /&,()'-]{{2,58}}[A-Z)]:)
    (?=\s|$)
    """,
    re.VERBOSE,
)


def parted(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text with each heading of a structured abstract on a line of its own, and start and end of each.

    A heading begins the text or follows a sentence, is a usual word or in capitals, and ends in a colon (a dash after
    a usual word); one alone is none. Nothing is lost but white space around headings.
    """
    places = [match.span("heading") for match in _HEADING.finditer(text)]
    if len(places) < 2:
        return text, []
    parts, now = [text[: places[0][0]].rstrip()], []
    length = len(parts[0])
    for (start, end), until in zip(places, [*(start for start, _ in places[1:]), len(text)], strict=True):
        before, body = "\n" if length else "", text[end:until].strip()
        now.append((length + len(before), length + len(before) + end - start))
        parts.append(f"{before}{text[start:end]}" + (f"\n{body}" if body else ""))
        length += len(parts[-1])
    return "".join(parts), now
