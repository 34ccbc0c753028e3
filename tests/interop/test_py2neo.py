"""py2neo, for those whose notebooks use it: a Network there and back, and a Graph on every engine."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from partnergraph.database.connection import Database, Settings
from partnergraph.database.embedded.engine import EngineFiles
from partnergraph.database.loads.load import load
from partnergraph.errors import DatabaseError, UsageError
from partnergraph.loader import Loader
from partnergraph.loading.catalogue import open_loader
from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from tests.conftest import ROOT

py2neo = pytest.importorskip("py2neo", reason="the extra py2neo is not installed")

from partnergraph.interop.py2neo import from_subgraph, open_graph, to_subgraph  # noqa: E402

# py2neo says goodbye and, where the server then hangs up first, forgets to close its own end; where nobody answers it
# forgets it too. Python closes these sockets, and warns of it.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")

#: What is ours in the database, as py2neo sees it.
OURS = "MATCH (n) WHERE NOT n:Loader OPTIONAL MATCH (n)-[e]->(m) RETURN n, e, m"


@pytest.fixture(autouse=True)
def sockets_are_closed_here() -> Iterator[None]:
    """Let what py2neo forgot be collected while its warning is expected, not in somebody else's test."""
    yield
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed <socket.socket", ResourceWarning)
        gc.collect()


def test_there_and_back(network: Network) -> None:
    subgraph = to_subgraph(network)
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (11, 5)
    assert from_subgraph(subgraph).equals(network)
    town = next(node for node in subgraph.nodes if node["id"] == "city:a")
    assert set(town.labels) == {"Entity", "City"}
    assert (town["aliases"], town["latitude"], "geonames" in town) == (["A-Town", "Аград"], 53.5, False)


def test_the_reference_network_there_and_back() -> None:
    network = read_loader(open_loader(ROOT / "loaders" / "union_state"))
    again = from_subgraph(to_subgraph(network))
    assert again.equals(network)
    assert list(again.edges["id"]) == sorted(network.edges["id"])


def test_parallel_facts_stay_separate(network: Network) -> None:
    twin = network.edges.iloc[[0]].assign(id="t1-again", note="the same towns")
    import pandas as pd

    doubled = Network.from_frames(network.nodes, pd.concat([network.edges, twin], ignore_index=True), network.sources)
    assert len(to_subgraph(doubled).relationships) == 6
    assert from_subgraph(to_subgraph(doubled)).equals(doubled)


def test_a_node_of_no_known_kind() -> None:
    stranger = py2neo.Subgraph([py2neo.Node("Entity", "City", "Region", id="x")])
    with pytest.raises(UsageError, match="'x' has the labels"):
        from_subgraph(stranger)


def test_a_graph_on_every_engine(settings: Settings, database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    with open_graph(settings=settings) as graph:
        names = graph.run("MATCH (n:City) WHERE n.country = $c RETURN n.name AS name ORDER BY name", c="RU").data()
        assert names == [{"name": "Town B"}, {"name": "Town C"}]
        # What py2neo reads of our database is the network that was loaded, but for the source that is the loader's own.
        read = from_subgraph(graph.run(OURS).to_subgraph())
        assert read.equals(network)
        shown = f"{graph!r} {graph.service!r}"
    secrets = [settings.password] if settings.uri else list(EngineFiles(settings.folder).read_credentials().values())
    assert not any(secret in shown for secret in secrets if secret)


def test_withdrawn_facts_are_left_out(settings: Settings, database: Database, network: Network, loader: Loader) -> None:
    load(database, network, loader)
    load(database, network.filtered(types=["TWINNING", "AGREEMENT"]), loader, force=True)
    with open_graph(settings=settings) as graph:
        assert set(from_subgraph(graph.run(OURS).to_subgraph()).edges["id"]) == {"t1", "t2", "a1"}


def test_py2neo_writes_to_every_engine(settings: Settings, database: Database, network: Network) -> None:
    from py2neo.bulk import create_nodes

    with open_graph(settings=settings) as graph:
        create_nodes(graph.auto(), [{"id": "city:x", "name": "X"}], labels={"Entity", "City"})
    assert list(database.read("MATCH (n:City) RETURN n.id AS id")) == [{"id": "city:x"}]


def test_nobody_there_and_a_wrong_password(settings: Settings) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    nobody = Settings(f"bolt://127.0.0.1:{port}", password="not-to-be-shown")
    wrong = Settings(settings.uri, password="not-to-be-shown")
    for chosen in [nobody, *([wrong] if settings.uri else [])]:
        with pytest.raises(DatabaseError, match="py2neo cannot use bolt") as caught, open_graph(settings=chosen):
            pass
        assert "not-to-be-shown" not in str(caught.value)


def test_without_py2neo_it_is_one_clear_line(tmp_path: Path) -> None:
    program = "import sys; sys.modules['py2neo'] = None\nimport partnergraph.interop.py2neo"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("py2neo is not installed: pip install 'partnergraph[py2neo]'")
