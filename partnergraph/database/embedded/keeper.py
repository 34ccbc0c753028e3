"""The keeper: a small process that starts the embedded engine, lends it out, and stops it when nobody uses it.

Every command that needs the database keeps a connection to the keeper open for as long as it works. The operating
system closes that connection however the command ends, Ctrl-C and SIGKILL included, so the keeper always knows who is
left. When the last one leaves, and nobody asked to keep the engine up, it stops the engine and ends itself.

Talk is one JSON object a line over loopback; it begins with the proofs of `proof.py`, the keeper's first. Run as
`python -m partnergraph.database.embedded.keeper FOLDER`; imports are few, since every command waits for this start.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final

import psutil
from filelock import FileLock, Timeout

from partnergraph.database.embedded.engine import (
    DATABASE,
    LOOPBACK,
    EngineError,
    EngineFiles,
    command_line,
    free_port,
    is_ready,
    make_reader,
    write_configuration,
)
from partnergraph.database.embedded.proof import Proof, is_same, new_word
from partnergraph.database.embedded.running_state import RunningState, read_state, write_state
from partnergraph.database.embedded.store_seal import note_open, require_whole, seal_store
from partnergraph.database.embedded.upgrade import installed_version, make_way_for, note_version

#: How long a keeper waits for its first client before it gives up, and a client's first line may take.
PATIENCE: Final = 10.0
#: How long a new keeper waits for one that is about to end.
_SUCCESSION: Final = 5.0
_START_TIMEOUT: Final = 90.0
_STOP_TIMEOUT: Final = 30.0
_POLL: Final = 0.03


class Keeper:
    """One engine, its clients, and whether it stays up without any."""

    def __init__(self, files: EngineFiles) -> None:
        self.files = files
        self.credentials = files.read_credentials()
        self.leases = 0
        self.kept = False
        self.engine: asyncio.subprocess.Process | None = None
        self.starting: asyncio.Task[None] | None = None
        self.stopping: asyncio.Task[None] | None = None
        self.ports: dict[str, int] = {}
        self.fault = ""
        self.notice = ""
        self.ready = asyncio.Event()
        self.finished = asyncio.Event()
        self.started_at = time.time()

    async def run(self) -> None:
        """Serve clients until the last has left, the engine died, or a signal came."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in its event loop
                loop.add_signal_handler(number, self.finished.set)
        server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.ports["control"] = server.sockets[0].getsockname()[1]
        self._write_state()
        alone = asyncio.create_task(self._leave_if_alone())
        await self.finished.wait()
        alone.cancel()
        server.close()
        await self._stop_engine()

    async def _start_engine(self) -> None:
        """Start the engine and wait until it answers; a fault is kept for the clients that wait."""
        try:
            version = installed_version()
            await asyncio.to_thread(require_whole, self.files)
            self.notice = await asyncio.to_thread(make_way_for, self.files, version)
            await asyncio.to_thread(note_open, self.files)
            secret = write_configuration(self.files, self.credentials["root"])
            self.ports |= {"bolt": free_port(), "http": free_port()}
            with self.files.log.open("ab") as log:
                self.engine = await asyncio.create_subprocess_exec(
                    *command_line(self.files, secret, self.ports["bolt"], self.ports["http"]),
                    cwd=self.files.folder,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    preexec_fn=_end_with_parent if sys.platform == "linux" else None,
                )
            self._write_state()
            await self._wait_until_ready(self.engine)
            await asyncio.to_thread(make_reader, self.ports["http"], self.credentials)
            secret.unlink(missing_ok=True)
            note_version(self.files, version)
        except EngineError as error:
            self.fault = str(error)
        except Exception as error:  # noqa: BLE001  whatever it is, those who wait have to hear of it
            self.fault = f"the embedded database did not start: {type(error).__name__}: {error}".splitlines()[0]
        self.ready.set()
        if self.engine is not None and not self.fault:
            await self.engine.wait()  # it ended by itself: nobody has anything left to use
        else:
            await asyncio.sleep(_POLL * 10)  # those who wait hear of the fault before the door closes
        self.finished.set()

    async def _wait_until_ready(self, engine: asyncio.subprocess.Process) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while not await asyncio.to_thread(is_ready, self.ports["http"]):
            if engine.returncode is not None:
                raise EngineError(f"the embedded database did not start; its log is {self.files.log}")
            if time.monotonic() > deadline:
                raise EngineError(f"the embedded database did not answer in {_START_TIMEOUT:g} s; see {self.files.log}")
            await asyncio.sleep(_POLL)
        # Somebody else may have taken a port between our choice and the engine's start; the password is not for them.
        listening = {
            link.laddr.port
            for link in psutil.Process(engine.pid).net_connections("tcp")
            if link.status == psutil.CONN_LISTEN
        }
        if not {self.ports["bolt"], self.ports["http"]} <= listening:
            raise EngineError("another program took the port of the embedded database; try again")

    def _engine_is_dead(self) -> bool:
        """Look whether the engine was killed a moment ago: the event loop hears of it later than its clients."""
        if self.engine is None or self.engine.returncode is not None:
            return True
        try:
            return psutil.Process(self.engine.pid).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    async def _stop_engine(self) -> None:
        """Stop the engine and seal what it wrote; once, though both the last client and the end ask for it."""
        if self.stopping is None:
            self.stopping = asyncio.create_task(self._stop())
        await asyncio.shield(self.stopping)

    async def _stop(self) -> None:
        if self.engine is not None and self.engine.returncode is None:
            self.engine.terminate()
            try:
                await asyncio.wait_for(self.engine.wait(), _STOP_TIMEOUT)
            except TimeoutError:
                self.engine.kill()  # its write-ahead log survives that
                await self.engine.wait()
            else:
                with contextlib.suppress(EngineError, OSError):  # where the disk is full, it stays noted as open
                    await asyncio.to_thread(seal_store, self.files)
        self.files.state.unlink(missing_ok=True)

    async def _leave_if_alone(self) -> None:
        await asyncio.sleep(PATIENCE)
        if not self.leases and not self.kept:
            self.finished.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client; its lease ends with its connection."""
        leased = False
        try:
            hello = await asyncio.wait_for(self._proven(reader, writer), PATIENCE)
            if hello is None:
                return
            if self.finished.is_set():
                await _send(writer, {"stopping": True})
                return
            if hello.get("want") == "lease":
                leased = True
                self.leases += 1
                if self.starting is None:
                    self.starting = asyncio.create_task(self._start_engine())
                await self.ready.wait()
                if not self.fault and self._engine_is_dead():
                    self.finished.set()
                    await _send(writer, {"stopping": True})
                    return
            await self._answer(hello, writer)
            while leased and (request := await _receive(reader)):
                if request.get("want") == "leave":
                    leased = False
                    await self._leave(writer)
                else:
                    await self._answer(request, writer)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            pass  # the client is gone, or is none of ours: the lease ends below all the same
        finally:
            if leased:
                await self._leave(None)
            writer.close()

    async def _proven(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> dict[str, Any] | None:
        """Prove ourselves, and return what the other side wants; None where it cannot prove itself."""
        word = new_word()
        theirs = str((await _receive(reader)).get("word", ""))
        proof = Proof(self.credentials["token"], self.files.folder, self.ports["control"], (theirs, word))
        await _send(writer, {"word": word, "proof": proof.of_keeper()})
        hello = await _receive(reader)
        return hello if is_same(hello.get("proof"), proof.of_client()) else None

    async def _answer(self, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        if request.get("want") == "keep":
            self.kept = True
        elif request.get("want") == "stop":
            self.kept = False
            if not self.leases:
                await self._end(writer)
                return
        engine = self.engine.pid if self.engine is not None else None
        await _send(
            writer,
            {
                "ports": self.ports,
                "fault": self.fault,
                "notice": self.notice,
                "kept": self.kept,
                "leases": self.leases,
                "engine": engine,
                "started_at": self.started_at,
                "database": DATABASE,
            },
        )

    async def _leave(self, writer: asyncio.StreamWriter | None) -> None:
        self.leases -= 1
        if not self.leases and not self.kept:
            await self._end(writer)
        elif writer is not None:
            await _send(writer, {"stopped": False})

    async def _end(self, writer: asyncio.StreamWriter | None) -> None:
        """Stop the engine, then say so: who leaves last can be sure that nothing is left behind."""
        self.finished.set()
        await self._stop_engine()
        if writer is not None:
            with contextlib.suppress(OSError):
                await _send(writer, {"stopped": True})

    def _write_state(self) -> None:
        engine = self.engine.pid if self.engine is not None else None
        write_state(self.files, RunningState(os.getpid(), engine, self.ports))


async def _receive(reader: asyncio.StreamReader) -> dict[str, Any]:
    line = await reader.readline()
    request = json.loads(line) if line else {}
    return request if isinstance(request, dict) else {}


async def _send(writer: asyncio.StreamWriter, answer: dict[str, Any]) -> None:
    writer.write(json.dumps(answer).encode() + b"\n")
    await writer.drain()


def _end_with_parent() -> None:
    """Ask Linux to stop the engine if the keeper itself is killed; elsewhere the next command clears it away."""
    import ctypes  # noqa: PLC0415  only in the child, only on Linux

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def clear_orphan(files: EngineFiles) -> None:
    """Stop an engine whose keeper died, and forget a state file that speaks of processes long gone."""
    state = read_state(files)
    if state is not None and state.engine is not None:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process = psutil.Process(state.engine)
            # The number may belong to somebody else by now: it is ours only if it serves this very folder.
            if f"-Darcadedb.server.rootPath={files.data}" in process.cmdline():
                process.terminate()
                _, alive = psutil.wait_procs([process], timeout=_STOP_TIMEOUT)
                for each in alive:
                    each.kill()
    files.state.unlink(missing_ok=True)


def main(folder: str) -> int:
    """Keep the engine of a folder in the background; end at once where another keeper does."""
    files = EngineFiles(Path(folder).resolve())
    files.prepare()
    if hasattr(os, "fork") and os.fork():
        return 0  # who started us need not wait for us, nor reap us when we end
    try:
        with FileLock(files.lock, timeout=_SUCCESSION):
            clear_orphan(files)
            asyncio.run(Keeper(files).run())
    except Timeout:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
