// SPDX-License-Identifier: Apache-2.0

// Command applybench measures package clusterresources against apply-and-list, as operators write it by hand, and against
// the ResourceManager of github.com/fluxcd/pkg/ssa: on a real API server, side by side in one run. It prints tables in
// Markdown, and fails only if something does not work: how fast a machine is says nothing about the code.
package main
