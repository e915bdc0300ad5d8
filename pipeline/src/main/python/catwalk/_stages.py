"""The two stages. Each holds the Java object that does the work."""

from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from catwalk._params import ImageColumns, TrainingParams, with_accessors

_JAVA = "io.catwalk.pipeline.ml."


class _Reader(JavaMLReader):
    """PySpark's own takes the Java class to have the name of the Python module."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return _JAVA + clazz.__name__


class _Stored(JavaMLReadable, JavaMLWritable):
    """Stages that are stored and read by Java, so that programs in both languages can exchange them."""

    @classmethod
    def read(cls):
        """A reader of what ``write`` wrote."""
        return _Reader(cls)


@with_accessors
class CatwalkClassifier(JavaEstimator, TrainingParams, _Stored):
    """Trains an image classifier on a DataFrame, by parameter averaging on its Spark.

    >>> model = CatwalkClassifier(imageCol="content", labelCol="class", network="catwalk-small", epochs=20).fit(photos)
    """

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj(_JAVA + "CatwalkClassifier", self.uid)
        # Defaults are those of the configuration.
        self._transfer_params_from_java()
        self._setDefault(settings=list(self.getSettings()))
        self._set(**params)

    def setParams(self, **params):
        """Sets several parameters by their names."""
        return self._set(**params)

    def _create_model(self, java_model):
        return CatwalkModel(java_model)


@with_accessors
class CatwalkModel(JavaModel, ImageColumns, _Stored):
    """A network that classifies the images of a DataFrame."""

    def __init__(self, java_model=None):
        super().__init__(java_model)
        if java_model is not None:
            self._resetUid(java_model.uid())
            self._transfer_params_from_java()

    @property
    def labels(self):
        """Names of the classes; predictions are indexes of these."""
        return list(self._call_java("labels"))

    @property
    def numClasses(self):
        """How many classes it tells apart."""
        return self._call_java("numClasses")

    @property
    def parametersSha256(self):
        """SHA-256 of the weights, lower-case hex: two networks that share it are the same."""
        return self._call_java("parametersSha256")

    def register(self, spark, name):
        """Registers a function of SQL that takes an encoded image and gives a struct of label and probability."""
        self._call_java("register", spark._jsparkSession, name)
