/**
 * Lists of millions of small things in a few bytes each: numbers, texts, and lists that are sorted
 * without holding their elements as objects.
 */
package io.catwalk.pipeline.columns;
