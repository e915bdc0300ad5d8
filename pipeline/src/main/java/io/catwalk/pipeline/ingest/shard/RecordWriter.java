package io.catwalk.pipeline.ingest.shard;

import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Says one record after the other to Parquet, field by field in the order of its schema. */
final class RecordWriter {

  private final RecordConsumer consumer;
  private final MessageType schema;
  private int field;

  RecordWriter(RecordConsumer consumer, MessageType schema) {
    this.consumer = consumer;
    this.schema = schema;
  }

  void start() {
    consumer.startMessage();
    field = 0;
  }

  void end() {
    consumer.endMessage();
  }

  void add(Binary value) {
    field(() -> consumer.addBinary(value));
  }

  void add(String value) {
    add(Binary.fromString(value));
  }

  void add(int value) {
    field(() -> consumer.addInteger(value));
  }

  void add(long value) {
    field(() -> consumer.addLong(value));
  }

  void add(double value) {
    field(() -> consumer.addDouble(value));
  }

  /** Of texts, as Parquet has maps: a group of repeated pairs. */
  void add(Map<String, String> values) {
    field(
        () -> {
          consumer.startGroup();
          if (!values.isEmpty()) {
            consumer.startField("key_value", 0);
            values.forEach(this::pair);
            consumer.endField("key_value", 0);
          }
          consumer.endGroup();
        });
  }

  private void pair(String key, String value) {
    consumer.startGroup();
    consumer.startField("key", 0);
    consumer.addBinary(Binary.fromString(key));
    consumer.endField("key", 0);
    consumer.startField("value", 1);
    consumer.addBinary(Binary.fromString(value));
    consumer.endField("value", 1);
    consumer.endGroup();
  }

  private void field(Runnable value) {
    String name = schema.getFieldName(field);
    consumer.startField(name, field);
    value.run();
    consumer.endField(name, field);
    field++;
  }
}
