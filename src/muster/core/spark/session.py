"""Find Spark, or say what is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from muster.core.errors import MissingPart

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Local mode talks to itself only, shows no page, and reads days and moments as they are written.
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
}


def require_spark() -> None:
    """Raise MissingPart unless PySpark, what it needs of Arrow and pandas, and Java are here."""
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingPart.because(
            "no-pyspark",
            f"the engine spark needs {_listed(missing)}, not installed here.",
            "Install Muster with its extra: pip install 'muster[spark]'. "
            "The usual engine needs nothing more and gives the same answer.",
        )
    if not _java():
        raise MissingPart.because(
            "no-java",
            "the engine spark needs Java 17 or newer, and there is none on the PATH or in JAVA_HOME.",
            "Install a Java runtime (on Debian or Ubuntu: apt-get install default-jre-headless).",
        )


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return True
    return shutil.which("java") is not None


@contextmanager
def no_word_about_pandas() -> Iterator[None]:
    """PySpark warns of pandas 3 wherever columns are exchanged. Nothing here passes through pandas."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


@contextmanager
def spark_session(master: str = "local[*]") -> Iterator[SparkSession]:
    """Give the session that is active, or one on this machine that is stopped at the end.

    A job on a cluster makes its session first and calls Muster inside it. Raises MissingPart.
    """
    require_spark()
    with no_word_about_pandas():
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, there only when asked for

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    # Spark's own binding message is about this machine talking to itself, which is what is wanted here.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # Spark starts "python3" for its workers unless told which; they must have Muster as this one has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("muster")
    for key, value in LOCAL.items():
        builder = builder.config(key, value)
    with no_word_about_pandas():
        spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
