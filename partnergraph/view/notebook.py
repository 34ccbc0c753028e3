"""The page inside a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from partnergraph.errors import UsageError
from partnergraph.view.data.heading import title_of
from partnergraph.view.page import page_text

if TYPE_CHECKING:
    import pandas as pd

    from partnergraph.network import Network

#: What the frame may do: run the page's own scripts, save what is taken away, open a source's link in a window. It has
#: no origin: neither the notebook nor its server's cookies are within its reach.
ALLOWED = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox allow-modals"


class InlinePage:
    """A page that a notebook shows in a frame; the frame holds all of it, so that a saved notebook still shows it.

    Attributes:
        title: The page's heading.
        height: The frame's height in pixels.
    """

    def __init__(self, text: str, *, title: str, height: int, summary: str) -> None:
        self._text = text
        self._summary = summary
        self.title = title
        self.height = height

    def __repr__(self) -> str:
        return f"{self.title}: {self._summary}"

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="{escape(self.title)}" sandbox="{ALLOWED}" width="100%" height="{self.height}" '
            f'style="border:1px solid #ccc;border-radius:8px" srcdoc="{escape(self._text)}"></iframe>'
        )


def show(
    network: Network,
    *,
    title: str | None = None,
    height: int = 640,
    hubs: pd.DataFrame | None = None,
    cut: str | None = None,
) -> InlinePage:
    """Show a network as its interactive page inside a notebook.

    Args:
        network: What to show.
        title: The heading; where not given, the loader's title, if there is only one.
        height: The frame's height in pixels, 200 or more.
        hubs: A ranking to show beside the picture; see `render`.
        cut: What of a larger network this is; see `render`.

    Returns:
        The page; a notebook displays it where it is a cell's last value, `display(show(...))` anywhere.

    Raises:
        UsageError: The height is too small, or the ranking tells no nodes.
    """
    if height < 200:
        raise UsageError(f"a height of {height} pixels shows nothing; give 200 or more")
    title = title or title_of(network)
    summary = f"{len(network.nodes)} nodes, {len(network.edges)} facts"
    return InlinePage(page_text(network, title=title, hubs=hubs, cut=cut), title=title, height=height, summary=summary)
