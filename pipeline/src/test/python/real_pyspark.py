"""Trains, stores, reads and scores through PySpark: real_pyspark.py FOLDER-OF-PICTURES EMPTY-FOLDER. Prints JSON."""

import json
import sys

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import StringIndexer
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql.functions import col, element_at, expr, split

from catwalk import CatwalkClassifier, CatwalkModel

pictures, folder = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
photos = (
    spark.read.format("binaryFile")
    .option("recursiveFileLookup", "true")
    .option("pathGlobFilter", "*.*g")
    .load(pictures)
    .withColumn("label", element_at(split(col("path"), "/"), -2))
)
small = dict(imageCol="content", height=20, width=20, channels=1, minibatch=8, averagingFrequency=2, learningRate=0.005)
said = {}

classifier = CatwalkClassifier(epochs=3, **small)
said["defaults"] = [classifier.getNetwork(), classifier.getWorkers(), classifier.getFlip(), classifier.getSettings()]
model = classifier.fit(photos)
said["sha256"] = model.parametersSha256
said["labels"] = model.labels
said["classes"] = model.numClasses
scored = model.transform(photos).orderBy("path")
before = [(row.prediction, row.probability[0]) for row in scored.collect()]
said["scored"] = len(before)
model.register(spark, "classify")
photos.createOrReplaceTempView("photos")
said["sql"] = sorted(row[0] for row in spark.sql("SELECT DISTINCT classify(content).label FROM photos").collect())

model.write().overwrite().save(folder + "/model")
read = CatwalkModel.load(folder + "/model")
said["readSha256"] = read.parametersSha256
said["readColumn"] = read.getImageCol()
classifier.setSettings(["train.label-smoothing=0.1"]).setSeed(2**40).setFlip(True).save(folder + "/classifier")
again = CatwalkClassifier.load(folder + "/classifier")
said["readSettings"] = [again.getSettings(), again.getSeed(), again.getFlip(), again.getEpochs(), again.uid == classifier.uid]

stages = Pipeline(stages=[StringIndexer(inputCol="label", outputCol="index"), CatwalkClassifier(labelCol="index", epochs=2, **small)])
fitted = stages.fit(photos)
fitted.write().overwrite().save(folder + "/pipeline")
said["pipeline"] = [
    [row.prediction for row in each.transform(photos).orderBy("path").collect()]
    for each in (fitted, PipelineModel.load(folder + "/pipeline"))
]
stages.write().overwrite().save(folder + "/stages")
said["stages"] = [type(stage).__name__ for stage in Pipeline.load(folder + "/stages").getStages()]

tuned = stages.getStages()[1]
best = CrossValidator(
    estimator=stages,
    estimatorParamMaps=ParamGridBuilder().addGrid(tuned.epochs, [1, 2]).build(),
    evaluator=MulticlassClassificationEvaluator(labelCol="index"),
    numFolds=2,
    seed=3,
).fit(photos)
said["tuned"] = len(best.avgMetrics)
said["best"] = type(best.bestModel.stages[1]).__name__

try:
    CatwalkClassifier(imageCol="content", epochs=0).fit(photos)
except Exception as e:
    said["mistake"] = e.java_exception.getMessage()
print(json.dumps(said))
spark.stop()
