"""What one asks of the page beside filters: neighbourhoods, paths, who links two, rankings, groups.

Each answer is computed again in Python, by NetworkX where it can be.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from partnergraph.analysis.rankings.rank import rank
from partnergraph.analysis.whole.communities import communities
from partnergraph.network import Network
from partnergraph.view.data.measures import OFFERED, groups, measures
from tests.view.conftest import Opener, look_up, open_part, row_of, shown, spot, wait_until


@pytest.fixture
def asked(open_page: Opener, reference: Network) -> Page:
    return open_page(reference)


@pytest.fixture(scope="session")
def graph(reference: Network) -> nx.MultiGraph[Any]:
    """Return every fact of the reference network as an edge between rows; LOCATED_IN is none of them."""
    row = {node: at for at, node in enumerate(reference.nodes["id"])}
    made: nx.MultiGraph[Any] = nx.MultiGraph()
    made.add_nodes_from(row.values())
    ends = zip(reference.edges["source"], reference.edges["target"], strict=True)
    made.add_edges_from((row[one], row[other]) for one, other in ends)
    return made


def choose(page: Page, field: str, name: str) -> None:
    page.locator(f"#path-{field}").fill(name)
    page.locator(f"#path-{field}").press("Enter")


def strong(page: Page) -> set[int]:
    """Return the nodes that are drawn strong; the others are mixed with the ground."""
    colours = page.evaluate(
        "Object.values(partnergraph.graph.body.nodes).filter((node) => !node.options.hidden)"
        ".map((node) => [node.id, node.options.color.background])"
    )
    full = {
        "#000000",
        "#7a7a7a",
        "#0072b2",
        "#56b4e9",
        "#009e73",
        "#66c2a5",
        "#d55e00",
        "#cc79a7",
        "#e69f00",
        "#b8a800",
    }
    return {row for row, colour in colours if colour in full}


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_neighbourhood(asked: Page, reference: Network, graph: nx.MultiGraph[Any], steps: int) -> None:
    row = row_of(reference, "city:grodno")
    look_up(asked, "Grodno")
    asked.get_by_role("button", name=re.compile(f"Neighbourhood of {steps} ")).click()
    near = set(nx.single_source_shortest_path_length(graph, row, steps))
    expect(asked.locator("#reached")).to_have_text(f"{len(near) - 1} parties and places")
    assert strong(asked) == near
    asked.get_by_label("show nothing else").check()
    inside = graph.subgraph(near)
    assert shown(asked) == (inside.number_of_edges(), len(near))
    expect(asked.locator("#nearby")).to_have_text(f"only {steps} step{'s' if steps > 1 else ''} around Grodno")
    asked.get_by_label("show nothing else").uncheck()
    assert shown(asked)[0] == len(reference.edges)


def test_the_shortest_path_with_the_facts_along_it(asked: Page, reference: Network, graph: nx.MultiGraph[Any]) -> None:
    asked.locator("#tab-paths").click()
    choose(asked, "from", "MTZ")
    choose(asked, "to", "Gomselmash")
    one, other = (row_of(reference, f"enterprise:{name}") for name in ("minsk-tractor-works", "gomselmash"))
    countries = {row for row, kind in enumerate(reference.nodes["type"]) if kind == "Country"}
    parties = graph.subgraph(set(graph) - countries)
    found = {tuple(path) for path in nx.all_shortest_paths(parties, one, other)}
    names = list(reference.nodes["name"])
    expect(asked.locator("#path-result .tally")).to_have_text(f"The shortest path: {len(next(iter(found))) - 1} steps.")
    seen = set()
    for _ in found:
        stops = asked.locator(".route .stop").all_inner_texts()
        path = tuple(names.index(stop.strip()) for stop in stops)
        seen.add(path)
        assert strong(asked) == set(path)
        legs = [int(re.findall(r"\d+", text)[0]) for text in asked.locator(".route .leg > .quiet").all_inner_texts()]
        assert legs == [graph.number_of_edges(a, b) for a, b in itertools.pairwise(path)]
        if len(found) > 1:
            asked.get_by_role("button", name="The next path").click()
    assert seen == found
    # Every fact along it bears its source.
    assert asked.locator(".route .fact").count() == asked.locator(".route .fact .sources").count() > 0
    asked.get_by_role("button", name="Swap").click()
    expect(asked.locator("#path-from")).to_have_value("Gomselmash")
    asked.locator("#through").select_option("countries")
    expect(asked.locator("#path-result .tally")).to_contain_text("2 steps")
    asked.get_by_role("button", name="Clear").click()
    expect(asked.locator("#path-result")).to_be_empty()


def test_who_links_two(asked: Page, reference: Network, graph: nx.MultiGraph[Any]) -> None:
    asked.locator("#tab-paths").click()
    choose(asked, "from", "Brest Region")
    choose(asked, "to", "Gomel Region")
    one, other = (row_of(reference, f"region:{name}-region") for name in ("brest", "gomel"))
    common = (set(graph[one]) & set(graph[other])) - {one, other}
    wanted = {
        reference.nodes["name"][row]: (graph.number_of_edges(row, one), graph.number_of_edges(row, other))
        for row in common
    }
    found = {}
    for summary in asked.locator("#path-result summary").all():
        text = summary.inner_text()
        numbers = re.search(r"(\d+) \+ (\d+)$", text)
        assert numbers is not None
        found[text[: numbers.start()].strip()] = (int(numbers[1]), int(numbers[2]))
    assert found == wanted
    asked.locator("#path-result summary").first.click()
    expect(asked.locator("#path-result h4").first).to_have_text("with Brest Region")
    expect(asked.locator("#path-result details .fact .sources").first).to_be_visible()


def test_a_path_of_hidden_facts_is_none_and_two_that_are_the_same_are_said(page: Page) -> None:
    page.locator("#tab-paths").click()
    choose(page, "from", "Vitebsk")
    choose(page, "to", "Smolensk")
    expect(page.locator("#path-result .tally")).to_have_text("The shortest path: 3 steps.")
    page.get_by_role("button", name="Only Twinning").click()
    expect(page.locator("#path-result .tally")).to_contain_text("No chain of facts links the two. The filters hide")
    choose(page, "to", "Vitebsk")
    expect(page.locator("#path-result .tally")).to_have_text("These two are the same.")


def test_paths_start_from_the_details(page: Page) -> None:
    look_up(page, "Pskov")
    page.get_by_role("button", name="Path from here").click()
    expect(page.locator("#path-from")).to_have_value("Pskov")
    look_up(page, "Smolensk")
    page.get_by_role("button", name="Path from Pskov to here").click()
    stops = page.locator(".route .stop").all_inner_texts()
    assert [stop.strip() for stop in stops] == ["Pskov", "Minsk Tractor Works", "Smolensk"]


def test_rankings_are_those_of_rank(asked: Page, reference: Network) -> None:
    for measure in OFFERED:
        asked.locator("#rank-by").select_option(measure)
        table = rank(reference, by=measure)
        rows = [row.split("\t") for row in asked.locator("#hub-table tbody tr").all_inner_texts()]
        scores = dict(zip(table["name"], table[measure], strict=True))
        assert len(rows) == len(table)
        for _, name, value, _, _ in rows:
            assert float(value.replace(",", "")) == pytest.approx(scores[name.strip()], rel=6e-4)
        # Equal in six digits is a tie here, so that only the head of the table is sure to have the same ranks.
        ranks = dict(zip(table["name"], table["rank"], strict=True))
        assert [int(row[0]) for row in rows[:20]] == [ranks[row[1].strip()] for row in rows[:20]]
    asked.get_by_text("What was counted").click()
    expect(asked.locator("#hub-table")).to_contain_text(measures(reference)["description"])


def test_sizes_follow_the_chosen_measure(asked: Page, reference: Network) -> None:
    read = "Object.values(partnergraph.graph.body.nodes).map((node) => node.options.size)"
    by_facts = asked.evaluate(read)
    asked.locator("#size-by").select_option("betweenness")
    values = next(one["values"] for one in measures(reference)["list"] if one["name"] == "betweenness")
    most = max(value for value in values if value is not None)
    sizes = asked.evaluate(read)
    assert max(sizes) == max(by_facts)
    wanted = [5 + (max(by_facts) - 5) * ((value or 0) / most) ** 0.5 for value in values]
    assert sizes == pytest.approx(wanted, abs=0.1)


def test_a_row_selects_its_node_and_a_node_its_row(asked: Page, reference: Network) -> None:
    rows = asked.locator("#hub-table tbody tr")
    rows.nth(3).locator("td").first.click()
    name = rows.nth(3).locator("th").inner_text()
    expect(asked.locator("#details h2")).to_have_text(name)
    asked.locator("#tab-hubs").click()
    expect(asked.locator("#hub-table tr[aria-current=true]")).to_have_text(
        rows.nth(3).inner_text(), use_inner_text=True
    )
    row = row_of(reference, rank(reference)["id"].iloc[-1])
    look_up(asked, reference.nodes["name"][row])
    asked.locator("#tab-hubs").click()
    marked = asked.locator("#hub-table tr[aria-current=true]")
    expect(marked).to_have_attribute("data-node", str(row))
    expect(marked).to_be_in_viewport()


def test_a_ranking_follows_the_filters_and_can_count_all_that_is_shown(asked: Page, reference: Network) -> None:
    asked.get_by_role("button", name="Only Supplies").click()
    shown_now = f"among the {(reference.edges['type'] == 'SUPPLIES').sum()} facts shown now"
    expect(asked.locator("#hub-table caption")).to_contain_text(shown_now)
    asked.get_by_label("Rank by").select_option("facts-shown")
    edges = reference.edges[reference.edges["type"] == "SUPPLIES"]
    expect(asked.locator("#hub-table caption")).to_contain_text(f"the {len(edges)} facts shown now")
    facts: dict[str, int] = {}
    partners: dict[str, set[str]] = {}
    for one, other in zip(edges["source"], edges["target"], strict=True):
        for node, partner in {(one, other), (other, one)}:
            facts[node] = facts.get(node, 0) + 1
            partners.setdefault(node, set()).add(partner)
    names = dict(zip(reference.nodes["id"], reference.nodes["name"], strict=True))
    wanted = {(names[node], count, len(partners[node])) for node, count in facts.items()}
    rows = [row.split("\t") for row in asked.locator("#hub-table tbody tr").all_inner_texts()]
    assert {(row[1].strip(), int(row[2]), int(row[3])) for row in rows} == wanted
    assert [int(row[2]) for row in rows] == sorted(facts.values(), reverse=True)


def test_groups_are_the_networks_communities(asked: Page, reference: Network) -> None:
    found = communities(reference)
    asked.locator("#tab-groups").click()
    expect(asked.locator("#group-method")).to_contain_text(found.method)
    items = asked.locator("#group-list details")
    expect(items).to_have_count(len(found.groups))
    assert [int(count) for count in items.locator(".count").all_inner_texts()] == [group.size for group in found.groups]
    items.nth(1).locator("summary").click()
    names = dict(zip(reference.nodes["id"], reference.nodes["name"], strict=True))
    members = items.nth(1).locator(".members li").all_inner_texts()
    assert sorted(name.strip() for name in members) == sorted(names[member] for member in found.groups[1].members)
    expect(items.nth(1)).to_contain_text(f"{found.groups[1].inside:.0f} facts among them")
    rows = {row_of(reference, member) for member in found.groups[1].members}
    assert strong(asked) == rows
    asked.get_by_label("colour the nodes by group").check()
    wait_until(asked, lambda: asked.evaluate("partnergraph.graph.body.nodes[0].options.color.background") != "#000000")
    colours = asked.evaluate(
        "(rows) => [...new Set(rows.map((row) => partnergraph.graph.body.nodes[row].options.color.background))]",
        sorted(rows),
    )
    assert colours == ["#d55e00"]
    items.nth(1).locator(".members button").first.click()
    expect(asked.locator("#details .quiet").first).to_contain_text("Group 2")


def test_group_data_name_every_party_once(reference: Network) -> None:
    row = {node: at for at, node in enumerate(reference.nodes["id"])}
    rows = [member for group in groups(reference, row)["list"] for member in group["members"]]
    ranked = set(rank(reference)["id"])
    assert sorted(rows) == sorted(row[node] for node in ranked)


def test_a_place_tells_the_facts_of_what_lies_in_it(page: Page, network: Network) -> None:
    look_up(page, "Vitebsk Region")
    expect(page.locator(".tally").first).to_have_text("0 facts, 0 partners")
    page.get_by_role("button", name="and 3 facts of the places within it").click()
    inside = page.get_by_role("region", name="In the places within it")
    expect(inside.locator("h3")).to_be_focused()
    assert inside.locator("summary").all_inner_texts() == ["Agreement 2", "Twinning 1"]
    first = inside.locator(".fact").first
    expect(first.locator(".pair")).to_have_text("Vitebsk–Pskov")  # noqa: RUF001
    page.mouse.click(*spot(page, row_of(network, "city:pskov")))
    expect(page.locator("#details h2")).to_have_text("Pskov")


def test_the_facts_of_one_source(page: Page) -> None:
    look_up(page, "Pskov")
    page.get_by_role("button", name="Only the facts of this source: Tractors for Pskov").first.click()
    assert shown(page)[0] == 4
    open_part(page, "source-filter")
    expect(page.locator("#source-chips")).to_contain_text("Tractors for Pskov")


def test_a_selected_node_that_the_filters_hide_dims_nothing(asked: Page, reference: Network) -> None:
    look_up(asked, "Leningrad Oblast")
    asked.get_by_role("button", name="Only Assembly plant").click()
    edges = reference.edges[reference.edges["type"] == "ASSEMBLY_PLANT"]
    rows = {row_of(reference, node) for node in {*edges["source"], *edges["target"]}}
    assert strong(asked) == rows
    expect(asked.locator("#details .tally")).to_have_text("0 facts of 36; the filters hide the others, 0 partners")
    # Found by name it is shown, whatever the filters say.
    look_up(asked, "Leningrad Oblast")
    assert strong(asked) == {row_of(reference, "region:leningrad-oblast")}
    asked.locator("#reset").click()
    assert len(strong(asked)) == 11
