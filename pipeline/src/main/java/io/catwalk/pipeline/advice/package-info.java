/** Chooses the settings of a training by the images that it shall learn from. */
package io.catwalk.pipeline.advice;
