"""workers: a function over many tasks in processes of their own, results in the order of the tasks.

`Workers` knows nothing of articles. A task is a sequence of items; each worker process builds the function once and
applies it to one item after the other. A process that dies (out of memory, a crash in native code) takes nobody with
it: its task is tried once more item by item, and an item that kills its process again is given to `died`. A process
that dies before it is ready is replaced.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from attribution.errors import AttributionError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A sum over several threads can differ in the last bits from one thread's, and the bytes of a run must not depend on
# the machine's number of cores; one process for each core is also the faster way to use them.
_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

# Results that wait for an earlier, slower task are held in memory: at most this many tasks for each worker.
_AHEAD = 4

# Objects that a worker makes, and does not drop itself, until it looks for cycles among them. An article of 500 words
# leaves some 15,000.
_GARBAGE = 10_000

# A process may die while it loads because the memory was taken just then; after so many in a row, it is not that.
_STARTS = 3


@dataclass(frozen=True)
class _Ready:
    """A worker's first message: its function is built."""

    hello: Any


@dataclass(frozen=True)
class _Broken:
    """A worker's last message: the function cannot be built, or one of its calls raised."""

    error: AttributionError


def _serve(connection: Connection) -> None:
    """The life of a worker: build the function, then answer tasks until the other end is closed."""
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    os.dup2(2, 1)  # whatever a library prints must not end up among the data on standard output
    sys.stdout = sys.stderr
    try:
        factory: Callable[[], tuple[Any, Callable[[Any], Any]]] = connection.recv()
        hello, function = factory()
        # What was loaded stays: without this the collector goes through all of it with each item's objects.
        gc.collect()
        gc.freeze()
        # In the midst of an item it finds much that lives and little that is garbage.
        gc.disable()
        connection.send(_Ready(hello))
        while True:
            results = []
            for item in connection.recv():
                results.append(function(item))
                if gc.get_count()[0] >= _GARBAGE:
                    gc.collect()
            connection.send(results)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the run is over, or its process is gone
    except AttributionError as error:
        connection.send(_Broken(error))
    except Exception as error:
        connection.send(_Broken(AttributionError(f"a worker process failed: {type(error).__name__}: {error}")))


class _Worker:
    """One process and the task that it works on."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.task: _Task | None = None
        self.ready = False
        self.hello: Any = None
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        # Ctrl-C goes to every process of the terminal's group: it is for the run to handle, so the workers start
        # with it blocked (a mask passes on to the child, and a signal that comes meanwhile is kept for this process).
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # which `start` would do otherwise, and which ends with an unblocking
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                self.process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        else:
            self.process.start()
        theirs.close()
        self.send(factory)

    def send(self, message: object) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died: `receive` says so
            self.connection.send(message)

    def receive(self) -> Any:
        """The worker's next message; None when it has died."""
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(message, _Broken):
            raise message.error
        if isinstance(message, _Ready):
            self.ready, self.hello = True, message.hello
        return message

    def stop(self) -> int | None:
        """End the process and return its exit status (negative: the signal that ended it)."""
        self.connection.close()
        self.process.join(1 if self.task else 0)
        self.process.terminate()
        self.process.join()
        status = self.process.exitcode
        self.process.close()
        return status


@dataclass
class _Task:
    """Items on their way: `whole` is the number of the task that they belong to, `at` the place of the first in it."""

    whole: int
    at: int
    items: Sequence[Any]
    again: bool = False


class Workers(Generic[Item, Result]):
    """Up to `count` processes that apply one function; use it in a `with` statement.

    `factory` (importable, since it travels to the processes) builds what a process says about itself (`hello`) and the
    function. Processes start when there is work for them.
    """

    def __init__(self, factory: Callable[[], tuple[Any, Callable[[Item], Result]]], count: int) -> None:
        self.factory = factory
        self.count = count
        self._workers: list[_Worker] = []
        self._stillborn = 0  # that died while they loaded, one after the other

    def __enter__(self) -> Workers[Item, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.task = None
            worker.stop()
        self._workers.clear()

    def hello(self) -> Any:
        """What the first process says about itself. Raises what its factory raised, when that is of this package."""
        while not (worker := self._workers[0] if self._workers else self._start()).ready:
            self._receive(worker)
        return worker.hello

    def map(self, tasks: Iterable[Sequence[Item]], died: Callable[[Item, int], Result]) -> Iterator[list[Result]]:
        """The results of each task, in the order of the tasks. `died` gets an item and the exit status it caused.

        While all processes are at work, the task after theirs is read: none waits for it.
        """
        for busy in [worker for worker in self._workers if worker.task]:  # over a map that was given up
            self._bury(busy)
        numbered = enumerate(tasks)
        exhausted = False
        waiting: deque[_Task] = deque()  # parts of tasks that are tried again: before everything else
        results: dict[int, list[Any]] = {}
        missing: dict[int, int] = {}  # items of a task without a result
        following = 0  # the task whose results go out next

        def take() -> None:
            """Read the next task, unless one waits already or too many results do."""
            nonlocal exhausted
            if not waiting and not exhausted and len(results) < _AHEAD * self.count:
                number, items = next(numbered, (-1, ()))
                exhausted = number < 0
                if not exhausted:
                    results[number], missing[number] = [None] * len(items), len(items)
                    waiting.append(_Task(number, 0, items))

        while True:
            while worker := self._idle(waiting or not exhausted):
                take()
                if not waiting:
                    break
                worker.task = waiting.popleft()
                worker.send(worker.task.items)
            while following in results and not missing[following]:
                del missing[following]
                yield results.pop(following)
                following += 1
            if exhausted and not results:
                return
            take()
            for worker in self._talking():
                task = worker.task
                answer = self._receive(worker)
                if answer is None and task is not None:
                    status = self._bury(worker)
                    if not task.again:
                        parts = (_Task(task.whole, task.at + k, [item], True) for k, item in enumerate(task.items))
                        waiting.extend(parts)
                        continue
                    answer = [died(task.items[0], status)]
                if task is not None:
                    results[task.whole][task.at : task.at + len(answer)] = answer
                    missing[task.whole] -= len(answer)
                    worker.task = None

    def _start(self) -> _Worker:
        worker = _Worker(self.factory)
        self._workers.append(worker)
        return worker

    def _idle(self, work: object) -> _Worker | None:
        """A worker that waits for a task. Where there is work and none waits, another one is started."""
        for worker in [worker for worker in self._workers if worker.ready and worker.task is None]:
            if worker.process.is_alive():
                return worker
            self._bury(worker)  # no task is to blame
        if work and len(self._workers) < self.count and all(worker.ready for worker in self._workers):
            self._start()
        return None

    def _talking(self) -> list[_Worker]:
        """The workers that have something to say, or have died; waits until there is one."""
        expected = {worker.connection: worker for worker in self._workers if worker.task or not worker.ready}
        return [expected[connection] for connection in wait(list(expected)) if isinstance(connection, Connection)]

    def _receive(self, worker: _Worker) -> Any:
        """A worker's message; None when it died. Raises AttributionError when one after the other dies before any."""
        answer = worker.receive()
        if worker.ready:
            self._stillborn = 0
        elif answer is None:
            status = self._bury(worker)
            self._stillborn += 1
            if self._stillborn < _STARTS:
                return None
            raise AttributionError(
                f"a worker process ended with status {status} while it was loading the models"
                f"{', perhaps for want of memory' if status == -9 else ''}; try a smaller --workers than {self.count}"
            )
        return answer

    def _bury(self, worker: _Worker) -> int:
        self._workers.remove(worker)
        return worker.stop() or 0
