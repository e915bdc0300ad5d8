package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.train.TrainingListener;

/** Shows what is wrong and nothing else. */
record TrainingWarnings(Console console) implements TrainingListener {

  @Override
  public void warned(String message) {
    console.say("catwalk: warning: " + message);
  }
}
