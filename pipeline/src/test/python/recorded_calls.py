"""Uses the wrapper on the stand-in for PySpark, and prints as JSON what Java was asked to do."""

import json

from catwalk import CatwalkClassifier, CatwalkModel
from pyspark.ml.wrapper import CALLS


class Session:
    _jsparkSession = "spark"


classifier = CatwalkClassifier(epochs=3).setFlip(True).setParams(network="lenet5", learningRate=1)
for stage in (classifier, CatwalkModel()):
    for param in stage.params:
        accessor = param.name[0].upper() + param.name[1:]
        assert callable(getattr(stage, "set" + accessor)) and callable(getattr(stage, "get" + accessor)), accessor
try:
    classifier.setEpochs(2.5)
except TypeError as e:
    mistake = str(e)
model = classifier.fit("photos")
model.setImageCol("content").transform("photos")
model.register(Session(), "classify")
for stage in (classifier, model):
    stage.save("somewhere")
    assert type(type(stage).load("somewhere")) is type(stage)
print(
    json.dumps(
        {
            "params": {
                type(stage).__name__: {param.name: param.typeConverter.__name__ for param in stage.params}
                for stage in (classifier, model)
            },
            "values": [classifier.getEpochs(), classifier.getFlip(), classifier.getNetwork(), classifier.getLearningRate(), classifier.getSettings()],
            "said": [model.labels, model.numClasses, model.parametersSha256, model.uid],
            "mistake": mistake,
            "calls": CALLS,
        }
    )
)
