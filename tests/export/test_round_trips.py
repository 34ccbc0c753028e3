"""A Network written out and read back is the same Network, in every format that can carry one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from partnergraph.export import FORMATS, export
from partnergraph.loading.reading import read_graph, read_loader
from partnergraph.network import Network
from partnergraph.vocabulary import TABLES
from tests.export.declaring_networks import HOSTILE, VOCABULARY, declaring_networks
from tests.hypothesis_settings import unhurried
from tests.random_networks import networks

#: A workbook takes half a second.
EXAMPLES = {".xlsx": 5}
CARRYING = [suffix for suffix, each in FORMATS.items() if each.carries_all]


def there_and_back(network: Network, suffix: str) -> Network:
    with tempfile.TemporaryDirectory() as folder:
        return read_graph(export(network, Path(folder, f"out{suffix}")))


def assert_same(found: Network, network: Network) -> None:
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(found, table), getattr(network, table))
    assert found.equals(network)
    assert found.vocabulary == network.vocabulary


@pytest.mark.parametrize("suffix", CARRYING)
def test_the_reference_network(suffix: str) -> None:
    network = read_loader("union_state")
    found = there_and_back(network, suffix)
    assert_same(found, network)
    assert found.warnings == () or all(warning.problem for warning in found.warnings)


@pytest.mark.parametrize("suffix", CARRYING)
def test_any_network(suffix: str) -> None:
    @settings(unhurried, max_examples=EXAMPLES.get(suffix, 15))
    @given(networks().filter(lambda network: len(network.nodes)))
    def same(network: Network) -> None:
        assert_same(there_and_back(network, suffix), network)

    same()


@pytest.mark.parametrize("suffix", CARRYING)
def test_any_network_with_declared_types_and_columns_and_hostile_texts(suffix: str) -> None:
    @settings(unhurried, max_examples=EXAMPLES.get(suffix, 15))
    @given(declaring_networks())
    def same(network: Network) -> None:
        assert_same(there_and_back(network, suffix), network)

    same()


@pytest.mark.parametrize("suffix", CARRYING)
def test_every_hostile_text(suffix: str) -> None:
    texts = [text.strip() for text in HOSTILE]
    nodes = [
        {
            "id": f"city:{n}",
            "type": "City",
            "name": text,
            "note": text,
            "label": text,
            "aliases": text.replace(";", ","),
        }
        for n, text in enumerate(texts)
    ]
    common = {
        "type": "TWINNING",
        "source": "city:0",
        "target": "city:1",
        "sources": "s",
        "amount": -1,
        "date": "2021-03",
    }
    edges = [{**common, "title": text, "unit": text, "Größe": text} for text in texts]
    sources = pd.DataFrame([{"id": "s", "title": "=1", "author": "-a", "note": "@x"}])
    network = Network.from_frames(pd.DataFrame(nodes), pd.DataFrame(edges), sources, vocabulary=VOCABULARY)
    assert network.nodes["name"].tolist() == texts
    assert_same(there_and_back(network, suffix), network)


@pytest.mark.parametrize("suffix", CARRYING)
def test_a_second_export_gives_the_same_content(suffix: str, network: Network, tmp_path: Path) -> None:
    first = export(network, tmp_path / f"one{suffix}")
    again = export(read_graph(first), tmp_path / f"two{suffix}")
    if suffix == ".xlsx":  # a workbook holds the time at which it was written
        assert read_graph(again).equals(network)
    elif first.is_dir():
        for path in first.iterdir():
            assert path.read_bytes() == (again / path.name).read_bytes()
    else:
        assert first.read_bytes() == again.read_bytes()
