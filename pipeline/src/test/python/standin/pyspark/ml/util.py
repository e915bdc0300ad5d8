"""Reading and writing of stages, as pyspark.ml.util has them."""

from pyspark.ml.wrapper import CALLS, JavaObject


class JavaMLWritable:
    def save(self, path):
        self._java_obj.write()


class JavaMLReader:
    def __init__(self, clazz):
        self._clazz = clazz

    def load(self, path):
        name = self._java_loader_class(self._clazz)
        CALLS.append([name, "read", 0])
        return self._clazz._from_java(JavaObject(name))


class JavaMLReadable:
    @classmethod
    def load(cls, path):
        return cls.read().load(path)
