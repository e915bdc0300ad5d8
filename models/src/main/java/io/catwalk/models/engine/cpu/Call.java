package io.catwalk.models.engine.cpu;

/** Something that is prepared once and run in every step. */
interface Call {
  void run();
}
