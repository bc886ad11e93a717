"""Order books past one machine: the same law, decided once a signature here, joined to the lines by Spark."""

from sekisho.determination.spark.run import determine_book_spark

__all__ = ["determine_book_spark"]
