/** Spark sessions, slots, devices, native libraries and what failures of tasks mean. */
package io.catwalk.pipeline.spark;
