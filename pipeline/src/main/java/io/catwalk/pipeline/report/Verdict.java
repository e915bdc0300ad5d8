package io.catwalk.pipeline.report;

import io.catwalk.pipeline.compare.Comparison;
import io.catwalk.pipeline.compare.Interval;
import io.catwalk.pipeline.compare.Wilson;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.Calibration;
import io.catwalk.pipeline.runs.ClassMetrics;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.ExampleChoice.Pair;
import io.catwalk.pipeline.runs.RunManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The run in words.
 *
 * @param headline one sentence
 * @param answers to the five questions
 */
record Verdict(String headline, List<Answer> answers) {

  static final String BETTER = "Is it better than the last one?";

  private static final double WELL_CALIBRATED = 0.02;
  private static final double FAIRLY_CALIBRATED = 0.05;
  private static final double STRONG_SKILL = 0.8;
  private static final double SOME_SKILL = 0.5;
  private static final double UNEVEN = 0.1;

  static Verdict of(Analysis analysis) {
    Author author = new Author(analysis);
    return new Verdict(
        author.headline(),
        List.of(
            author.howGood(),
            author.whereItFails(),
            author.canBeTrusted(),
            author.betterThanTheLast(),
            author.trainedOn()));
  }

  private record Author(Analysis analysis) {

    private EvaluationResult metrics() {
      return analysis.run().metrics();
    }

    String headline() {
      String right =
          "Right on "
              + Words.percent(metrics().accuracy())
              + " of "
              + Words.count(metrics().examples(), metrics().split() + " image");
      ClassMetrics weakest = weakest();
      Comparison comparison = analysis.comparison();
      if (comparison != null) {
        return right + ": " + ComparisonWords.inShort(comparison);
      }
      if (weakest == null || weakest.recall() > metrics().accuracy() - UNEVEN / 2) {
        return right + ", evenly across its classes";
      }
      // With few images the next class may be as weak.
      return Wilson.of(weakest.correct(), weakest.support()).high() < metrics().accuracy()
          ? right + ", weakest on " + weakest.name()
          : right + ", too few to tell which class is the weakest";
    }

    Answer howGood() {
      Interval accuracy = analysis.accuracy();
      double majority =
          metrics().perClass().stream().mapToLong(ClassMetrics::support).max().orElse(0)
              / (double) metrics().examples();
      double skill = majority < 1 ? (metrics().accuracy() - majority) / (1 - majority) : 0;
      boolean guessing = accuracy.low() <= majority;
      String tone =
          guessing
              ? "poor"
              : skill >= STRONG_SKILL ? "good" : skill >= SOME_SKILL ? "fair" : "poor";
      String word =
          guessing
              ? "No better than guessing"
              : switch (tone) {
                case "good" -> "Strong";
                case "fair" -> "Moderate";
                default -> "Weak";
              };
      String text =
          "Accuracy "
              + Words.percent(metrics().accuracy())
              + " (95\u202f% interval "
              + Words.percentRange(accuracy)
              + "), macro F1 "
              + Words.ratio(metrics().macro().f1())
              + ". Always naming the largest class would be right on "
              + Words.percent(majority)
              + "."
              + validated();
      return new Answer("How good is it?", tone, word, text, "metrics");
    }

    private String validated() {
      RunManifest.TrainingFacts training = analysis.run().manifest().training();
      return training == null || training.validationAccuracy() == null
          ? ""
          : " On the validation images, by which its epoch was chosen, it has "
              + Words.percent(training.validationAccuracy())
              + ".";
    }

    Answer whereItFails() {
      List<Pair> confused = analysis.choice().confused();
      ClassMetrics weakest = weakest();
      if (confused.isEmpty() || weakest == null) {
        return new Answer(
            "Where does it fail?", "good", "Nowhere here", "There is not one mistake.", "classes");
      }
      Pair first = confused.get(0);
      long support = metrics().confusionMatrix().support(first.actual());
      double gap = metrics().accuracy() - weakest.recall();
      String tone = gap <= UNEVEN ? "good" : gap <= 2 * UNEVEN ? "fair" : "poor";
      String text =
          "Of "
              + weakest.name()
              + " it finds "
              + Words.percent(weakest.recall())
              + ". The commonest mistake: "
              + metrics().classes().get(first.actual())
              + " taken for "
              + metrics().classes().get(first.predicted())
              + " ("
              + Words.count(first.count(), "image")
              + ", "
              + Words.percent((double) first.count() / support)
              + ")."
              + weakSlices();
      String word = gap <= UNEVEN ? "Evenly" : "On " + weakest.name();
      return new Answer("Where does it fail?", tone, word, text, "confusion");
    }

    private String weakSlices() {
      return analysis
          .slices()
          .weakest()
          .map(
              weak ->
                  " Below average for "
                      + weak.dimension().toLowerCase(Locale.ROOT)
                      + " "
                      + weak.part().name()
                      + ": "
                      + Words.percent(weak.part().accuracy().estimate())
                      + ".")
          .orElse("");
    }

    private ClassMetrics weakest() {
      return metrics().perClass().stream()
          .filter(metrics -> metrics.recall() != null)
          .min(Comparator.comparingDouble(ClassMetrics::recall))
          .orElse(null);
    }

    Answer canBeTrusted() {
      Calibration calibration = metrics().calibration();
      double error = calibration.expectedError();
      double gap = analysis.run().predictions().counts().mean() - metrics().accuracy();
      String tone =
          error <= WELL_CALIBRATED ? "good" : error <= FAIRLY_CALIBRATED ? "fair" : "poor";
      String word =
          error <= WELL_CALIBRATED
              ? "Well calibrated"
              : (error <= FAIRLY_CALIBRATED ? "Slightly " : "")
                  + (gap > 0 ? "overconfident" : "underconfident");
      word = Character.toUpperCase(word.charAt(0)) + word.substring(1);
      String text =
          "On average it claims "
              + Words.percent(analysis.run().predictions().counts().mean())
              + " and is right on "
              + Words.percent(metrics().accuracy())
              + "; expected calibration error "
              + Words.ratio(error)
              + "."
              + analysis.sureWords();
      return new Answer("Can its probabilities be trusted?", tone, word, text, "calibration");
    }

    Answer betterThanTheLast() {
      Comparison comparison = analysis.comparison();
      if (comparison == null) {
        return new Answer(
            BETTER,
            "none",
            "Not compared",
            "No baseline was given: catwalk report --baseline RUN compares two runs on the same examples.",
            null);
      }
      String tone =
          comparison.undecided() ? "none" : comparison.accuracy().estimate() > 0 ? "good" : "poor";
      String word =
          comparison.undecided()
              ? "No clear difference"
              : comparison.accuracy().estimate() > 0 ? "Better" : "Worse";
      return new Answer(BETTER, tone, word, ComparisonWords.sentence(comparison), "comparison");
    }

    Answer trainedOn() {
      RunManifest facts = analysis.run().manifest();
      List<String> sentences = new ArrayList<>();
      RunManifest.TrainingFacts training = facts.training();
      if (training == null) {
        sentences.add("Nothing was trained in this run: a stored model was judged.");
      } else {
        sentences.add(
            Words.count(training.examples(), "image")
                + ", "
                + Words.count(training.epochs(), "epoch")
                + ", the best was the "
                + ordinal(training.bestEpoch())
                + ".");
      }
      if (analysis.run().dataset() != null) {
        long bad =
            analysis.run().dataset().quarantined().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        sentences.add(
            bad == 0 ? "No image was quarantined." : Words.count(bad, "image") + " quarantined.");
      }
      boolean synthetic = metrics().synthetic();
      if (synthetic) {
        sentences.add(
            "The images were drawn, not photographed: the figures say nothing about real ones.");
      }
      return new Answer(
          "What was it trained on?",
          synthetic ? "poor" : "none",
          synthetic ? "Synthetic images" : metrics().dataset(),
          String.join(" ", sentences),
          "data");
    }

    private static String ordinal(int number) {
      int last = number % 10;
      boolean teen = number / 10 % 10 == 1;
      return number
          + (teen || last == 0 || last > 3 ? "th" : List.of("st", "nd", "rd").get(last - 1));
    }
  }

  /**
   * One of the questions with which people come to a report, and its answer.
   *
   * @param question as they would put it
   * @param tone {@code good}, {@code fair}, {@code poor} or {@code none}
   * @param word that says the same as the tone
   * @param text one to three sentences
   * @param link id of the section that tells more
   */
  record Answer(String question, String tone, String word, String text, String link) {}
}
