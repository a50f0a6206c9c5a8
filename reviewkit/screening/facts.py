"""What a record itself says to a criterion: met, not met, or unknown.

A hint beside the criterion, never a decision. Exports are patchy and each has words of its own, so whatever is absent,
or in words that this module does not know, is unknown: a person looks. What a record does not say is never held against
it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from reviewkit.criteria import Every, Languages, PeerReviewed, Types, Years
from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.criteria import FactRule
    from reviewkit.model import Record


class Fact(StrEnum):
    """What a record says to one criterion."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


_LANGUAGES = """
afrikaans af afr | albanian sq alb sqi | arabic ar ara | armenian hy arm hye | basque eu baq eus | bengali bn ben
bosnian bs bos | bulgarian bg bul | catalan ca cat | chinese zh chi zho | croatian hr hrv scr | czech cs cze ces
danish da dan | dutch nl dut nld | english en eng | estonian et est | finnish fi fin | french fr fre fra
galician gl glg | georgian ka geo kat | german de ger deu | greek el gre ell | hebrew he heb | hindi hi hin
hungarian hu hun | icelandic is ice isl | indonesian id ind | irish ga gle | italian it ita | japanese ja jpn
korean ko kor | latvian lv lav | lithuanian lt lit | macedonian mk mac mkd | malay ms may msa
norwegian no nor nb nob nn nno | persian fa per fas | polish pl pol | portuguese pt por | romanian ro rum ron
russian ru rus | serbian sr srp scc | slovak sk slo slk | slovenian sl slv
spanish es spa | swahili sw swa | swedish sv swe | tamil ta tam | thai th tha
turkish tr tur | ukrainian uk ukr | urdu ur urd | vietnamese vi vie | welsh cy wel cym
"""
"""English name, ISO 639-1 and ISO 639-2 codes (bibliographic, terminological, and two withdrawn ones) of a language."""

_NAMES = {word: words[0] for entry in re.split(r"[|\n]", _LANGUAGES) if (words := entry.split()) for word in words}
_REGION = re.compile(r"([a-z]{2,3})[-_][a-z]{2,4}", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,/|&]|\band\b", re.IGNORECASE)


def fact(rule: FactRule | None, record: Record) -> Fact:
    """Return what the record says to a criterion's fact; UNKNOWN where there is none to look up.

    Several facts together are met if each is, and not met as soon as one is not.
    """
    match rule:
        case None:
            return Fact.UNKNOWN
        case Years():
            return _year(rule, record.year)
        case Languages():
            return _language(rule, record.language)
        case Types():
            return _type(rule, record.types)
        case PeerReviewed():
            return _truth(None if record.peer_reviewed is None else record.peer_reviewed is rule.wanted)
        case Every():
            return _together([fact(one, record) for one in rule.facts])
        case _:
            assert_never(rule)


def _truth(known: bool | None) -> Fact:
    if known is None:
        return Fact.UNKNOWN
    return Fact.MET if known else Fact.NOT_MET


def _together(facts: list[Fact]) -> Fact:
    return next((found for found in (Fact.NOT_MET, Fact.UNKNOWN) if found in facts), Fact.MET)


def _year(rule: Years, year: int | None) -> Fact:
    if year is None:
        return Fact.UNKNOWN
    early = rule.first is not None and year < rule.first
    late = rule.last is not None and year > rule.last
    return _truth(not early and not late)


def _language(rule: Languages, language: str) -> Fact:
    """Return MET if one of the record's languages is allowed, NOT_MET only if all words on both sides are known."""
    allowed = _languages(rule.allowed)
    own = _languages(_SEVERAL.split(language))
    if allowed & own:
        return Fact.MET
    return Fact.NOT_MET if own and allowed | own <= set(_NAMES.values()) else Fact.UNKNOWN


def _languages(texts: Iterable[str]) -> set[str]:
    """Return languages by their English names, and as they stand where the table does not know them."""
    bare = (_REGION.sub(r"\1", text.strip()) if _REGION.fullmatch(text.strip()) else text for text in texts)
    return {_NAMES.get(word, word) for text in bare if (word := folded(text))}


def _type(rule: Types, types: Iterable[str]) -> Fact:
    """Return NOT_MET if one of the record's types is refused, else MET if one is allowed, else UNKNOWN.

    Refused goes first because exports add general types to telling ones: a chapter may be `JOUR` and `Book Chapter`.
    A type counts as a whole, not as a part of another: `Book` does not refuse a `Book review`. One that is in neither
    list tells nothing, since every database has words of its own.
    """
    own = {folded(word) for word in types}
    if own & {folded(word) for word in rule.refused}:
        return Fact.NOT_MET
    return Fact.MET if own & {folded(word) for word in rule.allowed} else Fact.UNKNOWN
