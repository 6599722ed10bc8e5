"""What the system and parsers say of an input that can't be read, as the error that a user is told."""

from __future__ import annotations

import errno
import lzma
import zlib

from culturedata.errors import InputError, InputFormat, InputTruncated


def meant(error: Exception, input: str) -> Exception:
    """The InputError that `error`, raised while `input` was read, comes to; `error` itself if that is unknown."""
    if isinstance(error, EOFError):
        return InputTruncated(f"{input} ends in the middle.", "Fetch it again.")
    if isinstance(error, RecursionError):
        return InputFormat(f"{input} is nested too deeply to be read.", "Is it the right file?")
    if isinstance(error, UnicodeDecodeError):
        return InputFormat(
            f"{input} is not UTF-8: {error.object[error.start : error.end]!r} in it.", "Save it as UTF-8."
        )
    if isinstance(error, zlib.error | lzma.LZMAError):
        return InputFormat(f"{input} is damaged: {error}.", "Fetch it again.")
    if isinstance(error, OSError) and error.errno == errno.EISDIR:
        return InputFormat(f"{error.filename or input} is a folder.", "Give one file of it.")
    if isinstance(error, OSError) and error.errno is not None:
        message = f"{error.filename or 'the input'} can't be read: {error.strerror}."
        return InputError(message, "Check its permissions and its disk.")
    return error
