"""Agencies and units as this floor knows them: by their keys. The roster, which stands above, has the models."""

from typing import Any, TypeAlias

#: ``roster.Agency``: has ``pk``, ``commission_id`` and ``kind``.
Agency: TypeAlias = Any
#: ``roster.Unit``: has ``pk``, ``agency_id`` and ``path``.
Unit: TypeAlias = Any
