"""Catwalk in PySpark: training and scoring of image classifiers as stages of pipelines.

The work is done by the classes of the same names in catwalk.jar, which must be on the class path of Spark: ``--jars catwalk.jar``.
"""

import sys

from catwalk import _stages
from catwalk._stages import CatwalkClassifier, CatwalkModel

__all__ = ["CatwalkClassifier", "CatwalkModel"]

# By the name of its Java class, PySpark looks for the Python class of each stage of a stored pipeline.
sys.modules.setdefault("io.catwalk.pipeline.ml", _stages)
