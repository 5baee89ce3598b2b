"""The same evaluation on Apache Spark, for more officers than one machine should judge.

Needs the extra ``spark`` (PySpark) and Java; without them every call raises MissingPart with a sentence.
``evaluate_on_spark`` gives the standing as a Polars table, ``standing_on_spark`` as a Spark DataFrame.
"""

from muster.core.spark.evaluating import evaluate_on_spark, standing_on_spark
from muster.core.spark.session import spark_session

__all__ = ["evaluate_on_spark", "spark_session", "standing_on_spark"]
