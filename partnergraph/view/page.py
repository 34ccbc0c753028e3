"""The page: a network as one self-contained HTML file that asks nothing of any other file or host."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from partnergraph.files import new_file
from partnergraph.view.data.contents import contents
from partnergraph.view.data.heading import DEFAULT_TITLE, about, span_of, title_of
from partnergraph.view.data.packing import packed
from partnergraph.view.data.picture import drawing
from partnergraph.view.layout.discs import arrange, is_large
from partnergraph.view.map.sheet import map_contents
from partnergraph.view.scripts import own_script

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import pandas as pd

    from partnergraph.network import Network

#: The page's own styles, later ones above earlier ones.
STYLES: Final = ("panel", "page", "map", "takeaway")
#: Characters that could end the data block, start a comment in it, or break it as a script or as UTF-8.
UNSAFE_IN_DATA: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
#: What the browser itself would read as something other than text, in a title that goes into markup.
UNSAFE_IN_TITLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def render(
    network: Network,
    path: Path | str,
    *,
    title: str | None = None,
    hubs: pd.DataFrame | None = None,
    cut: str | None = None,
) -> Path:
    """Write a network as one interactive HTML file.

    The file holds its scripts, styles and data; opened from disk or from a server it sends no request. The same
    network gives the same bytes.

    Args:
        network: What to show.
        path: Where to write; missing folders are made, a file that stands there is replaced.
        title: The heading and the window's title; where not given, that of the loader, if there is only one.
        hubs: A ranking to show before those by the page's own measures: one row a node, which a column `id` or `name`
            tells, the other columns as they are. Without it the first one is by number of partners, as `rank` has it.
        cut: What of a larger network this is, and by which rule; the page says it beside the counts.

    Returns:
        The path of the file.

    Raises:
        UsageError: The ranking tells no nodes, or the file cannot be written.
    """
    target = Path(path)
    page = page_text(network, title=title, hubs=hubs, cut=cut)
    with new_file(target) as part:
        part.write_bytes(page.encode("utf-8"))
    return target


def page_text(
    network: Network, *, title: str | None = None, hubs: pd.DataFrame | None = None, cut: str | None = None
) -> str:
    """Return the page of a network as HTML; see `render`."""
    title = UNSAFE_IN_TITLE.sub(" ", title or title_of(network)).strip() or DEFAULT_TITLE
    made = UNSAFE_IN_TITLE.sub(" ", about(network))
    arrangement = arrange(network) if is_large(network) else None
    data = contents(network, title=title, hubs=hubs, found=arrangement.communities if arrangement else None)
    picture = drawing(network, arrangement.places if arrangement else None)
    data["drawing"] = {"nodes": packed(picture.nodes), "edges": packed(picture.edges), "options": picture.options}
    data |= {table: packed(data[table]) for table in ("nodes", "facts", "sources")}
    if arrangement:
        data["bubbles"] = {
            "discs": [asdict(bubble) for bubble in arrangement.bubbles],
            "apart": asdict(arrangement.apart),
        }
    data["map"] = map_contents(network)
    if cut:
        data["cut"] = cut
    if made:
        data["about"] = made
    assets = files("partnergraph.view") / "assets"
    library, library_style = _library()
    scripts = [library, own_script()]
    styles = [library_style, *(_text(assets / f"{name}.css") for name in STYLES)]
    # StrictUndefined: a slip in the template is an error here, not a hole in the page.
    template = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(
        _text(assets / "page.html")
    )
    return template.render(
        title=title,
        policy=_policy(scripts, styles),
        scripts=[Markup(_unbroken(script, "script")) for script in scripts],  # noqa: S704  our own and vis-network's
        styles=[Markup(_unbroken(style, "style")) for style in styles],  # noqa: S704
        data=Markup(as_data(data)),  # noqa: S704  as_data leaves no markup character
        nodes=len(network.nodes),
        facts=len(network.edges),
        sources=len(network.sources),
        span=span_of(network),
        about=made,
        cut=UNSAFE_IN_TITLE.sub(" ", cut or ""),
    )


def as_data(value: Any) -> str:  # noqa: ANN401  anything JSON can hold
    """Return a value as JSON that may stand inside a script element, whatever its texts say.

    Args:
        value: The value; NaN and infinity are refused.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return UNSAFE_IN_DATA.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _policy(scripts: list[str], styles: list[str]) -> str:
    """Return the Content-Security-Policy: these scripts and styles run, nothing is fetched, nothing is sent."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_digest, scripts))}",
            f"style-src {' '.join(map(_digest, styles))}",
            "img-src data: blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _library() -> tuple[str, str]:
    """Return vis-network's script and style as the installed pyvis carries them."""
    folders = [folder for folder in (files("pyvis") / "lib").iterdir() if folder.name.startswith("vis-")]
    newest = max(folders, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.name)])
    script = _text(newest / "vis-network.min.js")
    # A browser's developer tools would ask for the map.
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    # The embedded pictures belong to toolbars that the page does not use: 200 KB.
    style = re.sub(r"url\(\s*\"?data:[^)]*\)", "none", _text(newest / "vis-network.css"))
    return script, style


def _text(file: Traversable) -> str:
    """Read an asset; line ends as the browser will see them, since the policy's digests are made of that text."""
    return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _unbroken(text: str, element: str) -> str:
    """Return a script or style, once it is certain that nothing in it ends its element early."""
    if f"</{element}" in text.lower() or "<!--" in text:
        raise AssertionError(f"an inlined {element} holds an end tag or a comment")
    return text
