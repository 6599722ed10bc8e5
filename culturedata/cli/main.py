"""The entry point: starts the command line, and turns every expected error into one line.

Nothing is imported at the top that takes time: what is pressed meanwhile would end in a traceback.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from culturedata.errors import CultureDataError

_STOPPED = 130  # as shells say it of Ctrl-C


def run() -> NoReturn:
    """The entry point of the `culturedata` script: exit code 0, 1 (error), 2 (usage), 130 (Ctrl-C)."""
    before = _stop_at_once()
    from culturedata.cli.app import app
    from culturedata.errors import CultureDataError

    try:
        if before is not None:
            signal.signal(signal.SIGINT, before)
        app()
    except CultureDataError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(_STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(0)


def _stop_at_once() -> Any:
    """While modules are loaded Ctrl-C ends the process there and then, for nothing is begun; what it did before.

    None if Ctrl-C is not Python's own (as under nohup), or this is not the main thread: then nothing is changed.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return None
    try:
        return signal.signal(signal.SIGINT, _stop)
    except ValueError:
        return None


def _stop(*_: object) -> None:
    os.write(2, b"Stopped.\n")
    os._exit(_STOPPED)


def _tell(error: CultureDataError) -> None:
    """One line for people, or one JSON object where --json was asked for."""
    if "--json" in sys.argv:
        import json

        said = {"error": {"code": error.code, "message": error.message, "hint": error.hint}}
        sys.stderr.write(json.dumps(said, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"Error: {error}\n")
