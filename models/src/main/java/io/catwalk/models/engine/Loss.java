package io.catwalk.models.engine;

/**
 * Softmax with cross entropy over a row of logits: −Σ y·ln p, meant over the minibatch. Its
 * gradient at the logits is p·w − y, divided by the minibatch.
 *
 * @param layer index of the output layer
 * @param logits index of the value
 * @param weighted whether w is Σ y, the weight of an example; else 1
 * @param clip p is held between this and 1 − this inside the logarithm
 */
public record Loss(int layer, int logits, boolean weighted, double clip) {}
