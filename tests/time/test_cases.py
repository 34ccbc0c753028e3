"""The cases made by hand, asked of the frames and, through Cypher over the properties of edges, of every engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from partnergraph.database.graph_reading import read_network
from partnergraph.database.loads.load import load
from partnergraph.network.time import FOUR_DAYS, answer
from partnergraph.vocabulary import STANDARD, STATUSES
from tests.conftest import make_loader
from tests.time.cases import ANSWERS, Case, cases_network, read_cases

if TYPE_CHECKING:
    from pathlib import Path

    from partnergraph.database.connection import Database
    from partnergraph.network import Network

CASES = read_cases()
#: The rule as a query says it: no more than comparisons of the four properties.
ASKED_IN_CYPHER = """
UNWIND $cases AS case
MATCH (:Entity)-[e]->(:Entity)
WHERE e.id = case.id
WITH case, e,
     CASE case.asked
       WHEN 'began' THEN e.starts_from >= case.first AND e.starts_by <= case.last
       WHEN 'ended' THEN e.ends_from >= case.first AND e.ends_by <= case.last
       ELSE e.starts_by <= case.last AND (e.ends_from IS NULL OR e.ends_from >= case.first)
     END AS yes,
     CASE case.asked
       WHEN 'began' THEN e.starts_by < case.first OR e.starts_from > case.last
       WHEN 'ended' THEN e.ends_by < case.first OR e.ends_from IS NULL OR e.ends_from > case.last
       ELSE e.starts_from > case.last OR e.ends_by < case.first
     END AS no
RETURN case.id AS id,
       CASE
         WHEN coalesce(no, false) THEN 'no'
         WHEN e.status IN ['planned', 'proposed'] THEN 'plan'
         WHEN e.status = 'suspended' THEN 'suspended'
         WHEN coalesce(yes, false) THEN 'yes'
         ELSE 'perhaps'
       END AS answer
"""


@pytest.fixture(scope="module")
def facts() -> Network:
    return cases_network()


def test_the_cases_cover_the_rule() -> None:
    assert len(CASES) >= 80
    assert len({case.id for case in CASES}) == len(CASES)
    assert {case.answer for case in CASES} == set(ANSWERS)
    assert {case.status for case in CASES} == set(STATUSES)
    assert {case.asked for case in CASES} == {"as_of", "from-to", "began", "ended"}
    partnerships = set(STANDARD.partnership_types)
    assert {case.type for case in CASES} == partnerships
    assert all(STANDARD.happens(case.type, case.unit) == (case.kind == "happening") for case in CASES)
    assert min(Counter((case.kind, case.answer) for case in CASES if case.answer in {"yes", "no"}).values()) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_frames_answer_as_a_person_does(facts: Network, case: Case) -> None:
    edges = facts.edges[facts.edges["id"] == case.id]
    said = answer(edges, facts.vocabulary, **case.question)
    told = {"yes": said.yes, "no": said.no, "perhaps": said.perhaps, "plan": said.planned, "suspended": said.suspended}
    assert [name for name, mask in told.items() if mask.tolist() == [True]] == [case.answer]


def test_every_engine_answers_as_a_person_does(database: Database, facts: Network, tmp_path: Path) -> None:
    load(database, facts, make_loader("cases", tmp_path))
    asked = [{"id": case.id, "asked": case.asked, "first": case.days[0], "last": case.days[1]} for case in CASES]
    rows = database.read(ASKED_IN_CYPHER, {"cases": asked})
    assert {row["id"]: row["answer"] for row in rows} == {case.id: case.answer for case in CASES}
    back = read_network(database)
    columns = ["id", *FOUR_DAYS]
    ordered = facts.edges.sort_values("id", ignore_index=True)
    assert back.edges[columns].to_dict("list") == ordered[columns].to_dict("list")
