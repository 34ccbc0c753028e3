"""A real Neo4j community server for the tests: its jars by Maven, on loopback, with authentication on."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import neo4j
from filelock import FileLock
from neo4j.exceptions import DriverError, Neo4jError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
_READY_WITHIN: Final = 120.0
#: Neo4j 2026 waits 80 s for a transaction that somebody leaves open.
_STOPPED_WITHIN: Final = 60.0
#: As the tests were started: they take NEO4J_* out of their own environment.
_ENVIRONMENT: Final = dict(os.environ)
#: The program in the collected jars that sets the first password.
_ADMIN: Final = "org.neo4j.cli.AdminTool"


@dataclass(frozen=True)
class Release:
    """A release of the server, and how it is started.

    Attributes:
        version: In Maven Central.
        server: The class that is the server.
        java: The Java versions it runs on, the oldest and the newest.
        language: The Cypher that queries are read as where they do not say it; "" for the only one there is.
    """

    version: str
    server: str
    java: tuple[int, int]
    language: str = ""


LONG_TERM: Final = Release("5.26.30", "org.neo4j.server.CommunityEntryPoint", (17, 21))
#: The engines that a database test runs on, beside the embedded one.
RELEASES: Final = {
    "neo4j-5.26": LONG_TERM,
    "neo4j-2026-cypher-5": Release("2026.08.1", "org.neo4j.server.Neo4jCommunity", (21, 25), "CYPHER_5"),
    "neo4j-2026-cypher-25": Release("2026.08.1", "org.neo4j.server.Neo4jCommunity", (21, 25), "CYPHER_25"),
}


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        address: Host and port where it speaks Bolt.
        password: Of the user.
        username: Whom to sign in as.
    """

    address: str
    password: str
    username: str = "neo4j"

    def uri(self, scheme: str = "bolt") -> str:
        return f"{scheme}://{self.address}"

    def environment(self, scheme: str = "bolt") -> dict[str, str]:
        """The variables that send partnergraph here."""
        return {"NEO4J_URI": self.uri(scheme), "NEO4J_USERNAME": self.username, "NEO4J_PASSWORD": self.password}


def given_server() -> Server | None:
    """Return the server that NEO4J_URI names, None where it names none.

    Tests empty their database, so a server that already holds something is refused.
    """
    uri = _ENVIRONMENT.get("NEO4J_URI")
    if not uri:
        return None
    server = Server(
        uri.partition("://")[2], _ENVIRONMENT.get("NEO4J_PASSWORD", ""), _ENVIRONMENT.get("NEO4J_USERNAME", "neo4j")
    )
    with neo4j.GraphDatabase.driver(uri, auth=(server.username, server.password)) as driver:
        records, _, _ = driver.execute_query("MATCH (n) RETURN count(n) AS held", database_="neo4j")
    if records[0]["held"]:
        raise RuntimeError(f"the server at {uri} is not empty; the tests would delete what it holds")
    return server


def why_not(release: Release = LONG_TERM) -> str:
    """Say what is missing for a server of our own; "" where nothing is."""
    if shutil.which("mvn") is None:
        return "no Neo4j: Maven is not installed, and NEO4J_URI not set"
    if find_java(release) is None:
        return f"no Neo4j {release.version}: no Java {release.java[0]} to {release.java[1]} is installed"
    return ""


@cache
def find_java(release: Release) -> Path | None:
    """Return a Java that the release runs on: of JAVA_HOME, the path, or the folders where systems put them."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [Path(found).resolve().parents[1] for found in [shutil.which("java")] if found]
    homes += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    homes += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"), reverse=True)
    for home in homes:
        java = home / "bin" / "java"
        if java.is_file() and release.java[0] <= java_version(java) <= release.java[1]:
            return java
    return None


@cache
def java_version(java: Path) -> int:
    """Return the main version number of a Java, 0 where it does not tell."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', told)
    return int(match.group(1)) if match else 0


def collect_jars(version: str = LONG_TERM.version) -> Path:
    """Return the folder with the server's jars, collected by Maven the first time."""
    cache_folder = Path(os.environ.get("PARTNERGRAPH_TEST_CACHE", ROOT / ".cache"))
    home = cache_folder / f"neo4j-{version}"
    cache_folder.mkdir(parents=True, exist_ok=True)
    with FileLock(cache_folder / f"neo4j-{version}.lock"):
        if not (home / "lib").is_dir():
            fresh = cache_folder / f"neo4j-{version}.new"
            shutil.rmtree(fresh, ignore_errors=True)
            command = [
                "mvn",
                "-q",
                "-B",
                "-f",
                str(Path(__file__).with_name("pom.xml")),
                "dependency:copy-dependencies",
            ]
            options = [f"-Dneo4j.version={version}", "-DincludeScope=runtime", f"-DoutputDirectory={fresh / 'lib'}"]
            subprocess.run([*command, *options], check=True, timeout=900)
            fresh.rename(home)
    return home / "lib"


def collect_all_jars() -> None:
    """Collect the jars of all releases that can run here."""
    for release in RELEASES.values():
        if not why_not(release):
            collect_jars(release.version)


class Instance:
    """A server with its data in a folder: can be stopped and started again in place, at the same address.

    Attributes:
        server: Where it is to be spoken to, while it runs.
    """

    def __init__(
        self, folder: Path, release: Release = LONG_TERM, *, heap: str = "700m", page_cache: str = "100m"
    ) -> None:
        """Lay out the folder; nothing is started yet. The arguments are those of `running_server`."""
        self.server = Server(f"127.0.0.1:{_free_port()}", secrets.token_hex(16))  # urlsafe may begin with a hyphen
        self._folder = folder
        self._release = release
        self._process: subprocess.Popen[bytes] | None = None
        self._configuration = folder / "conf"
        self._environment = {**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(self._configuration)}
        jars = collect_jars(release.version)
        self._java = [str(find_java(release) or "java"), f"-Xmx{heap}", "-cp", f"{jars}/*"]
        self._configure(heap, page_cache)
        subprocess.run(
            [*self._java, _ADMIN, "dbms", "set-initial-password", self.server.password],
            env=self._environment,
            check=True,
            capture_output=True,
            timeout=120,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *self._java,
                    self._release.server,
                    f"--home-dir={self._folder}",
                    f"--config-dir={self._configuration}",
                ],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        _wait_until_ready(self.server, self._process, self._log)

    def stop(self) -> bool:
        """Ask it to end, and wait until it has; tell whether it did by itself, or waited too long and was killed."""
        if self._process is None:
            return True
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=60)
            return False
        return True

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def _configure(self, heap: str, page_cache: str) -> None:
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": self.server.address,
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.heap.max_size": heap,
            "server.memory.pagecache.size": page_cache,
            "dbms.usage_report.enabled": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
        }
        if self._release.language:
            settings["db.query.default_language"] = self._release.language
        self._configuration.mkdir(parents=True)
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        (self._configuration / "neo4j.conf").write_text("".join(lines), encoding="utf-8")


@contextmanager
def running_server(
    folder: Path, release: Release = LONG_TERM, *, heap: str = "700m", page_cache: str = "100m"
) -> Iterator[Server]:
    """Run a server whose data lie in a folder, until the block ends.

    Args:
        folder: Made if need be.
        release: Which one.
        heap: How much memory its Java may take, `700m` or `2g`.
        page_cache: How much it may take for the pages of its files.
    """
    with running_instance(Instance(folder, release, heap=heap, page_cache=page_cache)) as server:
        yield server


@contextmanager
def running_instance(instance: Instance) -> Iterator[Server]:
    """Run a server until the block ends; it may be stopped and started again meanwhile."""
    try:
        instance.start()
        yield instance.server
    finally:
        instance.stop()


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while True:
        try:
            with neo4j.GraphDatabase.driver(server.uri(), auth=("neo4j", server.password)) as driver:
                driver.execute_query("RETURN 1", database_="neo4j")
        except (DriverError, Neo4jError, OSError) as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Neo4j did not start:\n{log.read_text(errors='replace')[-3000:]}") from error
            time.sleep(0.3)
        else:
            return


def _free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
