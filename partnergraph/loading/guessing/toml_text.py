"""Lines of TOML with remarks behind them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from partnergraph.loading.guessing.column_roles import Sureness

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Names of files that others of the same kind go on: contracts_2023, contracts-2024-01.
_DATED: Final = re.compile(r"(?<=[^\d])(?:19|20)\d{2}(?:[-_. ]?(?:\d{1,2}|[qQ]\d))?(?:[-_. ]?\d{1,2})?(?=\D*$)")


def quoted(text: str) -> str:
    """Return a text as TOML writes it; what JSON leaves as it is and TOML does not is escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def plain(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(plain(item) for item in value)}]"
    if isinstance(value, Inline):
        return value.text
    return str(value) if isinstance(value, int) else quoted(str(value))


class Inline:
    """A table within a line, already written."""

    def __init__(self, text: str) -> None:
        self.text = text


def value_of(column: str, keys: Mapping[str, object] | None = None) -> str:
    """Return the value that takes a column, with further keys where there are any."""
    parts = [f"column = {quoted(column)}", *(f"{name} = {plain(value)}" for name, value in (keys or {}).items())]
    return f"{{{', '.join(parts)}}}"


def as_template(text: str) -> str:
    """Return a text so that none of it is taken for a column."""
    return text.replace("{", "{{").replace("}", "}}")


def one_line(text: str) -> str:
    """Return a text that can stand in a comment: no line ends, no control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def remark(sureness: Sureness, why: str) -> str:
    """Return what stands behind a line: what is sure needs no remark."""
    if sureness is Sureness.sure:
        return ""
    return f"LOOK: {why}" if why else "LOOK"


class Lines:
    """Lines as they are gathered."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def head(self, name: str) -> None:
        """Begin a table."""
        self.lines += ["", name]

    def say(self, text: str) -> None:
        """Write a comment."""
        self.lines.append(f"# {one_line(text)}".rstrip())

    def set(self, key: str, value: str, told: str = "", *, question: bool = False) -> None:
        """Write a key; a question is a comment until somebody takes the # away."""
        line = f"{'# ' if question else ''}{key} = {value}"
        self.lines.append(f"{line}  # {one_line(told)}" if told else line)


def others_of(file: str) -> str:
    """Return the pattern of files that go on one whose name ends in a date: `contracts_*.csv`; "" for none."""
    match = _DATED.search(file.rpartition(".")[0])
    if not match or any(sign in file for sign in "*?["):
        return ""
    return f"{file[: match.start()]}*{file[match.end() :]}"
