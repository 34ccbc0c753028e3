"""Charts of rankings and networks, drawn with matplotlib (the extra `charts`) and saved as PNG or SVG.

Every function returns a matplotlib `Figure`, which a notebook shows and `save` writes. Names stand in full.
"""

from __future__ import annotations

import textwrap
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from partnergraph.analysis.graph.from_network import project, simplified
from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.graph.undirected import counted_facts
from partnergraph.analysis.measures.registry import MEASURES
from partnergraph.analysis.rankings.compare import first_of
from partnergraph.analysis.whole.growth import growth_of
from partnergraph.errors import UsageError
from partnergraph.phrases import count
from partnergraph.vocabulary import STANDARD, Vocabulary

try:
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager
    from matplotlib.lines import Line2D
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, StrMethodFormatter
except ModuleNotFoundError:
    raise UsageError("charts need matplotlib: pip install partnergraph[charts]") from None

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from partnergraph.network import Network

SUFFIXES: Final = (".png", ".svg")
#: A longer ranking is drawn to here, and the title says so.
MOST_BARS: Final = 30
_NAME_WIDTH: Final = 44
_OTHER: Final = "#666666"
_TREND_COLOURS: Final = {
    "rose": "#0072b2",
    "came": "#56b4e9",
    "same": "#7a7a7a",
    "fell": "#d55e00",
    "went": "#e69f00",
}
#: Fonts with letters that matplotlib's own lacks; those that are installed step in for these letters.
_FURTHER_FONTS: Final = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei"),
    *("PingFang SC", "Hiragino Sans", "Malgun Gothic", "Noto Sans", "Arial Unicode MS", "Unifont"),
)


def _further_fonts() -> list[str]:
    installed = set(fontManager.get_font_names())
    return [name for name in _FURTHER_FONTS if name in installed]


_STYLE: Final[dict[Any, Any]] = {
    "font.family": ["DejaVu Sans", *_further_fonts()],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "text.parse_math": False,  # a name may hold dollar signs
    "svg.hashsalt": "partnergraph",  # equal charts are equal files
    "svg.fonttype": "path",
    "savefig.dpi": 150,
}


def checked_path(path: str | Path) -> Path:
    """Return where a chart is to go, or say what is wrong with it, before anything is computed.

    Raises:
        UsageError: The suffix is neither .png nor .svg, or the path is a folder.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path}: a chart is written as .png or .svg")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")
    return path


def rank_bars(table: pd.DataFrame, *, top: int | None = None, vocabulary: Vocabulary = STANDARD) -> Figure:
    """Draw a ranking as bars, coloured by type of node.

    Args:
        table: What `rank`, `stability` or `borda` returned. Where it has rank intervals, they stand in a panel of their
            own beside the bars.
        top: How many bars; the title says how many are not drawn.
        vocabulary: Where the colours come from.
    """
    by = "borda" if "borda" in table.columns else str(table.attrs["by"][0])
    shown = table.head(min(top or MOST_BARS, MOST_BARS))
    has_intervals = "rank_low" in table.columns
    labels = [
        _wrapped(f"{_place(table, rank)} {name}") for rank, name in zip(shown["rank"], shown["name"], strict=True)
    ]
    with _drawing(height=1.4 + _height(labels), width=11 if has_intervals else 9) as figure:
        panels = figure.subplots(
            1, 2 if has_intervals else 1, sharey=True, squeeze=False, width_ratios=[3, 2][: 1 + has_intervals]
        )[0]
        positions = _spread(labels)
        axes: Axes = panels[0]
        colours = [_colour(vocabulary, kind) for kind in shown["type"]]
        axes.barh(positions, shown[by].astype(float), color=colours, height=0.7)
        axes.set_yticks(positions, labels)
        axes.invert_yaxis()
        axes.set_xlabel(_axis_title(by))
        axes.grid(axis="x", alpha=0.3)
        axes.set_axisbelow(True)
        for position, value in zip(positions, shown[by].astype(float), strict=True):
            axes.annotate(
                f"{value:.4g}", (value, position), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8
            )
        axes.margins(x=0.12)
        more = f", the first {len(shown)} of {len(table)}" if len(shown) < len(table) else ""
        axes.set_title(f"Hubs by {by}{more}")
        _type_legend(figure, vocabulary, shown["type"])
        if has_intervals:
            beside: Axes = panels[1]
            low, high = (shown[column].astype(int) for column in ("rank_low", "rank_high"))
            beside.hlines(positions, low, high, color="#444444", linewidth=2)
            beside.plot(shown["rank"].astype(int), positions, "o", color="#d55e00", markersize=5)
            beside.set_xlabel("rank; the line covers 95 % of the redraws")
            beside.set_title("How firm the ranks are")
            beside.grid(axis="x", alpha=0.3)
            beside.set_xlim(left=0)
    return figure


def degree_distribution(network: Network | nx.Graph[Any], projection: Projection | None = None) -> Figure:
    """Draw which share of the nodes has at least so many partners, both axes logarithmic.

    Source: Newman, M. E. J. (2005). Power laws, Pareto distributions and Zipf's law. Contemporary Physics 46(5),
    323-351, on why the cumulative distribution and not a histogram.
    """
    degrees, shares = degree_shares(network, projection)
    with _drawing(height=5, width=7) as figure:
        axes = figure.subplots()
        axes.loglog(degrees, shares, "o-", color="#0072b2", markersize=5, linewidth=1)
        axes.set_xlabel("number of different partners k")
        axes.set_ylabel("share of the nodes with k partners or more")
        axes.set_title("Degree distribution")
        axes.grid(alpha=0.3)
        _plain_ticks(axes)
    return figure


def degree_shares(
    network: Network | nx.Graph[Any], projection: Projection | None = None
) -> tuple[list[int], list[float]]:
    """Return the degrees that occur, one and more, and for each the share of the nodes with at least so many partners.

    Nodes without a partner count among all nodes, and are in no point: zero has no logarithm.
    """
    G = simplified(network) if isinstance(network, nx.Graph) else project(network, projection)
    values = sorted(int(value) for value in MEASURES["degree"].function(G).values())
    degrees = [degree for degree in sorted(set(values)) if degree]
    shares = [float(np.searchsorted(values, degree)) for degree in degrees]
    return degrees, [1 - below / len(values) for below in shares]


def growth_chart(network: Network, projection: Projection | None = None) -> Figure:
    """Draw the growth of a slice: what began in each year, by edge type, and what had been reached by its end.

    Raises:
        UsageError: No fact that counts has a date of its own.
    """
    facts = counted_facts(network, projection or Projection())
    whole = growth_of(facts)
    if not whole.years:
        raise UsageError("no fact that counts here has a date: there is no growth to draw")
    years = [each.year for each in whole.years]
    types = [name for name in network.vocabulary.edge_types if (facts["type"] == name).any()]
    with _drawing(height=7, width=9) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2, 3])
        upper.plot(years, [each.total for each in whole.years], "o-", color="#0072b2", markersize=3, label="facts")
        parties = np.cumsum([each.new_parties for each in whole.years])
        upper.plot(years, parties, "s-", color="#d55e00", markersize=3, label="parties")
        upper.set_ylabel("begun by the end of the year")
        upper.legend(frameon=False)
        undated = f"; {count(whole.undated, 'fact')} without a date left out" if whole.undated else ""
        upper.set_title(f"Growth by year: {count(whole.dated, 'dated fact')}{undated}")
        bottom = np.zeros(len(years))
        for name in types:
            began = {each.year: each.facts for each in growth_of(facts[facts["type"] == name]).years}
            heights = np.array([began.get(year, 0) for year in years], dtype=float)
            colour = network.vocabulary.edge_types[name].colour
            lower.bar(years, heights, bottom=bottom, label=name, color=colour)
            bottom += heights
        lower.set_ylabel("facts begun in the year")
        lower.legend(frameon=False, fontsize=8)
        for axes in (upper, lower):
            axes.grid(axis="y", alpha=0.3)
            axes.set_axisbelow(True)
            _whole_ticks(axes.yaxis)
        _whole_ticks(lower.xaxis)
    return figure


def rank_changes(table: pd.DataFrame, labels: tuple[str, str] = ("slice a", "slice b"), *, top: int = 15) -> Figure:
    """Draw who rose and who fell between two slices: the table of `compare`, as far as the first `top` of either.

    Both sides stand in the order of the ranks; those of a tie stand one below the other and bear the same number.
    """
    shown = first_of(table, top)
    sides = []
    for side in ("a", "b"):
        present = shown.dropna(subset=f"rank_{side}")
        present = present.assign(by_name=present["name"].map(str.casefold)).sort_values(
            [f"rank_{side}", "by_name", "id"]
        )
        texts = [
            _wrapped(f"{_place(table, rank, f'rank_{side}')} {name}")
            for rank, name in zip(present[f"rank_{side}"], present["name"], strict=True)
        ]
        sides.append(
            (dict(zip(present["id"], _spread(texts), strict=True)), dict(zip(present["id"], texts, strict=True)))
        )
    (left, left_texts), (right, right_texts) = sides
    height = max(_height(list(left_texts.values())), _height(list(right_texts.values())))
    with _drawing(height=1.6 + height, width=11) as figure:
        axes = figure.subplots()
        for node, trend in zip(shown["id"], shown["trend"], strict=True):
            colour = _TREND_COLOURS[trend]
            ends = [(x, side[node]) for x, side in ((0, left), (1, right)) if node in side]
            axes.plot([x for x, _ in ends], [y for _, y in ends], "o-", color=colour, markersize=5, linewidth=1.6)
        for x, positions, names, align in ((0, left, left_texts, "right"), (1, right, right_texts, "left")):
            for node, position in positions.items():
                axes.annotate(
                    names[node],
                    (x, position),
                    xytext=(-8 if x == 0 else 8, 0),
                    textcoords="offset points",
                    ha=align,
                    va="center",
                    fontsize=9,
                )
        axes.set_xlim(-0.02, 1.02)
        axes.invert_yaxis()
        axes.set_xticks([0, 1], [_wrapped(label, 30) for label in labels], fontsize=11)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        trends = [trend for trend in _TREND_COLOURS if (shown["trend"] == trend).any()]
        if trends:
            _legend(figure, {trend: _TREND_COLOURS[trend] for trend in trends})
        figure.suptitle(f"Ranks by {table.attrs['by'][0]}", fontsize=12)
    return figure


def save(figure: Figure, path: str | Path) -> Path:
    """Write a chart as PNG or SVG, by the suffix of the file; equal charts give equal SVG files.

    Raises:
        UsageError: The suffix is another, or the file cannot be written.
    """
    path = checked_path(path)
    kind = path.suffix.lower()[1:]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _styled():
            figure.savefig(path, format=kind, bbox_inches="tight", metadata={"Date": None} if kind == "svg" else None)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
    return path


@contextmanager
def _styled() -> Iterator[None]:
    """Set the style, and keep quiet about letters that no font has: they are drawn as boxes."""
    with rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        yield


@contextmanager
def _drawing(*, height: float, width: float) -> Iterator[Figure]:
    with _styled():
        yield Figure(figsize=(width, height), layout="constrained")


def _wrapped(text: str, width: int = _NAME_WIDTH) -> str:
    """Return a text on as many lines as it needs; nothing is cut."""
    return "\n".join(textwrap.wrap(text, width)) or text


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _spread(labels: Sequence[str]) -> list[float]:
    """Return where on the axis labels of one or more lines stand, so that none runs into the next."""
    heights = [0.45 + 0.55 * _lines(label) for label in labels]
    return [sum(heights[:index]) + height / 2 for index, height in enumerate(heights)]


def _height(labels: Sequence[str]) -> float:
    """Return the inches that labels as `_spread` places them take up."""
    return 0.3 * sum(0.45 + 0.55 * _lines(label) for label in labels)


def _place(table: pd.DataFrame, rank: int, column: str = "rank") -> str:
    return f"{rank}=" if int((table[column] == rank).sum()) > 1 else f"{rank}"


def _colour(vocabulary: Vocabulary, kind: str | None) -> str:
    known = vocabulary.node_types.get(kind or "")
    return known.colour if known else _OTHER


def _type_legend(figure: Figure, vocabulary: Vocabulary, kinds: Iterable[str | None]) -> None:
    present = set(kinds)
    types = [name for name in vocabulary.node_types if name in present]
    if types:
        _legend(figure, {name: _colour(vocabulary, name) for name in types})


def _legend(figure: Figure, colours: Mapping[str, str]) -> None:
    """Put what the colours mean below the drawing."""
    handles = [Line2D([], [], color=colour, linewidth=6, label=label) for label, colour in colours.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=min(len(handles), 5), frameon=False)


def _axis_title(by: str) -> str:
    if by == "borda":
        return "Borda points"
    return f"{by}: {MEASURES[by].summary}" if by in MEASURES else by


def _whole_ticks(axis: Axis) -> None:
    axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))


def _plain_ticks(axes: Axes) -> None:
    """Write 1, 2, 5, 10 and shares as they are, not as powers of ten."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axis.set_minor_formatter(NullFormatter())
