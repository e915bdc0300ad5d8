package io.catwalk.pipeline.spark;

/** The devices of a process that arrays can live on, numbered from 0. */
public interface Devices {

  /** How many the process sees. */
  int count();

  /** Makes the calling thread compute on a device, from the next array that it makes on. */
  void pin(int device);
}
