package io.catwalk.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Records to JSON and back, with snake_case names. A stored document may hold fields that this
 * version does not know.
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private static final ObjectWriter ONE_LINE =
      MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** As {@link #write}, in one line. */
  public static byte[] line(Object value) {
    try {
      return (ONE_LINE.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot write " + value.getClass().getName() + " as JSON", e);
    }
  }

  /** UTF-8 bytes with a final newline. */
  public static byte[] write(Object value) {
    try {
      return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot write " + value.getClass().getName() + " as JSON", e);
    }
  }

  /**
   * @param where the file's name, for the message
   * @throws CatwalkException (data) when the bytes are not the JSON of such a record, or of a newer
   *     form of it
   */
  public static <T> T read(byte[] json, Class<T> type, String where) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw CatwalkException.data("Cannot read " + where + ": it holds null alone");
      }
      if (value instanceof StoredDocument document) {
        check(document, where);
      }
      return value;
    } catch (IOException e) {
      String reason =
          e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
      throw CatwalkException.data("Cannot read " + where + ": " + reason, e);
    }
  }

  private static void check(StoredDocument document, String where) {
    if (document.schemaVersion() > document.newestSchema()) {
      throw CatwalkException.data(
          "Cannot read "
              + where
              + ": schema_version "
              + document.schemaVersion()
              + ", expected "
              + document.newestSchema()
              + "; a newer version of Catwalk wrote it");
    }
  }
}
