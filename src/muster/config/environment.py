"""What the operator may set, read from environment variables and nowhere else.

Each has a line in ``docs/operators/settings.md``; a test fails for one that has none.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

#: Name, and what is used when it is not set.
DEFAULTS = {
    "MUSTER_DATA": ".muster/site",
    "MUSTER_DATABASE": "",
    "MUSTER_DEBUG": "no",
    "MUSTER_HOSTS": "localhost,127.0.0.1,[::1]",
    "MUSTER_HTTPS": "no",
    "MUSTER_OPENID": "",
    "MUSTER_RULEBOOK": "",
    "MUSTER_UPLOAD_MB": "50",
}


@dataclass(frozen=True)
class OpenID:
    """The OpenID Connect provider of the agency, and what it knows this server by."""

    address: str
    client_id: str
    secret: str
    label: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a page's policy names."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def app(self, label: object) -> dict[str, object]:
        """Return what allauth wants to know; ``label`` stands on the button where the operator named nothing."""
        return {
            "provider_id": "agency",
            "name": self.label or label,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.address},
        }

    @classmethod
    def parse(cls, text: str) -> OpenID | None:
        """Read ``https://provider client-id secret``, and perhaps words for the button; None for nothing.

        Raises ValueError for another form. Over plain HTTP it is spoken to on this machine alone: the secret would
        be read on the way.
        """
        if not text.strip():
            return None
        address, client_id, secret, label = [*text.split(maxsplit=3), "", "", "", ""][:4]
        parts = urlsplit(address)
        here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if (
            not secret
            or not parts.hostname
            or not (parts.scheme == "https" or (parts.scheme == "http" and here))
        ):
            raise ValueError("MUSTER_OPENID is not of the form: https://PROVIDER CLIENT-ID SECRET")
        return cls(address.rstrip("/"), client_id, secret, label)


@dataclass(frozen=True)
class Environment:
    """The operator's settings. ``get`` refuses a name that is not in the list above."""

    variables: dict[str, str]

    @classmethod
    def of_process(cls) -> Environment:
        """Read the variables of this process."""
        return cls(dict(os.environ))

    def get(self, name: str) -> str:
        """Return a setting, or its default."""
        return self.variables.get(name, DEFAULTS[name])

    def is_on(self, name: str) -> bool:
        """Return whether a setting says yes."""
        return self.get(name).strip().lower() in {"yes", "true", "on", "1"}

    @cached_property
    def data(self) -> Path:
        """The folder that holds all that a small department has: database, files, keys."""
        folder = Path(self.get("MUSTER_DATA")).absolute()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    @cached_property
    def hosts(self) -> list[str]:
        """The names under which this server may be asked for."""
        return [host.strip() for host in self.get("MUSTER_HOSTS").split(",") if host.strip()]

    @cached_property
    def openid(self) -> OpenID | None:
        """The agency's own sign-in, or None."""
        return OpenID.parse(self.get("MUSTER_OPENID"))

    @cached_property
    def secret_key(self) -> str:
        """The key that signs sessions: made once, readable by the owner alone."""
        file = self.data / "secret-key"
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text().strip()
        with os.fdopen(handle, "w") as opened:
            opened.write(secrets.token_urlsafe(50))
        return file.read_text().strip()
