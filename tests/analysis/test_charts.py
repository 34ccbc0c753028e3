"""Charts: what they show, that names stand in full, and that equal charts are equal files."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from partnergraph.analysis.graph.projection import Projection
from partnergraph.analysis.rankings.borda import borda
from partnergraph.analysis.rankings.compare import compare
from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.rankings.stability import stability
from partnergraph.errors import UsageError
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.vocabulary import STANDARD
from tests.analysis.sample_networks import network, twinning

pytest.importorskip("matplotlib")
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from partnergraph.analysis import charts

LONG = "International Russian-Belarusian Centre for Interregional Cooperation in Education, Science and $Culture$"


@pytest.fixture(scope="module")
def union_state() -> Network:
    return read_loader("union_state")


def labels(axes: Any) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in axes.get_yticklabels()]


def drawn(figure: Any) -> Any:
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def inside(figure: Any) -> list[str]:
    """The texts that reach over the edge of the saved picture, which is cut to what is drawn."""
    renderer = drawn(figure)
    whole = figure.get_tightbbox(renderer)
    texts = [text for axes in figure.axes for text in (*axes.get_yticklabels(), *axes.texts)]
    boxes = [text.get_window_extent(renderer).transformed(figure.dpi_scale_trans.inverted()) for text in texts]
    return [
        text.get_text()
        for text, box in zip(texts, boxes, strict=True)
        if box.x0 < whole.x0 - 0.01 or box.x1 > whole.x1 + 0.01 or box.y0 < whole.y0 - 0.01 or box.y1 > whole.y1 + 0.01
    ]


def overlapping(figure: Any) -> list[tuple[str, str]]:
    """Names that run into each other."""
    renderer = drawn(figure)
    found = []
    for axes in figure.axes:
        texts = [text for text in (*axes.get_yticklabels(), *axes.texts) if text.get_text()]
        boxes = [text.get_window_extent(renderer) for text in texts]
        for index, box in enumerate(boxes):
            found += [
                (texts[index].get_text(), texts[other].get_text())
                for other in range(index + 1, len(boxes))
                if box.overlaps(boxes[other])
            ]
    return found


@pytest.mark.parametrize("by", ["degree", "betweenness"])
def test_bars_are_the_values_with_rank_and_name_in_full(union_state: Network, by: str) -> None:
    table = rank(union_state, by=by)
    figure: Any = charts.rank_bars(table, top=15)
    (axes,) = figure.axes
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(list(table[by][:15]))
    counts = table["rank"].value_counts()
    expected = [
        f"{row['rank']}{'=' if counts[row['rank']] > 1 else ''} {row['name']}" for row in table[:15].to_dict("records")
    ]
    assert labels(axes) == expected
    assert axes.get_title("left") == f"Hubs by {by}, the first 15 of {len(table)}"
    colours = [STANDARD.node_types[kind].colour for kind in table["type"][:15]]
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == colours
    assert overlapping(figure) == []
    assert inside(figure) == []


def test_intervals_stand_beside_the_bars(union_state: Network) -> None:
    table = stability(union_state, draws=40)
    figure: Any = charts.rank_bars(table, top=8)
    bars, beside = figure.axes
    (lines,) = beside.collections
    spans = [(int(path.vertices[0][0]), int(path.vertices[1][0])) for path in lines.get_paths()]
    assert spans == list(zip(table["rank_low"][:8], table["rank_high"][:8], strict=True))
    assert list(beside.lines[0].get_xdata()) == list(table["rank"][:8])
    assert labels(bars)[0].startswith("1 Brest Region")


def test_a_composite_is_drawn_by_its_points() -> None:
    figure: Any = charts.rank_bars(borda(nx.star_graph(4), by=["degree", "betweenness"]))
    assert [bar.get_width() for bar in figure.axes[0].patches] == [8, 3, 3, 3, 3]
    assert figure.axes[0].get_xlabel() == "Borda points"
    assert [to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches] == ["#666666"] * 5


def test_a_long_name_is_folded_and_dollars_are_dollars(tmp_path: Path) -> None:
    G: Any = nx.star_graph(2)
    nx.set_node_attributes(G, {0: LONG, 1: "Город Ы", 2: "北京"}, "name")
    figure: Any = charts.rank_bars(rank(G))
    assert labels(figure.axes[0])[0] == f"1 {LONG}"
    assert figure.axes[0].get_yticklabels()[0].get_text().count("\n") >= 2
    # A letter that no installed font has is drawn as a box, without a warning.
    assert charts.save(figure, tmp_path / "long.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    nx.set_node_attributes(G, {2: "Beijing"}, "name")
    assert inside(charts.rank_bars(rank(G))) == []


def test_the_degree_distribution_is_cumulative(union_state: Network) -> None:
    degrees, shares = charts.degree_shares(nx.star_graph(4))
    assert degrees == [1, 4]
    assert shares == pytest.approx([1, 0.2])
    alone = nx.empty_graph(1)
    alone.add_edge(1, 2)
    degrees, shares = charts.degree_shares(alone)
    assert degrees == [1]
    assert shares == pytest.approx([2 / 3])
    all_degrees = rank(union_state)["degree"]
    line: Any = charts.degree_distribution(union_state).axes[0].lines[0]
    for degree, share in zip(line.get_xdata(), line.get_ydata(), strict=True):
        assert share == pytest.approx((all_degrees >= degree).mean())
    assert list(line.get_xdata()) == sorted(set(all_degrees))


def test_growth_is_the_number_of_facts_begun() -> None:
    facts = [twinning("a", "b", date="2001"), twinning("a", "c", date="2003-05"), twinning("a", "d")]
    facts += [{"type": "SUPPLIES", "source": "enterprise:p", "target": "city:a", "date": "2003"}]
    axes: Any = charts.growth_chart(network(facts)).axes
    upper, lower = axes
    assert [list(line.get_ydata()) for line in upper.lines] == [[1, 1, 3], [2, 2, 4]]
    assert list(upper.lines[0].get_xdata()) == [2001, 2002, 2003]
    assert upper.get_title("left") == "Growth by year: 3 dated facts; 1 fact without a date left out"
    by_type = {bars.get_label(): [bar.get_height() for bar in bars] for bars in lower.containers}
    assert by_type == {"TWINNING": [1, 0, 1], "SUPPLIES": [0, 0, 1]}
    with pytest.raises(UsageError, match="there is no growth to draw"):
        charts.growth_chart(network([twinning("a", "b")]))


def test_changes_join_the_two_ranks(union_state: Network) -> None:
    table = compare(union_state, Projection(as_of="2016"), Projection(as_of="2021"))
    figure: Any = charts.rank_changes(table, ("2016", "2021"), top=10)
    (axes,) = figure.axes
    shown = table[(table["rank_a"].fillna(99) <= 10) | (table["rank_b"].fillna(99) <= 10)]
    assert len(axes.lines) == len(shown)
    joined = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert len(joined) == len(shown.dropna(subset=["rank_a", "rank_b"]))
    names = [text.get_text().replace("\n", " ") for text in axes.texts]
    assert len(names) == shown["rank_a"].notna().sum() + shown["rank_b"].notna().sum()
    for row in shown.dropna(subset="rank_b").to_dict("records"):
        tied = "=" if (table["rank_b"] == row["rank_b"]).sum() > 1 else ""
        assert f"{row['rank_b']}{tied} {row['name']}" in names
    assert overlapping(figure) == []
    assert inside(figure) == []


def test_an_empty_ranking_is_an_empty_chart(tmp_path: Path) -> None:
    empty = Network.empty()
    pictures = [
        charts.rank_bars(rank(empty)),
        charts.rank_changes(compare(empty, Projection(), Projection())),
        charts.degree_distribution(empty),
    ]
    for number, figure in enumerate(pictures):
        assert charts.save(figure, tmp_path / f"{number}.png").stat().st_size > 0


def test_equal_charts_are_equal_files(union_state: Network, tmp_path: Path) -> None:
    table = rank(union_state, by="betweenness", top=10)
    first, second = (charts.save(charts.rank_bars(table), tmp_path / "deep" / f"{n}.svg").read_bytes() for n in "ab")
    assert first == second
    assert b"<dc:date>" not in first
    pngs = [charts.save(charts.rank_bars(table), tmp_path / f"{n}.png").read_bytes() for n in "ab"]
    assert pngs[0] == pngs[1]


def test_an_svg_is_the_same_in_another_process(tmp_path: Path) -> None:
    code = (
        "import networkx as nx, sys; from partnergraph.analysis import charts; from partnergraph import rank; "
        "charts.save(charts.rank_bars(rank(nx.karate_club_graph())), sys.argv[1])"
    )
    for name in ("a.svg", "b.svg"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert re.search(rb'viewBox="0 0 \d', (tmp_path / "a.svg").read_bytes())


@pytest.mark.parametrize(
    ("name", "said"), [("a.pdf", "written as .png or .svg"), ("a", ".png or .svg"), ("x.png", "is a folder")]
)
def test_a_path_that_does_not_fit_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "x.png").mkdir()
    with pytest.raises(UsageError, match=said):
        charts.checked_path(tmp_path / name)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        charts.save(charts.rank_bars(rank(nx.star_graph(2))), tmp_path / "file" / "a.svg")


def test_without_matplotlib_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from partnergraph.errors import UsageError\n"
        "try:\n    from partnergraph.analysis import charts\n"
        "except UsageError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "charts need matplotlib: pip install partnergraph[charts]\n"
