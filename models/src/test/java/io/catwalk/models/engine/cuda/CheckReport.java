package io.catwalk.models.engine.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a check found, as a table and as JSON. */
final class CheckReport {

  private record Row(String part, String what, String found, String wanted, boolean isGood) {}

  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Double> speeds = new HashMap<>();

  /** Images a second by network and minibatch. */
  Map<String, Double> speeds() {
    return speeds;
  }

  synchronized void add(String part, String what, String found, String wanted, boolean isGood) {
    rows.add(new Row(part, what, found, wanted, isGood));
    System.out.printf("%-10s %-34s %s%n", part, what, found);
    System.out.flush();
  }

  /** Without a limit: told, not judged. */
  void tell(String part, String what, String found) {
    add(part, what, found, "", true);
  }

  void fail(String part, String what, Throwable problem) {
    add(part, what, problem.toString().lines().findFirst().orElse(""), "no error", false);
  }

  boolean isGood() {
    return rows.stream().allMatch(Row::isGood);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-10s %-34s %-58s %-14s %s%n",
              row.part(),
              row.what(),
              row.found(),
              row.wanted(),
              row.isGood() ? "" : "<- FAILED"));
    }
    return table.toString();
  }

  String json() {
    List<String> all =
        rows.stream()
            .map(
                row ->
                    "  {\"part\": %s, \"what\": %s, \"found\": %s, \"wanted\": %s, \"good\": %b}"
                        .formatted(
                            quoted(row.part()),
                            quoted(row.what()),
                            quoted(row.found()),
                            quoted(row.wanted()),
                            row.isGood()))
            .toList();
    return "[\n" + String.join(",\n", all) + "\n]\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + '"';
  }
}
