"""Parameters, as pyspark.ml.param has them."""

import copy


class TypeConverters:
    """Each refuses what it cannot convert."""

    @staticmethod
    def toString(value):
        return str(value)

    @staticmethod
    def toInt(value):
        if value != int(value):
            raise TypeError("Could not convert %s to int" % value)
        return int(value)

    @staticmethod
    def toFloat(value):
        return float(value)

    @staticmethod
    def toBoolean(value):
        if not isinstance(value, bool):
            raise TypeError("Boolean Param requires value of type bool. Found %s." % type(value))
        return value

    @staticmethod
    def toListString(value):
        return [str(each) for each in value]


class Param:
    def __init__(self, parent, name, doc, typeConverter):
        self.parent = parent
        self.name = name
        self.doc = doc
        self.typeConverter = typeConverter


class Params:
    @staticmethod
    def _dummy():
        return None

    def __init__(self):
        super().__init__()
        self.uid = type(self).__name__ + "_1"
        self._paramMap = {}
        self._defaultParamMap = {}
        for name in dir(type(self)):
            if isinstance(getattr(type(self), name), Param):
                mine = copy.copy(getattr(type(self), name))
                mine.parent = self.uid
                setattr(self, name, mine)

    @property
    def params(self):
        return [value for _, value in sorted(vars(self).items()) if isinstance(value, Param)]

    def getParam(self, name):
        return getattr(self, name)

    def hasDefault(self, param):
        return param.name in self._defaultParamMap

    def getOrDefault(self, param):
        return self._paramMap.get(param.name, self._defaultParamMap.get(param.name))

    def _set(self, **values):
        for name, value in values.items():
            self._paramMap[name] = self.getParam(name).typeConverter(value)
        return self

    def _setDefault(self, **values):
        self._defaultParamMap.update(values)
        return self

    def _resetUid(self, uid):
        self.uid = uid
        return self
