"""The formats that a Network can be written in, and the one way to write it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partnergraph.errors import UsageError
from partnergraph.export import csv_folder, cypher, gexf, graphml, node_link, pajek, parquet, workbook
from partnergraph.files import new_file, new_folder
from partnergraph.naming import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import ModuleType

    from partnergraph.network import Network

#: By what the sheet `rankings` of a workbook ranks where nothing else is asked for.
DEFAULT_MEASURES: Final = ("degree",)


@dataclass(frozen=True)
class Format:
    """A format to write.

    Attributes:
        suffix: How its files end.
        name: What it is called.
        module: Where it is written; the module's docstring says for whom it is and what it cannot carry.
        carries_all: Whether the same Network can be read back.
        is_folder: Whether a folder of files is written.
    """

    suffix: str
    name: str
    module: ModuleType
    carries_all: bool = True
    is_folder: bool = False

    @property
    def cannot_carry(self) -> str:
        """What is lost, in the words of the module's docstring."""
        return " ".join((self.module.__doc__ or "").partition("Cannot carry: ")[2].split())


FORMATS: Final[Mapping[str, Format]] = {
    each.suffix: each
    for each in (
        Format(".graphml", "GraphML", graphml),
        Format(".gexf", "GEXF", gexf),
        Format(".json", "node-link JSON", node_link),
        Format(".csv", "CSV folder", csv_folder, is_folder=True),
        Format(".xlsx", "Excel workbook", workbook),
        Format(".parquet", "Parquet folder", parquet, is_folder=True),
        Format(".cypher", "Cypher script", cypher, carries_all=False),
        Format(".net", "Pajek", pajek, carries_all=False),
    )
}


def find_format(path: Path | str) -> Format:
    """Return the format that a path asks for by its suffix; a folder, or a path that ends with a slash, means CSV.

    Args:
        path: Where to write.

    Raises:
        UsageError: No format has this suffix.
    """
    target = Path(path)
    suffix = target.suffix.casefold()
    if suffix in FORMATS:
        return FORMATS[suffix]
    if str(path).endswith(("/", "\\")) or (not suffix and target.is_dir()):
        return FORMATS[".csv"]
    what = f"no format is called {suffix!r}" if suffix else f"{str(path)!r} does not say the format by its ending"
    raise UsageError(f"{what}; {hint(suffix, FORMATS)}")


def export(
    network: Network,
    path: Path | str,
    *,
    by: Collection[str] = DEFAULT_MEASURES,
    within: str | None = None,
    guard: bool = True,
) -> Path:
    """Write a Network in the format that the path's suffix names; nothing half-written is ever left there.

    Args:
        network: What to write.
        path: A file that ends with `.graphml`, `.gexf`, `.json`, `.xlsx`, `.cypher` or `.net`; with `.csv` a folder
            called so without the ending, or a folder; with `.parquet` a folder of that name. Missing folders are made,
            an earlier export is replaced.
        by: Measures of the sheet `rankings` of a workbook.
        within: A type of places, such as Region, for the measures among them that ask for one.
        guard: In CSV, make cells harmless that a spreadsheet would run as a formula; see `csv_folder`.

    Returns:
        The file or folder that was written.

    Raises:
        UsageError: There is no such format, measure or type of places, the path cannot be written to or holds something
            else, or the format cannot hold the network.
    """
    chosen = find_format(path)
    target = Path(path)
    if chosen.suffix == ".csv":
        target = target.with_suffix("") if target.suffix.casefold() == ".csv" else target
        csv_folder.require_loader_name(target.resolve())
        with new_folder(target, csv_folder.FILES) as folder:
            csv_folder.write_csv_folder(network, folder, guard=guard)
        return target
    if chosen.suffix == ".parquet":
        with new_folder(target, parquet.FILES) as folder:
            parquet.write_parquet(network, folder)
        return target
    write = _file_writer(network, chosen, by, within)
    with new_file(target) as part:
        write(part)
    return target


def _file_writer(network: Network, chosen: Format, by: Collection[str], within: str | None) -> Callable[[Path], None]:
    writers: Mapping[str, Callable[[Network, Path], None]] = {
        ".graphml": graphml.write_graphml,
        ".gexf": gexf.write_gexf,
        ".json": node_link.write_node_link,
        ".cypher": cypher.write_cypher,
        ".net": pajek.write_pajek,
    }
    if chosen.suffix in writers:
        return partial(writers[chosen.suffix], network)
    from partnergraph.analysis.rankings.rank import rank  # noqa: PLC0415  only a workbook carries rankings

    return partial(workbook.write_workbook, network, rankings=rank(network, by=list(by), within=within))
