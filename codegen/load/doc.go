// SPDX-License-Identifier: Apache-2.0

// Package load finds Go packages and type-checks them. It is the only package that imports go/packages.
//
// It loads what a generator needs and no more, which is why it is fast: one call of the go command for the whole run;
// API packages are parsed and type-checked from source, without function bodies; everything they import comes as
// compiler export data from the build cache; and the files of an imported package are parsed only when the
// documentation of one of its types is asked for.
//
// Files that this generator emitted are left out, so that a broken one never blocks the run that would mend it.
package load
