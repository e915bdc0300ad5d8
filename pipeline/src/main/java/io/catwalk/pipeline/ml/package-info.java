/**
 * Training and scoring as stages of a Spark ML pipeline. Public, as {@link
 * io.catwalk.pipeline.api}.
 */
package io.catwalk.pipeline.ml;
