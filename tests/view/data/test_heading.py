"""What a page says of itself."""

from __future__ import annotations

import pandas as pd

from partnergraph.loading.reading import read_loader
from partnergraph.network import Network
from partnergraph.view.data.heading import about, span_of, title_of
from tests.analysis.sample_networks import network, twinning


def test_the_reference_network_says_what_it_is_whose_and_of_when() -> None:
    reference = read_loader("union_state")
    assert title_of(reference) == "Partnerships between the regions of Belarus and Russia, read out of Zalessky (2023)"
    assert about(reference) == "The partnergraph developers, 2026 · Licence: CC BY 4.0"
    years = reference.edges["starts_from"].dropna().str[:4]
    assert span_of(reference) == f"begun {years.min()} to {years.max()}"


def test_a_network_of_frames_or_of_several_loaders_has_no_title_of_its_own() -> None:
    plain = network([twinning("a", "b", date="1999"), twinning("a", "c", date="")])
    assert (title_of(plain), about(plain), span_of(plain)) == ("Partnership network", "", "begun 1999")
    empty = Network.from_frames(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), loader="none")
    assert (title_of(empty), span_of(empty)) == ("Partnership network", "")
