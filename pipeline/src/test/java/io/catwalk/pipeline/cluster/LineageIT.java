package io.catwalk.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.tracking.StandInLineage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command tells OpenLineage what it read and wrote. */
class LineageIT {

  @TempDir private Path folder;

  @Test
  void eachJobTellsWhatItReadAndWrote() throws IOException {
    SyntheticPhotos.write(folder.resolve("pets"), List.of("cat", "dog"), 30, 7);
    try (StandInLineage service = new StandInLineage()) {
      catwalk(service, "ingest").expect(0);
      catwalk(service, "train", "--run-id", "one", "--epochs", "1").expect(0);
      catwalk(service, "evaluate", "--run", "one").expect(0);
      catwalk(service, "evaluate", "--run", "nowhere").expect(3);
      catwalk(
              service,
              "retrain",
              "--set",
              "train.epochs=1",
              "--set",
              "retrain.blessing.min-accuracy=0.1",
              "--set",
              "retrain.blessing.test=mcnemar")
          .expect(0);

      assertThat(service.events())
          .extracting(e -> e.get("eventType").asText() + " " + e.at("/job/name").asText())
          .containsExactly(
              "START ingest images",
              "COMPLETE ingest images",
              "START train images",
              "COMPLETE train images",
              "START evaluate",
              "COMPLETE evaluate",
              "START evaluate",
              "FAIL evaluate",
              "START retrain lenet5",
              "COMPLETE retrain lenet5");
      assertThat(first(service.events().get(1), "inputs")).isEqualTo(folder + "/pets");
      assertThat(first(service.events().get(1), "outputs")).contains("/store/datasets/images/");
      assertThat(first(service.events().get(3), "outputs")).endsWith("/store/runs/one");
      assertThat(first(service.events().get(5), "inputs")).endsWith("/runs/one/model.zip");
      assertThat(first(service.events().get(9), "outputs")).endsWith("/registry/lenet5");
    }
  }

  private static String first(JsonNode event, String side) {
    return event.get(side).get(0).get("name").asText();
  }

  private Script.Finished catwalk(StandInLineage service, String command, String... options) {
    String[] all = new String[options.length + 7];
    all[0] = command;
    all[1] = "--storage";
    all[2] = "store";
    all[3] = "--set";
    all[4] = "tracking.openlineage.url=" + service.url();
    all[5] = "--set";
    all[6] = "data.source=" + folder + "/pets";
    System.arraycopy(options, 0, all, 7, options.length);
    return Script.of("catwalk", folder).run(all);
  }
}
