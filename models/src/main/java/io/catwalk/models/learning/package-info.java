/** Gradient clipping, weight penalties and learning rates. */
package io.catwalk.models.learning;
