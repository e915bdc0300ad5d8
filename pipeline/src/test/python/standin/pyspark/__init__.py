"""Stands in for PySpark where there is none: as much of it as the wrapper uses. It records what Java would be asked to do."""
