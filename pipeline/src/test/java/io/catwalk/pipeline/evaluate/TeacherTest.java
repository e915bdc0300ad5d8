package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A teacher's answers in the targets of training images. */
class TeacherTest {

  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final EvaluationConfig SEVEN = new EvaluationConfig(7, 10);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  private final TrainedModel model = TinyModel.of(CLASSES, 3);

  private List<Example> taught(Split split, double weight, double temperature) throws Exception {
    LearningConfig.Teacher settings = new LearningConfig.Teacher("x", weight, temperature);
    try (Teacher teacher = new Teacher(spark, model, SEVEN, settings)) {
      StoredDataset taught = teacher.teach(new Drawn());
      List<Example> marked = new ArrayList<>();
      taught
          .marking(split)
          .mark(taught.examples(LocalSpark.session(), split).toLocalIterator())
          .forEachRemaining(marked::add);
      return marked;
    }
  }

  @Test
  void labelsAndSoftenedAnswersShareTheTarget() throws Exception {
    List<Example> examples = TinyModel.examples(40, 3);
    List<Prediction> answers;
    try (Scorer scorer = new Scorer(spark, model, SEVEN)) {
      answers = scorer.score(spark.parallelize(examples, 2)).collect();
    }

    List<Example> taught = taught(Split.TRAIN, 0.25, 2);

    assertThat(taught).extracting(Example::path).isEqualTo(Drawn.paths());
    for (int i = 0; i < taught.size(); i++) {
      float[] answer = answers.get(i).probabilities();
      double roots = Math.sqrt(answer[0]) + Math.sqrt(answer[1]) + Math.sqrt(answer[2]);
      for (int c = 0; c < 3; c++) {
        double expected = (c == i % 3 ? 0.75 : 0) + 0.25 * Math.sqrt(answer[c]) / roots;
        assertThat((double) taught.get(i).target()[c]).isEqualTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void aWarmerAnswerIsSofter() throws Exception {
    float[] cold = taught(Split.TRAIN, 1, 1).get(0).target();
    float[] warm = taught(Split.TRAIN, 1, 50).get(0).target();

    assertThat(max(warm)).isLessThan(max(cold)).isCloseTo(1 / 3f, within(0.05f));
  }

  private static float max(float[] values) {
    return Math.max(values[0], Math.max(values[1], values[2]));
  }

  @Test
  void whatJudgesHasItsLabelsAlone() throws Exception {
    assertThat(taught(Split.VALIDATION, 0.5, 2)).allMatch(example -> example.target().length == 0);
  }

  private record Drawn() implements StoredDataset {

    static List<String> paths() {
      return TinyModel.examples(40, 3).stream().map(Example::path).toList();
    }

    @Override
    public DatasetManifest manifest() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String uri() {
      return "drawn";
    }

    @Override
    public JavaRDD<Example> examples(SparkSession session, Split split) {
      return JavaSparkContext.fromSparkContext(session.sparkContext())
          .parallelize(TinyModel.examples(40, 3), 2);
    }
  }
}
