package io.catwalk.models.engine;

/**
 * Softmax with cross entropy over a row of logits: −Σ y·ln p, meant over the minibatch. Its
 * gradient at the logits is p·Σy − y, divided by the minibatch; Σy is an example's weight, 1 where
 * targets are probabilities.
 *
 * @param layer index of the output layer
 * @param logits index of the value
 * @param clip p is held between this and 1 − this inside the logarithm
 */
public record Loss(int layer, int logits, double clip) {}
