package io.catwalk.models.engine;

/** Examples that stay on a device between rounds, made by {@link Session#load}. */
public interface Examples extends AutoCloseable {

  /** Number of examples. */
  int size();

  /** Gives their memory back. */
  @Override
  void close();
}
