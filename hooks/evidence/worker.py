"""A worker: a second process, which does what takes long while this one does what does not need it.

It reads functions from its standard input and writes what they return, or raise, to its standard output. It
ends when its input does, and so with the process that started it, however that ends.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, TypeVar

from evidence.cache import collect_what_is_new

HOOKS = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from evidence import worker; worker.work()")

Result = TypeVar("Result")


class StoppedError(OSError):
    """The worker has ended, as where the system stops it for want of memory."""


def submit(task: Callable[[], Result]) -> Future[Result]:
    """Let the worker call a function, after those that were submitted before; both must be picklable.

    The result raises StoppedError where the worker has ended; the next function gets a new one.
    """
    thread, process = _start()
    return thread.submit(_ask, process, task)


def start() -> None:
    """Start the worker where there is none, so that it is ready when it gets its first function."""
    _start()


@cache
def _start() -> tuple[ThreadPoolExecutor, Popen[bytes]]:
    environment = os.environ | {"PYTHONPATH": str(HOOKS)}
    # In a session of its own, so that Ctrl-C in a terminal does not reach it.
    process = Popen(COMMAND, stdin=PIPE, stdout=PIPE, env=environment, start_new_session=True)
    atexit.register(process.communicate)
    return ThreadPoolExecutor(1), process


def _ask(process: Popen[bytes], task: Callable[[], Result]) -> Result:
    assert process.stdin and process.stdout
    try:
        pickle.dump(task, process.stdin)
        process.stdin.flush()
        result: Result | Exception = pickle.load(process.stdout)
    except (BrokenPipeError, EOFError) as error:
        _start.cache_clear()
        raise StoppedError("the worker has ended") from error
    if isinstance(result, Exception):
        raise result
    return result


def work() -> None:
    """Be the worker."""
    collect_what_is_new()
    while True:
        try:
            task: Callable[[], Any] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(_call(task), sys.stdout.buffer)
        sys.stdout.flush()


def _call(task: Callable[[], Result]) -> Result | Exception:
    try:
        return task()
    except Exception as error:
        return error
