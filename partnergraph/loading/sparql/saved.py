"""The table [sparql] of a loader.toml: where the answer comes from, now or on another day.

    [sparql]
    endpoint = "https://query.wikidata.org/sparql"
    query = "twinnings.rq"       # a file beside the loader.toml
    parts = "countries.rq"       # optional: asked first; the query is then asked once for each of its rows
    page = 2000                  # rows a page
    keep_days = 30               # how long an answer is good; after that it is asked for anew
    saved = "saved.json"         # optional: an answer beside the loader.toml, for days without a network
    contact = "me@example.org"   # optional: for the endpoint's operators; PARTNERGRAPH_CONTACT where not given

An answer is kept under .partnergraph/sparql of the current folder; a run that breaks off goes on where it was. Where
nothing can be asked, an answer that is older than `keep_days` serves, then the saved one; which one it was is said.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partnergraph.errors import InputError, UsageError
from partnergraph.files import new_file, private_folder, read_text
from partnergraph.loader import own_file
from partnergraph.loading.mapping.faults import Faults
from partnergraph.loading.sparql.endpoint import Answer, Endpoint, EndpointError, Patience, address_fault
from partnergraph.loading.sparql.paging import Question, whole_answer
from partnergraph.messages import say

if TYPE_CHECKING:
    from collections.abc import Mapping

CACHE: Final = Path(".partnergraph") / "sparql"
_DAY: Final = 86_400.0
_TEXTS: Final = ("endpoint", "query", "parts", "saved", "contact")
_NUMBERS: Final = {"page": 2000.0, "keep_days": 30.0}


@dataclass(frozen=True)
class Asking:
    """The table [sparql] of a loader.toml.

    Attributes:
        endpoint: The address.
        question: What is asked.
        keep_days: How long an answer is good.
        saved: An answer that came with the loader, or None.
        contact: For the endpoint's operators.
    """

    endpoint: str
    question: Question
    keep_days: float
    saved: Path | None
    contact: str

    @property
    def key(self) -> str:
        """A name for the answer that changes with whatever is asked."""
        parts = (self.endpoint, self.question.query, self.question.parts, str(self.question.page))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def asking(declared: Mapping[str, Any], folder: Path, faults: Faults) -> Asking | None:
    """Read the table [sparql], noting every fault; None where there is one.

    Args:
        declared: The table.
        folder: The loader's.
        faults: Of the loader.toml.
    """
    before = len(faults.findings)
    faults.only_known("sparql", declared, (*_TEXTS, *_NUMBERS))
    texts = {key: faults.text(f"sparql.{key}", declared.get(key)).strip() for key in _TEXTS}
    for key in _TEXTS:
        is_blank = isinstance(declared.get(key, ""), str) and not texts[key]
        if is_blank and (key in declared or key in {"endpoint", "query"}):
            faults.add(f"sparql.{key}", "this is missing")
    if texts["endpoint"] and (fault := address_fault(texts["endpoint"])):
        faults.add("sparql.endpoint", fault, "" if "password" in fault else texts["endpoint"])
    numbers = {}
    for key, default in _NUMBERS.items():
        numbers[key] = faults.number(f"sparql.{key}", declared.get(key), default) or 0.0
        if numbers[key] <= 0:
            faults.add(f"sparql.{key}", "this must be a number above 0", str(declared[key]))
    if not numbers["page"].is_integer():
        faults.add("sparql.page", "this must be a whole number", str(declared["page"]))
    queries = {key: _query(folder, texts[key], f"sparql.{key}", faults) for key in ("query", "parts") if texts[key]}
    if texts["saved"]:
        try:
            own_file(folder, texts["saved"])
        except UsageError as error:
            faults.add("sparql.saved", str(error))
    if len(faults.findings) > before:
        return None
    return Asking(
        endpoint=texts["endpoint"],
        question=Question(queries["query"], int(numbers["page"]), queries.get("parts", "")),
        keep_days=numbers["keep_days"],
        saved=folder / texts["saved"] if texts["saved"] else None,
        contact=texts["contact"],
    )


def _query(folder: Path, name: str, key: str, faults: Faults) -> str:
    """Read a query; what it says is sent to the endpoint, so it can be no file but the loader's own."""
    try:
        return read_text(own_file(folder, name))
    except UsageError as error:
        faults.add(key, str(error))
        return ""


def _asking(declared: Mapping[str, Any], folder: Path, where: str) -> Asking:
    faults = Faults(Path(where).name)
    asked = asking(declared, folder, faults)
    if asked is None:
        raise InputError(faults.findings, where=where)
    return asked


def saved_result(
    declared: Mapping[str, Any],
    folder: Path,
    *,
    where: str,
    patience: Patience | None = None,
    cache: Path = CACHE,
    ask: bool = True,
) -> Path:
    """Return a file with the whole answer in the SPARQL 1.1 results format in JSON.

    Args:
        declared: The table [sparql] of a loader.toml.
        folder: The loader's.
        where: The manifest, for messages.
        patience: How long to wait for the endpoint.
        cache: Where answers are kept.
        ask: Whether the endpoint may be asked; where not, an answer of any age has to serve.

    Raises:
        InputError: The table or a query cannot be used; it carries every fault.
        UsageError: The endpoint may not be asked, and there is no answer yet.
        EndpointError: There is neither an answer nor one saved before.
    """
    asked = _asking(declared, folder, where)
    kept = _kept(asked, cache)
    if _is_good(kept, asked):
        return kept
    if not ask:
        if older := _older(asked, kept):
            return older
        raise UsageError(
            f"there is no answer of {asked.endpoint} yet, and a check asks no address unless it is told to: "
            "say --ask, or name an answer with --data"
        )
    endpoint = Endpoint(asked.endpoint, asked.contact, patience)
    if cache == CACHE:
        private_folder(cache.parent)  # the database's folder too, whoever makes it first
    try:
        _keep(_ask(asked, endpoint, cache / asked.key), kept)
    except EndpointError as error:
        older = _older(asked, kept)
        if older is None:
            advice = f"save its answer as {asked.saved}, or name it with --data" if asked.saved else "try again later"
            raise EndpointError(f"{error}; nothing was saved before: {advice}") from None
        day = datetime.fromtimestamp(older.stat().st_mtime, UTC).date()
        say(f"{error}; reading the answer of {day} instead: {older}")
        return older
    shutil.rmtree(cache / asked.key, ignore_errors=True)
    return kept


def kept_result(declared: Mapping[str, Any], folder: Path, *, where: str, cache: Path = CACHE) -> Path | None:
    """Return the answer that `saved_result` would give without asking; None if it would ask.

    Args:
        declared: The table [sparql] of a loader.toml.
        folder: The loader's.
        where: The manifest, for messages.
        cache: Where answers are kept.

    Raises:
        InputError: The table or a query cannot be used; it carries every fault.
    """
    asked = _asking(declared, folder, where)
    kept = _kept(asked, cache)
    return kept if _is_good(kept, asked) else None


def _kept(asked: Asking, cache: Path) -> Path:
    return cache / f"{asked.key}.json"


def _is_good(kept: Path, asked: Asking) -> bool:
    return kept.is_file() and _age(kept) < asked.keep_days * _DAY


def _older(asked: Asking, kept: Path) -> Path | None:
    """Return an answer of whatever age, or the one that came with the loader."""
    return next((path for path in (kept, asked.saved) if path is not None and path.is_file()), None)


def _ask(asked: Asking, endpoint: Endpoint, folder: Path) -> Answer:
    """Ask for everything; each answer is kept until all are there, so that a run that broke off goes on."""
    told = time.monotonic()

    def ask(query: str) -> Answer:
        page = folder / f"{hashlib.sha256(query.encode()).hexdigest()[:32]}.json.gz"
        if page.is_file() and _age(page) < _DAY:
            return _read_page(page)
        answer = endpoint.ask(query)
        _keep(answer, page)
        return answer

    def tell(progress: str) -> None:
        nonlocal told
        if time.monotonic() - told > 5:
            told = time.monotonic()
            say(f"{endpoint.host}: {progress}")

    return whole_answer(asked.question, ask, tell)


def _age(path: Path) -> float:
    return max(0.0, time.time() - path.stat().st_mtime)


def _keep(answer: Answer, path: Path) -> None:
    """Write an answer, whole or not at all."""
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": answer.bindings}}
    opener = gzip.open if path.suffix == ".gz" else open
    with new_file(path) as part, opener(part, "wt", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)


def _read_page(path: Path) -> Answer:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        document = json.load(file)
    return Answer(tuple(document["head"]["vars"]), document["results"]["bindings"])
