"""What the flow would be without something that a person names: a criterion, a rule, a round, a route or a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.flow import what_if as core
from reviewkit.flow.counts import REMOVED
from reviewkit.model import Route, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reviewkit.flow.narrowing import Round
    from reviewkit.flow.what_if import WhatIf
    from reviewkit.review.counting import Counted

    Found = dict[str, Callable[[], WhatIf]]


def without(counted: Counted, name: str) -> WhatIf:
    """Return what the flow would be without what is named.

    `quality.reliability` (a reason at one stage), `reliability` (at all), `removed.language` (a rule), `citation` (a
    route), `update` or `previous` (a round), the name of a search. Raises `NotAllowedError` for anything else, and for
    a name that two things bear, which `search:ERIC` and the like tell apart.
    """
    known = dict(_all(counted))
    wanted = name.strip().casefold()
    fits = [key for key in known if wanted in (key.casefold(), key.partition(":")[2].casefold())]
    if len(fits) == 1:
        return known[fits[0]]()
    if fits:
        raise NotAllowedError(f'"{name}" is several things', remedy=f"Write one of {', '.join(sorted(fits))}.")
    listed = ", ".join(sorted(key.partition(":")[2] for key in known))
    raise NotAllowedError(f'there is no "{name}" to leave out', remedy=f"There are {listed}.")


def _all(counted: Counted) -> Iterator[tuple[str, Callable[[], WhatIf]]]:
    yield from _reasons(counted).items()
    yield from _rules(counted).items()
    yield from _records(counted).items()


def _reasons(counted: Counted) -> Found:
    criteria = counted.session.criteria
    stages: dict[str, list[Stage]] = {}
    for stage in Stage:
        named = [reason.id for reason in criteria.reasons(stage)]
        ends = [own[-1] for _, own in counted.standings if len(own) == list(Stage).index(stage) + 1]
        for reason in dict.fromkeys([*named, *sorted({one for end in ends for one in core.named(end)})]):
            stages.setdefault(reason, []).append(stage)
    found = {f"criterion:{reason}": _reason(counted, reason, own) for reason, own in stages.items()}
    return found | {
        f"criterion:{stage}.{reason}": _reason(counted, reason, [stage])
        for reason, own in stages.items()
        for stage in own
    }


def _reason(counted: Counted, reason: str, stages: list[Stage]) -> Callable[[], WhatIf]:
    where = " and ".join(stage.words for stage in stages) if len(stages) < len(Stage) else "any stage"

    def found() -> WhatIf:
        standings = core.without_reason(counted.standings, reason, stages)
        others = core.beside_others(counted.standings, reason, stages)
        return core.what_if(f"{reason} as a reason at {where}", counted.known, standings, others)

    return found


def _rules(counted: Counted) -> Found:
    below = [box for box in counted.flow.total if box.startswith(f"{REMOVED}.")]
    rules = dict.fromkeys([*counted.session.criteria.screening.rules, *(box.partition(".")[2] for box in below)])

    def found(rule: str) -> Callable[[], WhatIf]:
        return lambda: core.what_if(f"the rule {rule}", counted.known, core.without_rule(counted.standings, rule))

    return {f"rule:{REMOVED}.{rule}": found(rule) for rule in rules}


def _records(counted: Counted) -> Found:
    searches = counted.session.state.searches()

    def found(words: str, fits: Callable[[str], bool]) -> Callable[[], WhatIf]:
        return lambda: core.what_if_left_out(
            words, counted.known, {record for record, search in counted.search_of.items() if fits(search)}
        )

    def by_route(route: Route) -> Callable[[str], bool]:
        return lambda search: searches[search].route is route  # type: ignore[index]  # a SearchId, which is a str

    def by_round(one: Round) -> Callable[[str], bool]:
        return lambda search: counted.round_of[search] is one  # type: ignore[index]  # as above

    def by_search(identity: str) -> Callable[[str], bool]:
        return lambda search: search == identity

    routes = {
        f"route:{route}": found(f"what came by the route {route}", by_route(route)) for route in counted.flow.routes
    }
    rounds = {f"round:{one}": found(f"the searches of the round {one}", by_round(one)) for one in counted.rounds}
    named = {
        f"search:{search.name}": found(f"the search {search.name}", by_search(identity))
        for identity, search in searches.items()
    }
    return routes | rounds | named
