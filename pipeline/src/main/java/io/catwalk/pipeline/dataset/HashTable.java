package io.catwalk.pipeline.dataset;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A set of texts that is small enough to be sent to executors and stored beside a dataset: 64 bits
 * of each text's SHA-256. Of a million texts, one that is not in it is taken for one that is with a
 * probability of 5·10⁻¹⁴.
 */
public final class HashTable implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final HashTable EMPTY = new HashTable(new long[0]);

  private final long[] sorted;

  private HashTable(long[] sorted) {
    this.sorted = sorted;
  }

  public static HashTable of(Collection<String> texts) {
    return ofHashes(texts.stream().mapToLong(HashTable::hash));
  }

  /** Of what {@link #hash} gave. */
  public static HashTable ofHashes(LongStream hashes) {
    long[] sorted = hashes.toArray();
    Arrays.sort(sorted);
    int distinct = 0;
    for (long hash : sorted) {
      if (distinct == 0 || sorted[distinct - 1] != hash) {
        sorted[distinct++] = hash;
      }
    }
    return new HashTable(Arrays.copyOf(sorted, distinct));
  }

  /** The 64 bits that stand for a text. */
  public static long hash(String text) {
    return ByteBuffer.wrap(Digests.sha256(text)).getLong();
  }

  public HashTable and(HashTable other) {
    return union(List.of(this, other));
  }

  /** What is in any of them. */
  public static HashTable union(List<HashTable> tables) {
    return ofHashes(tables.stream().flatMapToLong(table -> Arrays.stream(table.sorted)));
  }

  public boolean contains(String text) {
    return sorted.length > 0 && containsHash(hash(text));
  }

  /** Whether a text with this {@link #hash} is in it. */
  public boolean containsHash(long hash) {
    return Arrays.binarySearch(sorted, hash) >= 0;
  }

  public int size() {
    return sorted.length;
  }

  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(sorted.length * Long.BYTES);
    buffer.asLongBuffer().put(sorted);
    return buffer.array();
  }

  public static HashTable read(byte[] bytes) {
    long[] hashes = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(hashes);
    return new HashTable(hashes);
  }
}
