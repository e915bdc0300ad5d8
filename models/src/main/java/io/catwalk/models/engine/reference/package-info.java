/**
 * The engine's oracle: every operation as its formula reads, in double, on plain Java arrays. Slow,
 * and meant to be read. {@code Pass} holds the numbers of one step, a {@code Step} computes one
 * operation forward and backward, {@code Updates} moves the parameters.
 */
package io.catwalk.models.engine.reference;
