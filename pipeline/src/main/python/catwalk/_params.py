"""The parameters of the stages: those of the Java classes, with the types that Python converts to."""

from pyspark.ml.param import Param, Params, TypeConverters


def _param(name, text, converter):
    return Param(Params._dummy(), name, text, converter)


def _text(name, text):
    return _param(name, text, TypeConverters.toString)


def _whole(name, text):
    return _param(name, text, TypeConverters.toInt)


def _number(name, text):
    return _param(name, text, TypeConverters.toFloat)


def _flag(name, text):
    return _param(name, text, TypeConverters.toBoolean)


def with_accessors(stage):
    """Gives a class ``getEpochs`` and ``setEpochs`` for its parameter ``epochs``, and so for all."""
    for name in [name for name in dir(stage) if isinstance(getattr(stage, name), Param)]:
        param = getattr(stage, name)
        for accessor in (_getter(param), _setter(param)):
            setattr(stage, accessor.__name__, accessor)
    return stage


def _getter(param):
    def get(self):
        return self.getOrDefault(self.getParam(param.name))

    return _named(get, "get", param)


def _setter(param):
    def set_(self, value):
        return self._set(**{param.name: value})

    return _named(set_, "set", param)


def _named(accessor, verb, param):
    accessor.__name__ = verb + param.name[0].upper() + param.name[1:]
    accessor.__qualname__ = accessor.__name__
    accessor.__doc__ = "%ss %s: %s." % (verb.capitalize(), param.name, param.doc)
    return accessor


class ImageColumns(Params):
    """The columns that both stages share."""

    imageCol = _text("imageCol", "column of images: encoded files, paths, or Spark's image struct")
    predictionCol = _text("predictionCol", "column of the most probable class's index")
    probabilityCol = _text("probabilityCol", "column of all classes' probabilities")
    rawPredictionCol = _text("rawPredictionCol", "column of the natural logarithms of the probabilities")
    handleInvalid = _text("handleInvalid", "what to do with images that cannot be decoded: error, skip or keep")


class TrainingParams(ImageColumns):
    """How the classifier trains; each stands for a key of Catwalk's configuration."""

    labelCol = _text("labelCol", "column of labels: names, or indexes from 0")
    validationIndicatorCol = _text("validationIndicatorCol", "column that is true for images that validate; empty for none")
    weightCol = _text("weightCol", "column of what each image counts, 0 or more; empty: all the same")
    network = _text("network", "name of a network of the catalogue: catwalk models")
    height = _whole("height", "pixels that every image becomes high")
    width = _whole("width", "pixels that every image becomes wide")
    channels = _whole("channels", "1 for grey, 3 for colour")
    resize = _text("resize", "how an image becomes height x width: fit, crop, stretch or pad")
    epochs = _whole("epochs", "passes over all training images")
    minibatch = _whole("minibatch", "images of one gradient step of one worker")
    workers = _whole("workers", "networks that train side by side, each on a core of the cluster")
    averagingFrequency = _whole("averagingFrequency", "minibatches that each worker fits between two averagings")
    learningRate = _number("learningRate", "learning rate, above 0")
    updater = _text("updater", "sgd, momentum, adam, adamw or rmsprop")
    schedule = _text("schedule", "constant, step, exponential, polynomial, cosine, one-cycle or plateau")
    seed = _whole("seed", "of initial weights and the order of images")
    flip = _flag("flip", "whether half of the training images are mirrored left to right")
    shift = _whole("shift", "most pixels, each way, that training images are shifted")
    erasing = _number("erasing", "share of training images in which a rectangle is erased")
    balance = _text("balance", "weights of classes: none, or as configuration.md has them")
    checkpointPath = _text("checkpointPath", "folder of this training's checkpoints; empty for none")
    checkpointInterval = _whole("checkpointInterval", "epochs between two checkpoints")
    settings = _param("settings", "further keys of the configuration: KEY=VALUE", TypeConverters.toListString)
