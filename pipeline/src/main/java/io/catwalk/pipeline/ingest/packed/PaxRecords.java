package io.catwalk.pipeline.ingest.packed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a header of the format pax (POSIX.1-2001) adds to or changes in those that follow. Of times,
 * owners and the like nothing is read: nothing here asks for them, and a time with a hundred
 * million digits is no work.
 *
 * @param values key → value, of the keys that matter here alone
 */
record PaxRecords(Map<String, String> values) {

  static final PaxRecords NONE = new PaxRecords(Map.of());

  private static final String SPARSE = "GNU.sparse.";
  private static final int LONGEST_NUMBER = 18;

  /** A record is {@code LENGTH KEY=VALUE\n}, its length in bytes counted in. */
  static PaxRecords parse(byte[] text) throws IOException {
    Map<String, String> values = new HashMap<>();
    int at = 0;
    while (at < text.length && text[at] != 0) {
      int space = at;
      int length = 0;
      while (space < text.length && text[space] != ' ') {
        int digit = text[space++] - '0';
        if (digit < 0 || digit > 9 || length > text.length) {
          throw damaged();
        }
        length = 10 * length + digit;
      }
      int end = at + length;
      if (length <= space - at + 1 || end > text.length || text[end - 1] != '\n') {
        throw damaged();
      }
      int equals = space + 1;
      while (equals < end && text[equals] != '=') {
        equals++;
      }
      if (equals == end) {
        throw damaged();
      }
      String key = new String(text, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      if (key.equals("path") || key.equals("linkpath") || key.equals("size") || sparse(key)) {
        values.put(key, TarHeader.text(Arrays.copyOfRange(text, equals + 1, end - 1)));
      }
      at = end;
    }
    return new PaxRecords(values);
  }

  private static boolean sparse(String key) {
    return key.startsWith(SPARSE);
  }

  private static IOException damaged() {
    return new IOException("it is damaged: a pax header holds what is no record");
  }

  /** With those of a nearer header over these. */
  PaxRecords and(PaxRecords nearer) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(nearer.values);
    return new PaxRecords(all);
  }

  PaxRecords with(String key, String value) {
    return and(new PaxRecords(Map.of(key, value)));
  }

  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  /** Of the entry that follows, where the record tells it. */
  long size(long otherwise) throws IOException {
    String size = values.get("size");
    if (size == null) {
      return otherwise;
    }
    if (size.isEmpty()
        || size.length() > LONGEST_NUMBER
        || !size.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IOException("it is damaged: an entry's size is no number");
    }
    return Long.parseLong(size);
  }

  boolean isSparse() {
    return values.keySet().stream().anyMatch(PaxRecords::sparse);
  }
}
