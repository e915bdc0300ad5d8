package io.catwalk.pipeline.report;

import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In what two runs were told to do differently.
 *
 * @param learning what decides the model and how it is judged, in alphabetical order
 * @param elsewhere where and with what it ran
 * @param note what a reader should know; may be empty
 */
record SettingDifferences(List<Setting> learning, List<Setting> elsewhere, String note) {

  private static final String UNSET = "–";

  /**
   * @param key of the configuration, or a fact in words
   * @param before the baseline's value; a dash where it has none
   * @param after the run's value, likewise
   */
  record Setting(String key, String before, String after) {}

  static SettingDifferences of(StoredRun run, StoredRun baseline) {
    List<Setting> learning = new ArrayList<>();
    List<Setting> elsewhere = new ArrayList<>();
    differences(facts(run), facts(baseline), learning);
    List<String> untold = new ArrayList<>();
    for (StoredRun each : List.of(baseline, run)) {
      if (each.manifest().training() == null || each.configuration().isBlank()) {
        untold.add(each.id());
      }
    }
    if (!untold.isEmpty()) {
      return new SettingDifferences(
          learning,
          List.of(),
          "How the model of "
              + String.join(" and ", untold)
              + " was trained is not stored there: nothing was trained, or an older version ran.");
    }
    Map<String, String> here = new TreeMap<>(ConfigLoader.settings(run.configuration()));
    Map<String, String> there = new TreeMap<>(ConfigLoader.settings(baseline.configuration()));
    List<Setting> all = new ArrayList<>();
    differences(here, there, all);
    all.forEach(setting -> (decides(setting.key()) ? learning : elsewhere).add(setting));
    return new SettingDifferences(
        learning, elsewhere, learning.isEmpty() ? "None of model, data or training." : "");
  }

  private static boolean decides(String key) {
    return List.of("model.", "data.", "train.", "evaluate.").stream().anyMatch(key::startsWith);
  }

  private static Map<String, String> facts(StoredRun run) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("Dataset", run.data());
    facts.put("Network", run.metrics().model());
    return facts;
  }

  private static void differences(
      Map<String, String> here, Map<String, String> there, List<Setting> found) {
    TreeSet<String> keys = new TreeSet<>(here.keySet());
    keys.addAll(there.keySet());
    for (String key : keys) {
      String after = here.getOrDefault(key, UNSET);
      String before = there.getOrDefault(key, UNSET);
      if (!before.equals(after)) {
        found.add(new Setting(key, shown(key, before), shown(key, after)));
      }
    }
  }

  private static String shown(String key, String value) {
    return value.isEmpty() ? "\"\"" : Secrets.shown(key, value);
  }
}
