package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code history.csv}; what is not known is NaN.
 *
 * @param epoch 1-based
 * @param examples consumed
 * @param imagesPerSecond of training
 * @param trainLoss mean over the epoch
 * @param validationLoss after it
 * @param validationAccuracy after it, 0 to 1
 * @param learningRate at its end
 */
public record Epoch(
    int epoch,
    double examples,
    double imagesPerSecond,
    double trainLoss,
    double validationLoss,
    double validationAccuracy,
    double learningRate) {

  static final String FILE = "history.csv";

  /**
   * Columns are found by their names, so that more of them do no harm.
   *
   * @param where the file's name, for messages
   * @throws CatwalkException (data) naming the line that is wrong
   */
  static List<Epoch> parse(byte[] csv, String where) {
    List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      throw CatwalkException.data("Cannot read " + where + ": it is empty, expected a header");
    }
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        epochs.add(
            new Line(header, lines.get(i).split(",", -1), "Cannot read " + where + ":" + (i + 1))
                .epoch());
      }
    }
    return epochs;
  }

  private record Line(List<String> header, String[] cells, String complaint) {

    Epoch epoch() {
      return new Epoch(
          (int) number("epoch"),
          number("examples"),
          number("images_per_second"),
          number("train_loss"),
          number("validation_loss"),
          number("validation_accuracy"),
          number("learning_rate"));
    }

    private double number(String column) {
      int at = header.indexOf(column);
      if (at < 0 || at >= cells.length) {
        throw CatwalkException.data(complaint + ": there is no " + column);
      }
      try {
        return cells[at].isEmpty() ? Double.NaN : Double.parseDouble(cells[at]);
      } catch (NumberFormatException e) {
        throw CatwalkException.data(
            complaint + ": " + column + " is '" + cells[at] + "', expected a number", e);
      }
    }
  }
}
