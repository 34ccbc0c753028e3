"""Guesses written down as loader.toml: every line says how sure it is, every question waits as a comment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from partnergraph.loading.guessing.mapping_toml import MappingWriter
from partnergraph.loading.guessing.result import Guess
from partnergraph.loading.guessing.toml_text import Lines, quoted
from partnergraph.loading.guessing.type_words import DECLARED

if TYPE_CHECKING:
    from collections.abc import Sequence


def loader_toml(guesses: Guess | Sequence[Guess], *, title: str) -> str:
    """Write guesses as the text of a loader.toml, a mapping each.

    Args:
        guesses: The guess from one table, or from several; the tables lie beside the file under their own names.
        title: What the source is called.
    """
    all_of_them = [guesses] if isinstance(guesses, Guess) else list(guesses)
    lines, lookups = Lines(), Lookups()
    files = " and ".join(dict.fromkeys(guess.table.file for guess in all_of_them))
    lines.say(f"How {files} becomes a network: a guess from its header and its rows.")
    lines.say("LOOK marks what may be wrong. A line with # in front does nothing until you take the # away.")
    lines.say("")
    lines.set("title", quoted(title), "LOOK: what the table is called")
    lines.set("licence", quoted("not stated"), "LOOK: CC BY 4.0, CC0, internal use ...")
    lines.set("who", quoted("not stated"), "LOOK: who made it")
    lines.set("when", quoted(str(date.today().year)), "LOOK: the year it was made")
    lines.set("geonames", "true", "a town without coordinates stands where GeoNames has the only one of its name")
    lines.set("guessed", "true", "take this line away when all is right: then build withdraws, and replaces no more")
    for name in dict.fromkeys(guess.tie.name for guess in all_of_them if guess.tie.name in DECLARED):
        lines.head(f"[edge_types.{name}]")
        lines.lines += DECLARED[name].splitlines()
    if any(_has_population(guess) for guess in all_of_them):
        lines.head("[extra_columns.nodes]")
        lines.set("population", quoted("number"), "a column that the tables do not have by themselves")
    for guess in all_of_them:
        MappingWriter(guess, lines, lookups).write()
    for name, words in lookups.tables.items():
        lines.lines += ["", f"[lookups.{name}]", *words]
    return "\n".join(lines.lines) + "\n"


def _has_population(guess: Guess) -> bool:
    placed = [each for party in guess.parties for each in party.fields.values()]
    placed += [each for key, each in guess.questions if key]
    return any(each.field == "population" for each in placed)


class Lookups(dict[str, str]):
    """The lookups that the values of all mappings need."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[str]] = {}

    def add(self, name: str, words: Sequence[tuple[str, str, str]]) -> str:
        """Add words to a lookup, and return its name; where a word means something else already, it is another one.

        Args:
            name: The name that it gets if it can.
            words: Each word, what it stands for, and what is remarked of it.
        """
        number = 1
        while True:
            called = name if number == 1 else f"{name}_{number}"
            meanings = {word.casefold(): meaning for word, meaning, _ in words}
            if all(self.get(f"{called} {word}", meaning) == meaning for word, meaning in meanings.items()):
                break
            number += 1
        lines = self.tables.setdefault(called, [])
        for word, meaning, told in words:
            if f"{called} {word.casefold()}" not in self:
                self[f"{called} {word.casefold()}"] = meaning
                lines.append(f"{quoted(word)} = {quoted(meaning)}" + (f"  # {told}" if told else ""))
        return called
