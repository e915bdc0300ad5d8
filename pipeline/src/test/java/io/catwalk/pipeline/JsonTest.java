package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

  record Note(int schemaVersion, String text) implements StoredDocument {}

  @Test
  void aDocumentOfANewerCatwalkIsRefused() {
    assertThatThrownBy(() -> read("{\"schema_version\": 2, \"text\": \"a\"}"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage(
            "Cannot read notes/1.json: schema_version 2, expected 1; a newer version of Catwalk wrote it");
  }

  @Test
  void oneOfThisVersionAndOneFromBeforeVersionsWereWrittenAreRead() {
    assertThat(read("{\"schema_version\": 1, \"text\": \"a\", \"more\": 3}"))
        .isEqualTo(new Note(1, "a"));
    assertThat(read("{\"text\": \"a\"}")).isEqualTo(new Note(0, "a"));
  }

  @Test
  void nothingIsNoDocument() {
    assertThatThrownBy(() -> read("null"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage("Cannot read notes/1.json: it holds null alone");
  }

  private static Note read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), Note.class, "notes/1.json");
  }
}
