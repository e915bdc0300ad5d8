package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.storage.SourceFiles;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Files in memory.
 *
 * @param files by name
 */
public record MemorySource(Map<String, byte[]> files) implements SourceFiles {

  @Override
  public List<SourceFile> list(String pattern) {
    return files.entrySet().stream()
        .map(file -> new SourceFile(file.getKey(), file.getKey(), file.getValue().length, 0))
        .sorted((one, two) -> one.path().compareTo(two.path()))
        .toList();
  }

  @Override
  public String any(String pattern) {
    return files.keySet().iterator().next();
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return new ByteArrayInputStream(read(uri));
  }

  @Override
  public byte[] read(String uri) throws IOException {
    byte[] bytes = files.get(uri);
    if (bytes == null) {
      throw new FileNotFoundException(uri);
    }
    return bytes;
  }

  @Override
  public byte[] read(String uri, long position, int length) throws IOException {
    byte[] bytes = read(uri);
    if (position < 0 || position + length > bytes.length) {
      throw new EOFException("byte " + (position + length) + " of " + bytes.length);
    }
    return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
  }
}
