package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops for a person: what they are told, what they can do, and what the status promises. */
class StopTest {

  @TempDir private Path folder;
  private Nights nights;

  @BeforeEach
  void aChampion() {
    nights = new Nights(folder);
    nights.night();
    nights.stages.known = null;
    nights.stages.listing = "listing2";
    nights.stages.ingested = "b";
  }

  @Test
  void tooManyBadImagesNameTheRemedyWhichHelps() {
    nights.stages.tooBad = "9 of 20 images cannot be used";

    RetrainSummary stopped = nights.night();

    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.reasons())
        .containsExactly(
            "9 of 20 images cannot be used; mend or remove them, or allow more of them by these settings; --accept-data takes the data as it is");
    assertThat(nights.status().next())
        .isEqualTo("stop again, for nothing has changed since: " + stopped.reasons().get(0));
    assertThat(nights.night().outcome()).isEqualTo(Outcome.STOPPED);

    nights.acceptData = true;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights.said).contains("accepted: 9 of 20 images cannot be used");
    nights.acceptData = false;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nights.status().next()).startsWith("nothing: ");
  }

  @Test
  void dataThatDiffersNamesTheRemedyWhichHelps() {
    nights.stages.difference =
        new DatasetDifference(new DatasetGrowth.Totals(20, 2, 100, 80, 0.9), 0);

    RetrainSummary stopped = nights.night();

    assertThat(stopped.reasons())
        .hasSize(2)
        .allMatch(reason -> reason.endsWith("; --accept-data takes the data as it is"))
        .anyMatch(reason -> reason.contains("2 of 22 new images cannot be used"))
        .anyMatch(reason -> reason.contains("brightness"));
    assertThat(nights.status().next()).startsWith("stop again, for nothing has changed since: ");

    nights.acceptData = true;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void theStatusPromisesWorkAsSoonAsSomethingHasChanged() {
    nights.stages.tooBad = "9 of 20 images cannot be used";
    nights.night();
    String again = nights.status().next();
    assertThat(again).startsWith("stop again");

    nights.stages.listing = "listing3";
    assertThat(nights.status().next()).startsWith("read what is new");
    nights.stages.listing = "listing2";
    nights.settings.add("data.quarantine.max-percent=60");
    nights.settings.add("data.quarantine.max-class-percent=60");
    assertThat(nights.status().next()).startsWith("read what is new");
    nights.settings.clear();
    assertThat(nights.status().next()).isEqualTo(again);
  }

  @Test
  void anotherChampionIsAChangeAsWell() {
    nights.stages.blessed = false;
    assertThat(nights.night().version()).isEqualTo("v0002");
    nights.stages.listing = "listing3";
    nights.stages.known = null;
    nights.stages.tooBad = "9 of 20 images cannot be used";
    nights.night();
    assertThat(nights.status().next()).startsWith("stop again");

    nights.registry().choose("v0002", List.of("better on Mondays"));

    assertThat(nights.status().next()).startsWith("read what is new");
  }

  @Test
  void otherClassesAreAnotherModelWhateverAPersonAccepts() {
    nights.stages.dataset("b", Map.of("cat", 100L, "dog", 100L, "fox", 30L));
    nights.acceptData = true;

    assertThat(nights.night().reasons())
        .containsExactly(
            "class 'fox' is new (30 images); another set of classes is another model: give it a registry.name");
  }

  @Test
  void aSourceThatIsNotThereStopsAndTheStatusSaysSo() {
    nights.stages.sourceFailure = CatwalkException.data("there is no photos");

    assertThat(nights.status().next()).isEqualTo("stop: there is no photos");
    RetrainSummary stopped = nights.night();
    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(stopped.reasons()).containsExactly("there is no photos");
  }

  @Test
  void aTrainingThatDivergedWillDoSoAgain() {
    nights.stages.trainFailure = CatwalkException.data("the loss is NaN");
    nights.night();

    assertThat(nights.status().next())
        .startsWith("stop again, for nothing has changed since: the loss is NaN");
  }
}
