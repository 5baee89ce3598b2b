"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from muster.core.errors import MissingPart, Where


def land(path: Path, content: bytes) -> None:
    """Write under a temporary name beside the target, then put it in its place. Raises MissingPart."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise MissingPart.because(
            "cannot-write",
            f"the file cannot be written ({error.strerror}).",
            "Name a file in a folder that exists and may be written to.",
            Where(str(path)),
        ) from None
