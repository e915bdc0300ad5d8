package io.catwalk.pipeline.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files as other programs write them. */
public final class TestTables {

  /** As Hugging Face stores a dataset. */
  public static final String HUGGING_FACE =
      "message schema { optional group image { optional binary bytes; optional binary path (STRING); } optional int64 label; }";

  /** Of its columns. */
  public static final Map<String, String> CAT_AND_DOG =
      Map.of(
          "huggingface",
          "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\": {\"names\": [\"cat\", \"dog\"], \"_type\": \"ClassLabel\"}}}}");

  private TestTables() {}

  /** Images of both classes by turns, as Hugging Face stores them. */
  public static byte[] catsAndDogs(int rows) {
    return of(
        HUGGING_FACE,
        CAT_AND_DOG,
        rows,
        (row, i) -> {
          row.addGroup("image")
              .append("bytes", Binary.fromConstantByteArray(TestImages.photo("png", i)))
              .append("path", i + ".png");
          row.add("label", (long) i % 2);
        });
  }

  /**
   * @param schema in Parquet's own words
   * @param notes of the footer
   * @param rows how many
   * @param fill makes a row of its number
   */
  public static byte[] of(
      String schema, Map<String, String> notes, int rows, BiConsumer<Group, Integer> fill) {
    return packed(CompressionCodecName.SNAPPY, schema, notes, rows, fill);
  }

  /** The same, its pages packed in a way. */
  public static byte[] packed(
      CompressionCodecName codec,
      String schema,
      Map<String, String> notes,
      int rows,
      BiConsumer<Group, Integer> fill) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    List<Group> groups =
        IntStream.range(0, rows)
            .mapToObj(
                i -> {
                  Group group = new SimpleGroup(type);
                  fill.accept(group, i);
                  return group;
                })
            .toList();
    Memory memory = new Memory(new ByteArrayOutputStream());
    // Small groups of rows, so that a table of a test has several.
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(memory)
            .withType(type)
            .withExtraMetaData(notes)
            .withCompressionCodec(codec)
            .withRowGroupSize(4_000L)
            .withMinRowCountForPageSizeCheck(1)
            .withPageSize(1_000)
            .build()) {
      for (Group group : groups) {
        writer.write(group);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return memory.bytes.toByteArray();
  }

  private record Memory(ByteArrayOutputStream bytes) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int value) {
          bytes.write(value);
        }

        @Override
        public void write(byte[] from, int start, int length) {
          bytes.write(from, start, length);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
