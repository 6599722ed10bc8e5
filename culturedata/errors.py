"""Every error that culturedata raises on purpose.

* CultureDataError            code, message, hint: one line for people, an object for machines
  + UsageError                what was asked for makes no sense (exit code 2)
    - UnknownName             no such source, recommender, metric … (with a suggestion)
  + LibraryError              the two database files
    - LibraryMissing          there is no library where one was expected
    - LibraryTooNew           made by a newer version of culturedata
    - LibraryBusy             another process is writing to it
    - LibraryUnwritable       read-only, or the disk is full
    - LibraryDamaged          not a database, or a damaged one
  + DescriptorError           a file in catalogues/ that does not say what it must
  + InputError                what a source was given to read
    - InputMissing            no such file, folder or package
    - InputEmpty              nothing in it
    - InputFormat             not the format that was expected
    - InputTruncated          it ends in the middle
    - InputPointer            a Git LFS pointer stands in place of the data
  + FetchError                what a server answered, or did not
    - NotAllowed              the address, the redirect or robots.txt forbids it
    - ServerFault             errors that did not go away after the retries
    - WrongContent            an answer that is not what was asked for (HTML in place of JSON …)
    - GaveUp                  too many faults in a row: the circuit is open
  + AssertionFailed           an import brought less than its descriptor promises
  + ModelError                a recommender that is not trained, or not for this data
  + ExerciseError             an answer that cannot be read

Every message says what, where and what to do. Nothing else is raised on purpose; anything else is a bug.
"""

from __future__ import annotations


class CultureDataError(Exception):
    """Base of all: `code` for machines, `message` for people, `hint` says what to do (may be empty)."""

    code = "error"
    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(CultureDataError):
    """What was asked for makes no sense."""

    code = "usage"
    exit_code = 2


class UnknownName(UsageError):
    """No member of that name: the hint offers the nearest one."""

    code = "unknown-name"


class LibraryError(CultureDataError):
    """Something about culture.db or audience.db."""

    code = "library"


class LibraryMissing(LibraryError):
    """There is no library where one was expected."""

    code = "library-missing"


class LibraryTooNew(LibraryError):
    """The library was made by a newer version."""

    code = "library-too-new"


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""

    code = "library-busy"


class LibraryUnwritable(LibraryError):
    """The library is read-only, or the disk is full."""

    code = "library-unwritable"


class LibraryDamaged(LibraryError):
    """The file is not a database, or a damaged one."""

    code = "library-damaged"


class DescriptorError(CultureDataError):
    """A descriptor in catalogues/ that does not say what it must."""

    code = "descriptor"


class InputError(CultureDataError):
    """What a source was given to read."""

    code = "input"


class InputMissing(InputError):
    """No such file, folder or package."""

    code = "input-missing"


class InputEmpty(InputError):
    """There is nothing in the input."""

    code = "input-empty"


class InputFormat(InputError):
    """The input is not in the format that was expected."""

    code = "input-format"


class InputTruncated(InputError):
    """The input ends in the middle."""

    code = "input-truncated"


class InputPointer(InputError):
    """A Git LFS pointer stands in place of the data."""

    code = "input-pointer"


class FetchError(CultureDataError):
    """What a server answered, or did not."""

    code = "fetch"


class NotAllowed(FetchError):
    """The address, the redirect or robots.txt forbids the request."""

    code = "fetch-not-allowed"


class ServerFault(FetchError):
    """Errors that did not go away after the retries."""

    code = "fetch-server-fault"


class WrongContent(FetchError):
    """An answer that is not what was asked for."""

    code = "fetch-wrong-content"


class GaveUp(FetchError):
    """Too many faults in a row."""

    code = "fetch-gave-up"


class AssertionFailed(CultureDataError):
    """An import brought less than its descriptor promises."""

    code = "assertion-failed"


class ModelError(CultureDataError):
    """A recommender that is not trained, or not for this data."""

    code = "model"


class ExerciseError(CultureDataError):
    """An answer that cannot be read."""

    code = "exercise"
