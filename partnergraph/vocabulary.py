"""The vocabulary of partnership networks: node types, edge types, statuses and table columns, declared once.

Checks, database labels, colours, legends and help texts are all read from here. A loader may add types of
its own through `Vocabulary.extended`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.naming import hint
from partnergraph.table_columns import COLUMN_KINDS, TABLES, Column, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "COLOUR_FORM",
    "COLUMN_FORM",
    "COLUMN_KINDS",
    "EDGE_TYPE_FORM",
    "KINDS",
    "NODE_TYPE_FORM",
    "PLANS",
    "RESERVED_COLUMNS",
    "RESERVED_LABELS",
    "SHAPES",
    "STANDARD",
    "STANDARD_NAMES",
    "STATED_FOR_A_PERIOD",
    "STATUSES",
    "SUSPENDED",
    "TABLES",
    "Column",
    "EdgeType",
    "NodeType",
    "Vocabulary",
    "column_names",
]

NODE_TYPE_FORM: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
EDGE_TYPE_FORM: Final = re.compile(r"[A-Z][A-Z0-9_]*")
#: The shapes that vis-network draws by itself.
SHAPES: Final = (
    *("dot", "square", "diamond", "star", "triangle", "triangleDown", "hexagon"),
    *("ellipse", "circle", "box", "database", "text"),
)
COLOUR_FORM: Final = re.compile(r"#[0-9a-fA-F]{6}")
#: Labels the database keeps for itself; no loader may declare them.
RESERVED_LABELS: Final = frozenset({"Entity", "Source", "Loader", "Restore", "Turn"})
#: A column that a source declares for itself; a plain word needs no quotes in Cypher and is safe in every format.
COLUMN_FORM: Final = re.compile(r"[^\W\d_]\w{0,59}")
#: Properties that the database keeps for itself, and the column that says whose a fact is.
RESERVED_COLUMNS: Final = frozenset(
    {"loader", "loaders", "derived", "withdrawn_at", "labels", "starts_from", "starts_by", "ends_from", "ends_by"}
)
#: How a fact is in time: it lasts until somebody says otherwise, or it is over with its own date.
KINDS: Final = ("lasting", "happening")
#: How the unit of an amount of money is written: ISO 4217.
_CURRENCY_FORM: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class NodeType:
    """A kind of party or place.

    Attributes:
        name: The label, in CamelCase.
        doc: One sentence on what it is.
        colour: The fill on the page, `#rrggbb`; from the Okabe-Ito set, which colour-blind readers can tell apart.
        shape: The vis-network shape on the page.
        is_place: Whether other things can lie in it.
    """

    name: str
    doc: str
    colour: str = "#999999"
    shape: str = "dot"
    is_place: bool = False

    def __post_init__(self) -> None:
        if not NODE_TYPE_FORM.fullmatch(self.name) or self.name in RESERVED_LABELS:
            raise UsageError(f"node type {self.name!r}: use CamelCase letters and digits, not a reserved label")
        if not COLOUR_FORM.fullmatch(self.colour):
            raise UsageError(f"node type {self.name}: colour {self.colour!r} is not of the form #rrggbb")
        if self.shape not in SHAPES:
            raise UsageError(f"node type {self.name}: unknown shape {self.shape!r}; {hint(self.shape, SHAPES)}")


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A kind of relation between two nodes.

    Attributes:
        name: The relationship type, in CAPITALS_WITH_UNDERSCORES.
        doc: One sentence on what it is.
        source_types: Node types it may start from; empty means any.
        target_types: Node types it may end at; empty means any.
        directed: Whether the order of the two ends carries meaning.
        colour: The line's colour on the page, `#rrggbb`.
        is_partnership: Whether it counts in rankings; LOCATED_IN does not.
        kind: One of `KINDS`: an agreement without an end holds on, a delivery of 2022 is none of 2023.
        money_happens: Whether one with an amount of money is a flow, which happens, though others last.
    """

    name: str
    doc: str
    source_types: frozenset[str] = frozenset()
    target_types: frozenset[str] = frozenset()
    directed: bool = True
    colour: str = "#666666"
    is_partnership: bool = True
    kind: str = "lasting"
    money_happens: bool = False

    def __post_init__(self) -> None:
        if not EDGE_TYPE_FORM.fullmatch(self.name):
            raise UsageError(f"edge type {self.name!r}: use capital letters, digits and underscores")
        if not COLOUR_FORM.fullmatch(self.colour):
            raise UsageError(f"edge type {self.name}: colour {self.colour!r} is not of the form #rrggbb")
        if self.kind not in KINDS:
            raise UsageError(f"edge type {self.name}: unknown kind {self.kind!r}; {hint(self.kind, KINDS)}")


@dataclass(frozen=True)
class Vocabulary:
    """The node and edge types that a Network may use.

    Attributes:
        node_types: By name, in the order of the legend.
        edge_types: By name, in the order of the legend.
        declared: Names of the types that loaders declared for themselves.
        columns: Columns beyond the canonical ones, by table (`nodes`, `edges`): what a source says that no canonical
            column holds, such as the weight of an edge. They go the whole way: checks, database, exports and back.
    """

    node_types: Mapping[str, NodeType]
    edge_types: Mapping[str, EdgeType]
    declared: frozenset[str] = field(default_factory=frozenset)
    columns: Mapping[str, tuple[Column, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for edge_type in self.edge_types.values():
            for name in sorted((edge_type.source_types | edge_type.target_types) - self.node_types.keys()):
                proposals = hint(name, self.node_types)
                raise UsageError(f"edge type {edge_type.name} names an unknown node type {name!r}; {proposals}")

    def extended(self, node_types: Iterable[NodeType] = (), edge_types: Iterable[EdgeType] = ()) -> Vocabulary:
        """Return a vocabulary with further types.

        Args:
            node_types: Node types to add.
            edge_types: Edge types to add; their ends may name the added node types.

        Raises:
            UsageError: A type is declared that exists with another meaning.
        """
        nodes, edges = dict(self.node_types), dict(self.edge_types)
        added: set[str] = set(self.declared)
        for node_type in node_types:
            if nodes.setdefault(node_type.name, node_type) != node_type:
                raise UsageError(f"node type {node_type.name} is already declared with another meaning")
            added.add(node_type.name)
        for edge_type in edge_types:
            if edges.setdefault(edge_type.name, edge_type) != edge_type:
                raise UsageError(f"edge type {edge_type.name} is already declared with another meaning")
            added.add(edge_type.name)
        return replace(
            self,
            node_types=MappingProxyType(nodes),
            edge_types=MappingProxyType(edges),
            declared=frozenset(added) - STANDARD_NAMES,
        )

    def with_columns(self, table: str, columns: Iterable[Column]) -> Vocabulary:
        """Return a vocabulary with further columns in a table.

        Where two sources give one column two kinds, it is a column of texts: any cell can be written as one.

        Args:
            table: `nodes` or `edges`.
            columns: Columns of kind `text`, `number` or `list`.

        Raises:
            UsageError: A name is taken or no plain word, or there is no such table or kind.
        """
        if table not in {"nodes", "edges"}:
            raise UsageError(f"there are no further columns in the table {table!r}; {hint(table, ('nodes', 'edges'))}")
        found = {column.name: column for column in self.columns.get(table, ())}
        for column in columns:
            if not COLUMN_FORM.fullmatch(column.name) or column.name in RESERVED_COLUMNS | set(column_names(table)):
                raise UsageError(
                    f"column {column.name!r} of {table}: use a word of letters, digits and underscores that is not "
                    "the name of a canonical column or of a property that the database keeps"
                )
            if column.kind not in COLUMN_KINDS:
                raise UsageError(
                    f"column {column.name}: unknown kind {column.kind!r}; {hint(column.kind, COLUMN_KINDS)}"
                )
            same = found.setdefault(column.name, column).kind == column.kind
            found[column.name] = found[column.name] if same else replace(column, kind="text")
        return replace(self, columns=MappingProxyType({**self.columns, table: tuple(found.values())}))

    def columns_of(self, table: str) -> tuple[Column, ...]:
        """Return the columns of a table (`nodes`, `edges` or `sources`): the canonical ones and the declared."""
        return (*TABLES[table], *self.columns.get(table, ()))

    def merged(self, other: Vocabulary) -> Vocabulary:
        """Return the types and columns of both vocabularies.

        Raises:
            UsageError: The two give one type two meanings.
        """
        united = self.extended(other.node_types.values(), other.edge_types.values())
        for table, columns in other.columns.items():
            united = united.with_columns(table, columns)
        return united

    @property
    def partnership_types(self) -> tuple[str, ...]:
        """Names of the edge types that count as partnerships, in the order of the legend."""
        return tuple(name for name, edge_type in self.edge_types.items() if edge_type.is_partnership)

    def happens(self, edge_type: str, unit: str | None = None) -> bool:
        """Tell whether a fact is over with its own date, and does not last until somebody says otherwise.

        Args:
            edge_type: Its type; one that is not in the vocabulary lasts.
            unit: What its amount counts; None for none.
        """
        found = self.edge_types.get(edge_type)
        if found is None:
            return False
        return found.kind == "happening" or (found.money_happens and bool(unit and _CURRENCY_FORM.fullmatch(unit)))

    @property
    def place_types(self) -> frozenset[str]:
        """Names of the node types in which other things can lie."""
        return frozenset(name for name, node_type in self.node_types.items() if node_type.is_place)


_NODE_TYPES = (
    NodeType("Country", "A state, or its government acting for it", "#000000", "star", is_place=True),
    NodeType("FederalDistrict", "A federal district of Russia", "#7a7a7a", "triangleDown", is_place=True),
    NodeType("Region", "A first-level region and its administration", "#0072b2", "square", is_place=True),
    NodeType("District", "A district inside a region or city", "#56b4e9", "diamond", is_place=True),
    NodeType("City", "A city or town", "#009e73", "dot", is_place=True),
    NodeType("Settlement", "A village or rural settlement", "#66c2a5", "dot", is_place=True),
    NodeType("Enterprise", "A firm, plant, holding or chain of shops", "#d55e00", "triangle"),
    NodeType("Institution", "A university, chamber, exchange, agency or association", "#cc79a7", "hexagon"),
    NodeType("Event", "A forum, fair or numbered meeting", "#e69f00", "ellipse"),
    NodeType("Programme", "A programme or named project", "#b8a800", "box"),
)
_PLACES = frozenset(node_type.name for node_type in _NODE_TYPES if node_type.is_place)
_ENTERPRISE = frozenset({"Enterprise"})
#: Where a source does not name the makers, their country stands for them.
_MAKERS = _ENTERPRISE | {"Country"}
_ORGANISATIONS = frozenset({"Enterprise", "Institution"})
_PARTIES = _PLACES | _ORGANISATIONS

_EDGE_TYPES = (
    EdgeType(
        "AGREEMENT",
        "A signed agreement, treaty, protocol, memorandum, action plan or roadmap",
        _PARTIES | {"Programme"},
        _PARTIES | {"Programme"},
        directed=False,
        colour="#0072b2",
    ),
    EdgeType("TWINNING", "Twin or partner towns and districts", _PLACES, _PLACES, directed=False, colour="#009e73"),
    EdgeType(
        "SUPPLIES",
        "Goods delivered, contracted or planned",
        _PARTIES,
        _PARTIES,
        colour="#d55e00",
        kind="happening",
    ),
    EdgeType(
        "ASSEMBLY_PLANT",
        "From the maker to the place or firm where its machines are, or are to be, assembled or made",
        _MAKERS,
        _PLACES | _ENTERPRISE,
        colour="#8b2e00",
    ),
    EdgeType(
        "JOINT_VENTURE",
        "A named venture, or a named firm with a partner's capital, points to the partner's side; it lies in the host",
        _ENTERPRISE,
        _PARTIES,
        colour="#cc79a7",
    ),
    EdgeType(
        "DEALERSHIP",
        "From the maker to its dealer, trading house, service centre, distributor or shop, or the place of it",
        _MAKERS,
        _PLACES | _ENTERPRISE,
        colour="#e69f00",
    ),
    EdgeType(
        "COOPERATION",
        "Another named partnership: a joint project, exchange trade, a working group",
        directed=False,
        colour="#56b4e9",
    ),
    EdgeType(
        "CONSTRUCTION",
        "Builds, or is to build, an object there",
        _PARTIES,
        _PLACES,
        colour="#7d5ba6",
        kind="happening",
    ),
    EdgeType(
        "TRADE",
        "Turnover in one stated period, with amount",
        _PLACES,
        _PLACES,
        directed=False,
        colour="#b8a800",
        kind="happening",
    ),
    EdgeType(
        "INVESTMENT",
        "A stated flow, a credit, or a count of firms with the investor's capital",
        _PARTIES,
        _PLACES,
        colour="#4d7c0f",
        money_happens=True,
    ),
    EdgeType(
        "MEMBERSHIP",
        "Member, founder or resident",
        _ORGANISATIONS,
        _ORGANISATIONS | {"Programme"},
        colour="#8c6d62",
    ),
    EdgeType(
        "PARTICIPATION",
        "Takes part in an event, or hosts it",
        frozenset(),
        frozenset({"Event"}),
        colour="#999999",
        kind="happening",
    ),
    EdgeType(
        "LOCATED_IN",
        "Where it lies; kept apart from partnerships in every ranking",
        frozenset(),
        _PLACES,
        colour="#cccccc",
        is_partnership=False,
    ),
)

STANDARD_NAMES: Final = frozenset(t.name for t in (*_NODE_TYPES, *_EDGE_TYPES))

#: The types of the project's contract; every loader starts from them.
STANDARD: Final = Vocabulary(
    MappingProxyType({node_type.name: node_type for node_type in _NODE_TYPES}),
    MappingProxyType({edge_type.name: edge_type for edge_type in _EDGE_TYPES}),
)

#: What may be known of a fact's state, with what each word says.
STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signed": "a document was signed",
        "active": "in operation, under way, or carried out",
        "planned": "decided or contracted, still to come",
        "proposed": "suggested or discussed, not decided",
        "suspended": "at rest: neither in force nor ended",
        "ended": "stopped, or not continued",
        "unknown": "the source does not say",
    }
)
#: Statuses of what has not happened.
PLANS: Final = frozenset({"planned", "proposed"})
#: The status of what is at rest: neither in force nor ended.
SUSPENDED: Final = "suspended"
#: Amounts of these are stated for one period each: those of several years do not add up to anything.
STATED_FOR_A_PERIOD: Final = ("TRADE", "INVESTMENT")
