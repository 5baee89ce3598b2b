"""``python -m muster.web.assets``: build what pages need. Does nothing when nothing changed.

``--for-tests`` also installs the packages that only tests use (axe, vnu, an OpenID provider);
``--messages`` compiles the translations only, which needs no Node.js.
"""

from __future__ import annotations

import sys

from muster.web.assets.messages import BadTranslation, compile_messages
from muster.web.assets.node import BuildFailed, NoNode
from muster.web.assets.styles import build_styles, install_packages


def main(words: list[str]) -> int:
    """Build, say what was done, and return the exit code."""
    try:
        done = [f"translation {source.parts[-4]}" for source in compile_messages()]
        if "--messages" not in words:
            done += ["packages"] * install_packages(for_tests="--for-tests" in words)
            done += ["style sheet"] * build_styles()
    except (NoNode, BuildFailed, BadTranslation) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Pages: built {', '.join(done)}.\n" if done else "Pages: nothing changed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
