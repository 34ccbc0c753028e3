"""`Slice`: the part of a network that somebody asks for, by types, places, statuses, sources and time.

Commands and Python functions that take a part of a network take one of these, so that the same words choose the same
facts everywhere. A slice is checked when it is made, before a database is started; it is applied to frames by
`selection`. What an option is called on the command line and what its help says stands with each field.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from partnergraph.dates import period
from partnergraph.errors import UsageError
from partnergraph.naming import hint, nearest
from partnergraph.phrases import listed
from partnergraph.vocabulary import EDGE_TYPE_FORM, NODE_TYPE_FORM, PLANS, STANDARD, STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from partnergraph.vocabulary import Vocabulary


def _names(word: str, kind: str, sentence: str) -> Any:  # noqa: ANN401  dataclasses' own type
    """Declare a field that takes several names; on the command line its option may be repeated."""
    return field(default=(), metadata={"word": word, "kind": kind, "help": f"{sentence}; may be repeated."})


def _date(word: str, sentence: str) -> Any:  # noqa: ANN401  dataclasses' own type
    return field(default=None, metadata={"word": word, "kind": "DATE", "help": f"{sentence}."})


def _switch(word: str, sentence: str) -> Any:  # noqa: ANN401  dataclasses' own type
    return field(default=False, metadata={"word": word, "kind": "", "help": f"{sentence}."})


@dataclass(frozen=True, slots=True)
class Slice:
    """What counts in a network. An empty choice lets all pass.

    A choice of names may be one name or several; they are kept sorted and without repetition, so that equal choices
    are equal. A country may be given by its name: `Belarus` is kept as BY.

    Plans (planned and proposed facts) have not happened, and what is suspended is at rest: both are set aside where
    facts are counted or a time is asked for, unless their status is named or, for plans, `plans` is set.

    Attributes:
        types: Edge types.
        node_types: Both ends must be of these types.
        statuses: Statuses; naming planned, proposed or suspended asks for these.
        countries: ISO alpha-2 codes; at least one end must lie there.
        loaders: Names of loaders.
        start: A date; facts that hold at some time from its first day on.
        end: A date; facts that hold at some time up to its last day.
        as_of: A date; facts that hold on its last day, and what happened within it. It does not go with a period.
        began: A period, such as 2021 or 2010/2015; facts that began within it.
        ended: A period; facts that ended within it.
        perhaps: Whether facts count, too, of which nobody can say whether they hold at the time asked for.
        plans: Whether planned and proposed facts count, too.

    Raises:
        UsageError: A name is none that any network can have, a date is none, or two choices do not go together.
    """

    types: Collection[str] = _names("type", "TYPE", "Only edges of this type")
    node_types: Collection[str] = _names("node-type", "TYPE", "Only edges between nodes of this type")
    statuses: Collection[str] = _names("status", "STATUS", "Only this status")
    countries: Collection[str] = _names("country", "COUNTRY", "Only edges with an end in this country (BY, Belarus)")
    loaders: Collection[str] = _names("loader", "NAME", "Only facts of this loader")
    start: str | None = _date("from", "Only facts that hold at some time from this date on: 2016, 2016-05")
    end: str | None = _date("to", "Only facts that hold at some time up to this date")
    as_of: str | None = _date("as-of", "Only facts that hold on this date; what happens, if it did within it")
    began: str | None = _date("began", "Only facts that began within this period: 2016, 2016-05, 2010/2015")
    ended: str | None = _date("ended", "Only facts that ended within this period")
    perhaps: bool = _switch("perhaps", "Count what perhaps holds at the time asked for, too")
    plans: bool = _switch("plans", "Count what is planned or proposed, too")

    def __post_init__(self) -> None:
        for name in NAME_FIELDS:
            given = getattr(self, name)
            names = (given,) if isinstance(given, str) else given or ()
            object.__setattr__(self, name, tuple(sorted(set(names))))
        self._check_names()
        object.__setattr__(self, "countries", tuple(sorted({country_meant(each) for each in self.countries})))
        self._check_dates()

    def _check_names(self) -> None:
        """Refuse names that no network can have, whatever types its loaders declare."""
        require_known(
            (each for each in self.types if not EDGE_TYPE_FORM.fullmatch(each)), STANDARD.edge_types, "edge type"
        )
        odd = (each for each in self.node_types if not NODE_TYPE_FORM.fullmatch(each))
        require_known(odd, STANDARD.node_types, "node type")
        require_known(self.statuses, STATUSES, "status")

    def _check_dates(self) -> None:
        for name in DATE_FIELDS:
            if (text := getattr(self, name)) is not None:
                period(text)
        start = None if self.start is None else period(self.start)[0]
        end = None if self.end is None else period(self.end)[1]
        if start and end and start > end:
            raise UsageError(f"the period begins with {self.start} and ends with {self.end}: swap the two")
        if self.as_of is not None and (start or end):
            raise UsageError("choose either a day (as of) or a period (from, to)")
        if self.perhaps and not self.asks_for_time:
            raise UsageError("--perhaps goes with a time: --as-of, --from, --to, --began or --ended")

    @property
    def takes_all(self) -> bool:
        """Whether nothing is chosen, so that every fact is in the slice."""
        return not any(getattr(self, each.name) for each in fields(Slice))

    @property
    def asks_for_time(self) -> bool:
        """Whether a day or a period is asked for."""
        return any(getattr(self, name) is not None for name in DATE_FIELDS)

    def selection(self, nodes: pd.DataFrame, edges: pd.DataFrame, vocabulary: Vocabulary) -> Selection:
        """Tell which facts of a network are in the slice.

        Args:
            nodes: A Network's nodes.
            edges: Its edges.
            vocabulary: Its types.

        Raises:
            UsageError: The slice names a type, country or loader that this network does not have.
        """
        from partnergraph.network.time import answer, is_plan, is_suspended  # noqa: PLC0415  it reads frames

        self._require_known_here(nodes, edges, vocabulary)
        passes = self._by_name(nodes, edges)
        if not self.asks_for_time:
            aside = passes & ~self._asked_for_by_name(edges)
            planned, suspended = aside & is_plan(edges), aside & is_suspended(edges)
            return Selection(passes & ~planned & ~suspended, passes & False, planned, suspended)
        asked_for = {*self.statuses, *(PLANS if self.plans else ())}
        told = answer(
            edges, vocabulary, as_of=self.as_of, start=self.start, end=self.end, began=self.began, ended=self.ended,
            asked_for=asked_for,
        )  # fmt: skip
        yes, perhaps = passes & told.yes, passes & told.perhaps
        if self.perhaps:
            yes, perhaps = yes | perhaps, perhaps & False
        return Selection(yes, perhaps, passes & told.planned, passes & told.suspended)

    def _asked_for_by_name(self, edges: pd.DataFrame) -> NDArray[np.bool_]:
        """Tell which facts count whatever their status, since it is asked for."""
        return edges["status"].isin([*self.statuses, *(PLANS if self.plans else ())]).to_numpy(dtype=bool)

    def _require_known_here(self, nodes: pd.DataFrame, edges: pd.DataFrame, vocabulary: Vocabulary) -> None:
        require_known(self.node_types, vocabulary.node_types, "node type")
        if len(edges):  # where nothing is left, nothing is misspelt
            require_known(self.countries, _values(nodes, "country"), "country of this network")
            require_known(self.loaders, _values(edges, "loader"), "loader of this network")
        require_known(self.types, vocabulary.edge_types, "edge type")

    def _by_name(self, nodes: pd.DataFrame, edges: pd.DataFrame) -> NDArray[np.bool_]:
        """Tell for each fact whether it has a type, status, loader, node types and country that are chosen."""
        import numpy as np  # noqa: PLC0415  the command line imports this module for its options

        passes = np.ones(len(edges), dtype=bool)
        for column, names in (("type", self.types), ("status", self.statuses), ("loader", self.loaders)):
            if names:
                passes &= edges[column].isin(list(names)).to_numpy()
        if self.node_types or self.countries:
            ends = positions(nodes, edges)
            if self.node_types:
                passes &= nodes["type"].isin(list(self.node_types)).to_numpy()[ends].all(axis=0)
            if self.countries:
                passes &= nodes["country"].isin(list(self.countries)).to_numpy()[ends].any(axis=0)
        return passes

    def phrases(self) -> list[str]:
        """Return the choices in plain words, one phrase each; types, status and time are always told."""
        said = [
            f"edge types {listed(self.types)}" if self.types else "",
            f"status {listed(self.statuses, 'or')}" if self.statuses else "any status",
            *self._times(),
            f"both ends of type {listed(self.node_types, 'or')}" if self.node_types else "",
            f"at least one end in {listed(self.countries, 'or')}" if self.countries else "",
            f"from the loader {listed(self.loaders, 'or')}" if self.loaders else "",
        ]
        return [phrase for phrase in said if phrase]

    def options(self) -> list[str]:
        """Return the choices as the command line has them: `type TWINNING`, `as of 2016`, `plans`."""
        chosen = ((word.replace("-", " "), getattr(self, name)) for word, name in WORDS.items())
        return [word if value is True else f"{word} {_text(value)}" for word, value in chosen if value]

    def _times(self) -> list[str]:
        said = []
        if self.as_of:
            said.append(f"holding on {period(self.as_of)[1]}")
        if self.start and self.end:
            said.append(f"holding at some time from {self.start} to {self.end}")
        elif self.start or self.end:
            bound = f"from {self.start} on" if self.start else f"up to {self.end}"
            said.append(f"holding at some time {bound}")
        said += [f"{word} in {text}" for word, text in (("begun", self.began), ("ended", self.ended)) if text]
        if self.perhaps:
            said.append("what is perhaps counted too")
        if self.plans:
            said.append("plans counted too")
        return said or ["any date"]


def _text(value: str | Collection[str]) -> str:
    return value if isinstance(value, str) else " or ".join(value)


S = TypeVar("S", bound=Slice)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which facts a slice takes: a truth value for each row of a network's edges.

    Attributes:
        counted: The facts in the slice.
        perhaps: Facts that pass all other choices, and of which nobody can say whether they hold at the time asked for.
        planned: Facts that pass all other choices and are only planned or proposed.
        suspended: Facts that pass all other choices and are at rest.
    """

    counted: NDArray[np.bool_]
    perhaps: NDArray[np.bool_]
    planned: NDArray[np.bool_]
    suspended: NDArray[np.bool_]

    @property
    def possible(self) -> NDArray[np.bool_]:
        """What is counted, and all that is set aside and told beside it."""
        return self.counted | self.perhaps | self.planned | self.suspended

    def phrases(self, among: NDArray[np.bool_] | None = None) -> list[str]:
        """Say how many facts are set aside, and why: `38 more perhaps: ...`, `2 planned or proposed`.

        Args:
            among: Only these facts are told; all where not given.
        """
        reasons = (
            (self.perhaps, "more perhaps: undated, or ended nobody says when (--perhaps counts them)"),
            (self.planned, "planned or proposed, not counted (--plans counts them)"),
            (self.suspended, "suspended, not counted (--status suspended counts them)"),
        )
        counts = ((int((mask if among is None else mask & among).sum()), reason) for mask, reason in reasons)
        return [f"{number} {reason}" for number, reason in counts if number]


#: The fields that take several names, and those that take a date.
NAME_FIELDS: Final = tuple(each.name for each in fields(Slice) if each.default == ())
SWITCHES: Final = tuple(each.name for each in fields(Slice) if each.default is False)
DATE_FIELDS: Final = tuple(each.name for each in fields(Slice) if each.default is None)
#: What each field is called on the command line and in `--compare`.
WORDS: Final[Mapping[str, str]] = {each.metadata["word"]: each.name for each in fields(Slice)}


def narrowed(slice_: S, choices: Mapping[str, Any]) -> S:
    """Return a slice with single choices changed.

    Raises:
        UsageError: A choice is none that such a slice has.
    """
    require_known(choices, (each.name for each in fields(slice_)), "choice of a slice")
    return replace(slice_, **choices)


def country_meant(text: str) -> str:
    """Return the ISO alpha-2 code of a country given by code or name.

    Raises:
        UsageError: No country is called so; the nearest name and its code are told.
    """
    from partnergraph.countries import country_code, country_names  # noqa: PLC0415  its tables are slow to read

    if code := country_code(text):
        return code
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and all(map(country_code, parts)):
        options = " ".join(f"--country {part}" for part in parts)
        raise UsageError(f"{text!r} is several countries; give each by itself: {options} (in Python a list)")
    near = nearest(text, country_names(), whole=True)
    likely = f"did you mean {near} ({country_code(near)})? " if near else ""
    raise UsageError(f"{text!r} is no country; {likely}write its name or its ISO 3166-1 code, such as Belarus or BY")


def positions(nodes: pd.DataFrame, edges: pd.DataFrame) -> NDArray[np.int64]:
    """Return the rows of `nodes` that the two ends of every edge are: an array of sources and one of targets."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    index = pd.Index(nodes["id"])
    return np.array([index.get_indexer(pd.Index(edges[end])) for end in ("source", "target")], dtype=np.int64)


def _values(frame: pd.DataFrame, column: str) -> list[Any]:
    return list(frame[column].dropna().unique()) if len(frame) else []


#: The option by which each kind of name is given.
_OPTIONS: Final = {
    "edge type": "type",
    "node type": "node-type",
    "status": "status",
    "loader of this network": "loader",
}


def require_known(given: Iterable[str], known: Iterable[str], what: str) -> None:
    """Refuse the first name that is none of those there are, with the one that was likely meant.

    Raises:
        UsageError: There is such a name.
    """
    names: set[str] | None = None
    for name in given:
        names = set(known) if names is None else names
        if name not in names:
            parts = [part.strip() for part in name.split(",")]
            if len(parts) > 1 and names.issuperset(parts) and what in _OPTIONS:
                options = " ".join(f"--{_OPTIONS[what]} {part}" for part in parts)
                raise UsageError(f"{name!r} is several names; give each by itself: {options} (in Python a list)")
            raise UsageError(f"{name!r} is no {what}; {hint(name, sorted(names))}")
