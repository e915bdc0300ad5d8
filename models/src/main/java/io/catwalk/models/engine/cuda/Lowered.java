package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.cuda.driver.Slot;

/**
 * What a program runs, before it is placed.
 *
 * @param tape its launches
 * @param input where the images lie when it begins
 * @param result of inference: rows of values
 */
record Lowered(Tape tape, Slot input, Slot result) {}
