package io.catwalk.pipeline.storage;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileAlreadyExistsException;

/**
 * The tree behind {@link MemoryFileSystem}, with the promises of HDFS: a rename is one step, and a
 * file that is being written is there, and not whole, until it is closed. Every operation asks the
 * gate first.
 */
public final class MemoryFiles {

  /** Decides who goes on, and whether. */
  public interface Gate {

    /** Returns when the caller may do one operation; throws when its process is dead. */
    void pass(String process, Runnable operation);
  }

  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final Set<Object> uploads = ConcurrentHashMap.newKeySet();
  private final Gate gate;

  public MemoryFiles(Gate gate) {
    this.gate = gate;
  }

  /** A file's bytes as they are, without an operation; null where there is none. */
  public byte[] peek(String path) {
    return files.get(path);
  }

  /** What is on its way to a file, of stores that know such. */
  Set<Object> uploads() {
    return uploads;
  }

  /** Names of what is there now, without an operation. */
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  interface Operation<T> {
    T run() throws IOException;
  }

  <T> T operate(String process, Operation<T> operation) throws IOException {
    Object[] result = new Object[1];
    IOException[] failure = new IOException[1];
    gate.pass(
        process,
        () -> {
          try {
            result[0] = operation.run();
          } catch (IOException e) {
            failure[0] = e;
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
    @SuppressWarnings("unchecked")
    T told = (T) result[0];
    return told;
  }

  boolean isFolder(String path) {
    return path.equals("/") || !files.subMap(path + "/", path + "0").isEmpty();
  }

  byte[] read(String path) throws IOException {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new FileNotFoundException(path);
    }
    return bytes;
  }

  /** Names directly below a folder. */
  List<String> children(String path) throws IOException {
    if (!isFolder(path)) {
      throw new FileNotFoundException(path);
    }
    String prefix = path.equals("/") ? "/" : path + "/";
    return files.subMap(prefix, prefix + Character.MAX_VALUE).keySet().stream()
        .map(file -> file.substring(prefix.length()).replaceFirst("/.*", ""))
        .distinct()
        .toList();
  }

  void write(String path, byte[] bytes) {
    files.put(path, bytes);
  }

  boolean delete(String path) {
    boolean there = files.remove(path) != null || isFolder(path);
    files.subMap(path + "/", path + "0").clear();
    return there;
  }

  void rename(String from, String to, boolean overwrite) throws IOException {
    if (isFolder(to) || (files.containsKey(to) && !overwrite)) {
      throw new FileAlreadyExistsException(to);
    }
    if (files.containsKey(from)) {
      files.put(to, files.remove(from));
      return;
    }
    if (!isFolder(from)) {
      throw new FileNotFoundException(from);
    }
    for (String file : new ArrayList<>(files.subMap(from + "/", from + "0").keySet())) {
      files.put(to + file.substring(from.length()), files.remove(file));
    }
  }

  /** A file under way: empty at first, half of its bytes at most until it is closed. */
  final class Output extends ByteArrayOutputStream {

    private final String process;
    private final String path;
    private boolean closed;

    Output(String process, String path) {
      this.process = process;
      this.path = path;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        operate(
            process,
            () -> {
              MemoryFiles.this.write(path, java.util.Arrays.copyOf(toByteArray(), size() / 2));
              return null;
            });
        operate(
            process,
            () -> {
              MemoryFiles.this.write(path, toByteArray());
              return null;
            });
      }
    }
  }
}
