package io.catwalk.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import org.junit.jupiter.api.Test;

class PublishedModelsTest {

  @Test
  void theNetworkOfPhotosIsThere() {
    TrainedModel model =
        ModelArchive.read(PublishedModels.read(PublishedModels.PHOTOS), PublishedModels.PHOTOS);

    assertThat(model.card().model()).isEqualTo("catwalk-small");
    assertThat(model.card().shape()).isEqualTo(new ImageShape(64, 64, 3));
    assertThat(model.card().classes()).containsExactly("cat", "dog");
  }

  @Test
  void anotherNameIsRefused() {
    assertThatThrownBy(() -> PublishedModels.read("published:photos-128"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "model.from = published:photos-128: Catwalk comes with no such network; expected one of published:photos-64");
  }
}
