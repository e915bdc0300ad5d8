package io.catwalk.pipeline.ingest.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Which columns of a table are its images, their names and their classes. Known are what Spark
 * stores of its sources {@code binaryFile} and {@code image}, what Hugging Face's datasets have
 * ({@code image.bytes}), and tables with a column of binaries that is called so.
 *
 * @param image path of the column of encoded images; with {@code pixels}, of Spark's struct
 * @param pixels whether images are rows of pixels, not files
 * @param name path of the column of names; empty where there is none
 * @param label name of the column of classes; empty where there is none
 */
record TableColumns(List<String> image, boolean pixels, List<String> name, String label)
    implements Serializable {

  private static final List<String> IMAGES =
      List.of(
          "image",
          "img",
          "content",
          "image_bytes",
          "image_data",
          "bytes",
          "data",
          "picture",
          "photo",
          "jpg",
          "jpeg",
          "png",
          "webp");
  private static final List<String> NAMES =
      List.of("path", "filename", "file_name", "file", "name", "image_path", "__key__", "id");
  private static final List<String> PIXELS =
      List.of("height", "width", "nchannels", "mode", "data");

  /**
   * Empty where no column holds images: binaries of other names may be anything.
   *
   * @throws IllegalArgumentException for a table of which only a catalogue knows the valid rows
   */
  static Optional<TableColumns> of(MessageType schema) {
    if (schema.containsField("_hoodie_commit_time")) {
      throw new IllegalArgumentException(
          "a file of a Hudi table, whose folder also holds rows that were replaced; expected its present content as Parquet");
    }
    List<Type> images = schema.getFields().stream().filter(TableColumns::mayBeImage).toList();
    Optional<Type> known =
        first(images, IMAGES).or(() -> images.stream().filter(t -> !t.isPrimitive()).findFirst());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Type image = known.get();
    List<Type> others = schema.getFields().stream().filter(type -> type != image).toList();
    String label =
        first(others.stream().filter(TableColumns::mayBeLabel).toList(), ImageTable.LABELS)
            .map(Type::getName)
            .orElse("");
    List<String> name =
        first(others.stream().filter(TableColumns::isText).toList(), NAMES)
            .map(type -> List.of(type.getName()))
            .orElse(List.of());
    if (image.isPrimitive()) {
      return Optional.of(new TableColumns(List.of(image.getName()), false, name, label));
    }
    GroupType group = image.asGroupType();
    List<String> within =
        first(
                group.getFields().stream().filter(TableColumns::isText).toList(),
                List.of("path", "origin"))
            .map(type -> List.of(image.getName(), type.getName()))
            .orElse(name);
    boolean pixels = isPixels(group);
    List<String> path =
        pixels
            ? List.of(image.getName())
            : List.of(image.getName(), field(group, "bytes").orElseThrow().getName());
    return Optional.of(new TableColumns(path, pixels, within, label));
  }

  /** The first of the types that has one of the names, by the order of the names. */
  private static Optional<Type> first(List<Type> types, List<String> names) {
    return names.stream()
        .flatMap(name -> types.stream().filter(type -> lower(type).equals(name)))
        .findFirst();
  }

  private static Optional<Type> field(GroupType group, String name) {
    return group.getFields().stream().filter(type -> lower(type).equals(name)).findFirst();
  }

  private static String lower(Type type) {
    return type.getName().toLowerCase(Locale.ROOT);
  }

  private static boolean mayBeImage(Type type) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    if (type.isPrimitive()) {
      return isBinary(type) && type.getLogicalTypeAnnotation() == null;
    }
    GroupType group = type.asGroupType();
    return group.getLogicalTypeAnnotation() == null
        && (isPixels(group) || field(group, "bytes").filter(TableColumns::isBinary).isPresent());
  }

  private static boolean isPixels(GroupType group) {
    List<String> names = group.getFields().stream().map(TableColumns::lower).toList();
    return names.containsAll(PIXELS)
        && group.getFields().stream().allMatch(Type::isPrimitive)
        && field(group, "data").filter(TableColumns::isBinary).isPresent();
  }

  private static boolean isBinary(Type type) {
    return is(type, PrimitiveTypeName.BINARY);
  }

  private static boolean is(Type type, PrimitiveTypeName... kinds) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && Arrays.asList(kinds).contains(type.asPrimitiveType().getPrimitiveTypeName());
  }

  private static boolean isText(Type type) {
    return isBinary(type)
        && (type.getLogicalTypeAnnotation() == null
            || type.getLogicalTypeAnnotation().equals(LogicalTypeAnnotation.stringType()));
  }

  private static boolean mayBeLabel(Type type) {
    return isText(type) || is(type, PrimitiveTypeName.INT32, PrimitiveTypeName.INT64);
  }

  /** The part of a schema that has the images alone. */
  MessageType images(MessageType schema) {
    return part(schema, List.of(image));
  }

  /** The part of a schema that tells of the images; at least one column. */
  MessageType facts(MessageType schema) {
    List<List<String>> paths = new ArrayList<>();
    if (!name.isEmpty()) {
      paths.add(name);
    }
    if (!label.isEmpty()) {
      paths.add(List.of(label));
    }
    return paths.isEmpty() ? new MessageType(schema.getName()) : part(schema, paths);
  }

  private static MessageType part(MessageType schema, List<List<String>> paths) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (List<String> path : paths) {
      Type type = schema.getType(path.get(0));
      message.addField(
          path.size() == 1
              ? type
              : new GroupType(
                  type.getRepetition(), type.getName(), type.asGroupType().getType(path.get(1))));
    }
    return message.named(schema.getName());
  }
}
