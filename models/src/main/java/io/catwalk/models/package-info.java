/** The catalogue of networks, image shapes, and how a network is made. */
package io.catwalk.models;
