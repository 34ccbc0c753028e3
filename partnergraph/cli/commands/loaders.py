"""The command `partnergraph loaders`: the catalogue of what can be loaded by name."""

from __future__ import annotations

from partnergraph.cli.options import Format, FormatOption


def loaders(style: FormatOption = Format.table) -> None:
    """List the loaders that can be named: this project's own, then those that travel with partnergraph.

    A loader that build does not take is loaded where it is asked for: partnergraph load NAME.

    Example: partnergraph loaders
    """
    from partnergraph.cli.printing import print_rows
    from partnergraph.content import carried_folder
    from partnergraph.errors import PartnergraphError
    from partnergraph.loading.catalogue import default_loaders, find_loaders, open_loader
    from partnergraph.messages import say

    carried, taken = carried_folder("loaders"), set(default_loaders())
    rows: list[tuple[str, ...]] = []
    for name, folder in find_loaders().items():
        try:
            loader = open_loader(folder)
        except PartnergraphError as error:
            say(f"note: {name} cannot be used: {error}")
            continue
        home = "partnergraph" if folder.parent.resolve() == carried.resolve() else "this project"
        rows.append((name, loader.title, loader.licence, loader.when, home, "yes" if folder in taken else "no"))
    print_rows(("loader", "title", "licence", "when", "of", "build takes it"), rows, style.value)
