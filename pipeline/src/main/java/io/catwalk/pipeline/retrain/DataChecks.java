package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.Counted;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.DatasetGrowth.Totals;
import io.catwalk.pipeline.dataset.DatasetManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether new data is like the champion's, so that nobody need look before it is trained on. */
final class DataChecks {

  private final RetrainConfig.Checks limits;
  private final DatasetManifest last;
  private final DatasetManifest now;
  private final List<String> objections = new ArrayList<>();

  DataChecks(RetrainConfig.Checks limits, DatasetManifest last, DatasetManifest now) {
    this.limits = limits;
    this.last = last;
    this.now = now;
  }

  /** Classes that came or went: another model, whatever a person says. */
  List<String> classes() {
    List<String> changes = new ArrayList<>();
    Map<String, Long> before = perClass(last);
    Map<String, Long> after = perClass(now);
    before.forEach(
        (name, count) -> {
          if (count > 0 && after.getOrDefault(name, 0L) == 0) {
            changes.add("class '" + name + "' has no image any more");
          }
        });
    after.forEach(
        (name, count) -> {
          if (count > 0 && before.getOrDefault(name, 0L) == 0) {
            changes.add("class '" + name + "' is new (" + Counted.of(count, "image") + ")");
          }
        });
    return changes;
  }

  /**
   * What differs by more than the limits, a sentence each.
   *
   * @param fresh the images that are new
   */
  List<String> differences(Totals fresh) {
    checkBalance();
    checkFresh(fresh);
    return objections;
  }

  private void checkBalance() {
    Map<String, Long> before = perClass(last);
    Map<String, Long> after = perClass(now);
    long allBefore = total(before);
    long allAfter = total(after);
    before.forEach(
        (name, count) -> {
          double was = 100.0 * count / allBefore;
          double is = 100.0 * after.getOrDefault(name, 0L) / allAfter;
          check(
              Math.abs(is - was) > limits.maxClassShareChange(),
              "class '%s' makes up %.1f %% of the images, before %.1f %%: a change above %s points (retrain.checks.max-class-share-change)",
              name,
              is,
              was,
              show(limits.maxClassShareChange()));
        });
  }

  private void checkFresh(Totals fresh) {
    long seen = fresh.images() + fresh.bad();
    if (seen == 0) {
      return;
    }
    check(
        100.0 * fresh.bad() / seen > limits.maxQuarantinePercent(),
        "%,d of %,d new images cannot be used: more than %s %% (retrain.checks.max-quarantine-percent)",
        fresh.bad(),
        seen,
        show(limits.maxQuarantinePercent()));
    if (fresh.images() == 0 || last.growth() == null) {
      return;
    }
    Totals before = last.growth().all();
    check(
        100 * Math.abs(fresh.meanBrightness() - before.meanBrightness())
            > limits.maxBrightnessChange(),
        "the new images' mean brightness is %.1f %%, before %.1f %%: a change above %s (retrain.checks.max-brightness-change)",
        100 * fresh.meanBrightness(),
        100 * before.meanBrightness(),
        show(limits.maxBrightnessChange()));
    checkSize("width", fresh.meanWidth(), before.meanWidth());
    checkSize("height", fresh.meanHeight(), before.meanHeight());
  }

  private void checkSize(String side, double is, double was) {
    check(
        was > 0 && 100 * Math.abs(is - was) / was > limits.maxSizeChange(),
        "the new images' mean %s is %.0f pixels, before %.0f: a change above %s %% (retrain.checks.max-size-change)",
        side,
        is,
        was,
        show(limits.maxSizeChange()));
  }

  private void check(boolean objectionable, String sentence, Object... values) {
    if (objectionable) {
      objections.add(String.format(Locale.ROOT, sentence, values));
    }
  }

  private static Map<String, Long> perClass(DatasetManifest manifest) {
    Map<String, Long> counts = new TreeMap<>();
    manifest
        .counts()
        .values()
        .forEach(split -> split.forEach((name, count) -> counts.merge(name, count, Long::sum)));
    return counts;
  }

  private static long total(Map<String, Long> counts) {
    return Math.max(1, counts.values().stream().mapToLong(Long::longValue).sum());
  }

  private static String show(double limit) {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }
}
