/**
 * The custom resources of group {@code fleetcell.dev}, version {@code v1alpha1}: what users write and read.
 *
 * <p>Data only. Every description here is what {@code kubectl explain} prints; the YAML in {@code crds/} is generated
 * from these classes and compared with them byte for byte. {@link dev.fleetcell.api.v1alpha1.Door1} holds the guard
 * rules that the API server itself enforces. Fields are boxed and public: null means absent, which is the difference
 * that server-side apply lives on.
 */
package dev.fleetcell.api.v1alpha1;
