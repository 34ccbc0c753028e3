"""What is wrong with a loader.toml, its manifest or its mapping, gathered so that all of it is said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partnergraph.errors import Finding
from partnergraph.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class Faults:
    """The faults of one loader.toml; each names the key."""

    def __init__(self, file: str) -> None:
        self.findings: list[Finding] = []
        self.file_problems: list[str] = []
        self._file = file

    def add(self, key: str, problem: str, found: str = "", near: str = "") -> None:
        """Note one fault at a key such as mapping.nodes.town.name."""
        self.findings.append(Finding(f"{self._file} [{key}]", 0, "", found, problem, near))

    def add_file(self, key: str, problem: str) -> None:
        """Note that a table file cannot be read."""
        self.file_problems.append(problem)
        self.add(key, problem)

    def add_unknown(self, key: str, what: str, found: str, names: Iterable[str]) -> None:
        """Note a name that there is not, with all there are and the nearest."""
        listed = list(names)
        shown = ", ".join(listed[:40]) + (" ..." if len(listed) > 40 else "")
        self.add(key, f"{what}; known: {shown or 'none'}", found, nearest(found, listed))

    def only_known(self, key: str, given: Mapping[str, Any], names: Collection[str]) -> None:
        """Note every key that is none; `key` is "" at the top of the file."""
        for name in given:
            if name not in names:
                self.add_unknown(f"{key}.{name}" if key else name, "unknown key", name, names)

    def text(self, key: str, given: Any, default: str = "") -> str:  # noqa: ANN401  TOML can hold anything
        """Return a text, noting what is none; a number is taken as written."""
        if given is None:
            return default
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            return str(given)
        if not isinstance(given, str):
            self.add(key, "this must be a text in quotes", str(given))
            return default
        return given

    def texts(self, key: str, given: Any) -> tuple[str, ...]:  # noqa: ANN401
        """Return one text or a list of texts as a tuple, noting what is neither."""
        if given is None:
            return ()
        if isinstance(given, list):
            return tuple(self.text(key, item) for item in given)
        return (self.text(key, given),)

    def flag(self, key: str, given: Any, *, default: bool) -> bool:  # noqa: ANN401
        """Return true or false, noting what is neither."""
        if given is None:
            return default
        if not isinstance(given, bool):
            self.add(key, "this must be true or false, without quotes", str(given))
            return default
        return given

    def number(self, key: str, given: Any, default: float | None) -> float | None:  # noqa: ANN401
        """Return a number, noting what is none."""
        if given is None:
            return default
        if isinstance(given, bool) or not isinstance(given, (int, float)) or given != given:  # noqa: PLR0124  NaN
            self.add(key, "this must be a number, without quotes", str(given))
            return default
        return float(given)

    def table(self, key: str, given: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Return a table of TOML, noting what is none."""
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.add(key, f"this is not a table; write [{key}] and its keys on the lines below", str(given))
            return {}
        return given

    def tables(self, key: str, given: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401
        """Return a list of tables of TOML, noting what is none."""
        if given is None:
            return []
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            self.add(key, f"this is no list of tables; write [[{key}]] and its keys on the lines below", str(given))
            return []
        return given
