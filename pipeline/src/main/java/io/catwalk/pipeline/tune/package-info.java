/**
 * Looks for better settings: draws them at random, and trains those longer that do best on the
 * validation split. The test split takes no part in it.
 */
package io.catwalk.pipeline.tune;
