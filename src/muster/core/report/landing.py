"""Writing a file whole or not at all, and only where a file may go."""

from __future__ import annotations

import secrets
import stat
from pathlib import Path

from muster.core.errors import BadUsage, MissingPart, MusterError, Where


def land(path: Path, content: bytes) -> None:
    """Write under a temporary name beside the target, then put it in its place, with the mode of the older file.

    A link stays and the file it points to is written. Raises BadUsage where no file can be, MissingPart.
    """
    target = target_of(path)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _not_written(path, error) from None
        raise


def target_of(path: Path) -> Path:
    """Return the file that is meant, links followed. Raises BadUsage for a folder, a device, a name that cannot be."""
    try:
        target = path.resolve()
        kind = target.stat().st_mode
    except FileNotFoundError:
        return target
    except (NotADirectoryError, PermissionError) as error:
        raise _not_written(path, error) from None
    except (OSError, RuntimeError, ValueError) as error:  # too long, a circle of links, a NUL
        why = getattr(error, "strerror", None) or "links that go in a circle, or a name that cannot be"
        raise _no_place(path, f"no file can have this name ({why}).") from None
    if stat.S_ISDIR(kind):
        raise _no_place(path, "this is a folder.")
    if not stat.S_ISREG(kind):
        raise _no_place(path, "this is a device or a pipe, not a file.")
    return target


def refuse_inputs(path: Path, *inputs: Path | None) -> None:
    """Refuse to write onto what is read: a file, or anything in a folder. Raises BadUsage."""
    target = target_of(path)
    for given in inputs:
        if given is None:
            continue
        read = given.resolve()
        if target == read or read in target.parents:
            raise _no_place(path, f"it would be written into what is read from ({given}).")


def _no_place(path: Path, why: str) -> MusterError:
    return BadUsage.because(
        "no-place-to-write", why, "Name a file elsewhere, such as report.html.", Where(str(path)[:200])
    )


def _not_written(path: Path, error: OSError) -> MusterError:
    return MissingPart.because(
        "cannot-write",
        f"the file cannot be written ({error.strerror}).",
        "Name a file in a folder that exists and may be written to.",
        Where(str(path)),
    )
