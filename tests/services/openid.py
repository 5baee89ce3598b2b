"""A real OpenID Connect provider for tests, and somebody who signs in at it: ``oidc-provider`` from npm."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENT = "muster a-secret-of-the-tests"  # as MUSTER_OPENID has them after the address
MOST_STEPS = 12

Person = Mapping[str, Any]


@contextmanager
def provider_on(redirects: list[str], people: Mapping[str, Person]) -> Iterator[str]:
    """Start a provider that knows these people by their login; yield its address, and stop it at the end.

    Skips the test where Node or the package is missing.
    """
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("oidc-provider is not installed: run python -m muster.web.assets --for-tests")
    words = [node, str(Path(__file__).with_suffix(".mjs"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, cwd=ROOT, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            process.stdin.write(json.dumps({"redirects": redirects, "people": people}) + "\n")
            process.stdin.flush()
            address = process.stdout.readline().strip()
            assert address, "the provider said nothing: run node tests/services/openid.mjs to see why"
            yield address
        finally:
            process.stdin.close()  # which is what it waits for
            process.wait(timeout=10)


def sign_in_at(there: str, login: str) -> str:
    """Go where the sign-in page sends, sign in with the provider's own forms; return the address it sends back to."""
    visitor = requests.Session()
    answer = visitor.get(there, allow_redirects=False)
    home = there.split("/auth", maxsplit=1)[0]
    for _ in range(MOST_STEPS):
        if answer.is_redirect:
            there = urljoin(answer.url, answer.headers["Location"])
            if not there.startswith(home):
                return there
            answer = visitor.get(there, allow_redirects=False)
        else:
            answer = _fill_in(visitor, answer, login)
    raise AssertionError(f"the provider did not send back: {answer.url}\n{answer.text[:500]}")


def _fill_in(visitor: requests.Session, page: requests.Response, login: str) -> requests.Response:
    """Post the form of a page of the provider: who one is, or that one agrees."""
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
    assert action, page.text[:500]
    assert prompt, page.text[:500]
    values = {"prompt": prompt[1], "login": login, "password": "anything"}
    return visitor.post(urljoin(page.url, unescape(action[1])), values, allow_redirects=False)
