"""Importing the Neo4j driver fast: without the libraries that it uses only where they happen to be installed.

The driver imports NumPy, pandas and PyArrow where they are installed, so that their numbers may be sent as parameters.
That takes longer than the rest of a short command together, and a command that only asks never sends such numbers.
"""

from __future__ import annotations

import sys
from typing import Final

_OPTIONAL: Final = ("numpy", "pandas", "pyarrow")


def import_driver_lightly() -> None:
    """Import the `neo4j` driver, without its optional libraries if none of them is loaded yet.

    For processes of our own command line: in such a process the driver refuses NumPy's and pandas' values as
    parameters. The libraries themselves can be imported afterwards as ever.
    """
    if any(name in sys.modules for name in ("neo4j", *_OPTIONAL)):
        return
    # None in sys.modules makes an import raise ModuleNotFoundError, which is what the driver is prepared for.
    sys.modules.update(dict.fromkeys(_OPTIONAL))  # type: ignore[arg-type]
    try:
        import neo4j  # noqa: F401, PLC0415
    finally:
        for name in _OPTIONAL:
            del sys.modules[name]
