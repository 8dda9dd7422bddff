"""The engines that run the queries: DuckDB and Spark."""
