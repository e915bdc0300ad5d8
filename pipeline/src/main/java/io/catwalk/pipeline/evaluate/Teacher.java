package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Prediction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/**
 * A network whose answers others learn. It sees each training image once, as it is stored, without
 * augmentation. Until it is closed it occupies memory on each executor.
 */
public final class Teacher implements AutoCloseable {

  private final Scorer scorer;
  private final LearningConfig.Teacher settings;

  /**
   * @param model that teaches
   * @param config how it scores
   * @param settings how much its answers count
   */
  public Teacher(
      JavaSparkContext spark,
      TrainedModel model,
      EvaluationConfig config,
      LearningConfig.Teacher settings) {
    this.scorer = new Scorer(spark, model, config);
    this.settings = settings;
  }

  /** The same dataset, whose training examples have the teacher's answers in their targets. */
  public StoredDataset teach(StoredDataset dataset) {
    return new Taught(dataset, new Answers(scorer.function(), settings));
  }

  @Override
  public void close() {
    scorer.close();
  }

  private record Taught(StoredDataset dataset, Answers answers) implements StoredDataset {

    @Override
    public DatasetManifest manifest() {
      return dataset.manifest();
    }

    @Override
    public String uri() {
      return dataset.uri();
    }

    @Override
    public JavaRDD<Example> examples(SparkSession spark, Split split) {
      return dataset.examples(spark, split);
    }

    @Override
    public Marking marking(Split split) {
      return split == Split.TRAIN ? answers : dataset.marking(split);
    }
  }

  /** Puts the answers beside the labels. */
  private record Answers(
      FlatMapFunction<Iterator<Example>, Prediction> scoring, LearningConfig.Teacher settings)
      implements StoredDataset.Marking {

    @Override
    public Iterator<Example> mark(Iterator<Example> examples) throws Exception {
      // Those that were read for a minibatch of answers, and have none yet.
      Deque<Example> waiting = new ArrayDeque<>();
      Iterator<Example> asked =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return examples.hasNext();
            }

            @Override
            public Example next() {
              Example example = examples.next();
              waiting.add(example);
              return example;
            }
          };
      Iterator<Prediction> answers = scoring.call(asked);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return answers.hasNext();
        }

        @Override
        public Example next() {
          float[] answer = answers.next().probabilities();
          Example example = waiting.remove();
          return example.answering(target(example.label(), answer));
        }
      };
    }

    /** The label's share, and that of the softened answer: p^(1/T), divided by its sum. */
    private float[] target(int label, float[] answer) {
      double[] soft = new double[answer.length];
      double sum = 0;
      for (int c = 0; c < soft.length; c++) {
        // The same bits on every machine.
        soft[c] = StrictMath.pow(answer[c], 1 / settings.temperature());
        sum += soft[c];
      }
      float[] target = new float[soft.length];
      for (int c = 0; c < soft.length; c++) {
        double own = c == label ? 1 - settings.weight() : 0;
        target[c] = (float) (own + settings.weight() * soft[c] / sum);
      }
      return target;
    }
  }
}
