/** Graph convolution and its worked example. */
package io.catwalk.models.graph;
