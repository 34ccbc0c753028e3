"""`Projection`: a slice of a network, and how a graph is made of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import UsageError
from partnergraph.network.slice import Slice, require_known
from partnergraph.vocabulary import NODE_TYPE_FORM, STANDARD

if TYPE_CHECKING:
    from partnergraph.vocabulary import Vocabulary

COUNTRY: Final = "Country"
EVENT: Final = "Event"


@dataclass(frozen=True, slots=True)
class Projection(Slice):
    """A slice of a network, and how a graph is made of it. An empty choice lets all pass.

    Without `types` the vocabulary's partnership types count, so never LOCATED_IN. The choices of a `Slice` come first;
    what is added:

    Attributes:
        directed: Whether edges have a direction. A fact of a type without one (a twinning) then runs both ways.
        include_countries: Whether nodes of type Country stay in. Otherwise they and their facts are taken out before
            anything is measured, unless `node_types` names Country, or the network has no other partners.
        include_events: The same of nodes of type Event, unless all facts lead to events: an event is an occasion, and
            no partner.
        isolates: Whether nodes without any fact, in which nothing lies, stay in where no facts are chosen by type,
            status, loader, time or amount.
        amount: A unit, such as USD. An edge then weighs the sum of the amounts of its facts in this unit instead of
            their number; facts without an amount above 0 in it are left out.
        latest: With `amount`, whether only those of the latest year of each two parties and type are added.
        within: A type of places, such as Region. It leaves nothing out: nodes are told apart by the place of this type
            that they are or lie in, by measures and figures that ask for it.
    """

    directed: bool = False
    include_countries: bool = False
    include_events: bool = False
    isolates: bool = True
    amount: str | None = None
    latest: bool = False
    within: str | None = None

    def __post_init__(self) -> None:
        Slice.__post_init__(self)  # super() does not work in a dataclass with slots
        if self.amount is not None and not self.amount.strip():
            raise UsageError("an amount needs a unit, such as USD")
        if self.latest and self.amount is None:
            raise UsageError("--latest takes the latest amounts: give --amount with a unit, such as USD")
        # A type of this form that is none of the contract's may be one that a loader declares.
        if self.within is not None and (
            self.within in STANDARD.node_types or not NODE_TYPE_FORM.fullmatch(self.within)
        ):
            require_known((self.within,), STANDARD.place_types, "type of places")

    @classmethod
    def of(cls, slice_: Slice, **added: Any) -> Projection:  # noqa: ANN401  its own fields
        """Return the projection of a slice.

        Args:
            slice_: What counts.
            **added: `directed`, `include_countries`, `include_events`, `amount`, `latest` and `within`, where they
                are not as usual.
        """
        return cls(**{each.name: getattr(slice_, each.name) for each in fields(Slice)}, **added)

    @property
    def aside(self) -> dict[str, str]:
        """The node types that are not measured, unless there is nothing else: each with the option that measures it."""
        switches = {
            COUNTRY: (self.include_countries, "--include-countries"),
            EVENT: (self.include_events, "--events"),
        }
        return {
            kind: option
            for kind, (included, option) in switches.items()
            if not included and kind not in self.node_types
        }

    def counted_types(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the names of the edge types that count in a network of this vocabulary."""
        return tuple(self.types) or vocabulary.partnership_types

    def describe(self) -> str:
        """Return the choice in one line of plain words, without figures; `describe` of a graph adds these."""
        parts = self.phrases()
        if not self.types:
            parts.insert(0, "all partnership types")
        if self.amount is not None:
            parts.append(f"weighed by the amount in {self.amount}")
        if self.within is not None:
            parts.append(f"by the places of type {self.within}")
        parts.append("directed" if self.directed else "undirected")
        return ", ".join(parts)
