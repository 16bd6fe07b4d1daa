/** What the CRD generator has no annotation for. Runs at build time only; nothing else may use it. */
package dev.fleetcell.crdgen;
