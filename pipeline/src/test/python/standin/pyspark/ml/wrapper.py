"""Stages that hold a Java object, as pyspark.ml.wrapper has them; the Java object only records."""

from pyspark.ml.param import Params

CALLS = []


class JavaObject:
    """Answers every call, and notes it: the class, the method, how many arguments."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, method):
        def call(*arguments):
            CALLS.append([self._name, method, len(arguments)])
            return JavaObject("io.catwalk.pipeline.ml.CatwalkModel") if method == "fit" else _ANSWERS.get(method)

        return call


_ANSWERS = {"uid": "catwalk_1", "labels": ["cat", "dog"], "numClasses": 2, "parametersSha256": "00"}


class JavaWrapper:
    def __init__(self, java_obj=None):
        super().__init__()
        self._java_obj = java_obj

    @staticmethod
    def _new_java_obj(java_class, *arguments):
        CALLS.append([java_class, "new", len(arguments)])
        return JavaObject(java_class)

    def _call_java(self, name, *arguments):
        return getattr(self._java_obj, name)(*arguments)


class JavaParams(JavaWrapper, Params):
    def _transfer_params_from_java(self):
        self._setDefault(settings=[])

    @staticmethod
    def _from_java(java_stage):
        package, name = java_stage._name.rsplit(".", 1)
        stage = getattr(__import__(package, fromlist=[name]), name)()
        stage._java_obj = java_stage
        return stage


class JavaEstimator(JavaParams):
    def fit(self, dataset):
        return self._create_model(self._java_obj.fit(dataset))


class JavaModel(JavaParams):
    def transform(self, dataset):
        return self._java_obj.transform(dataset)
