// SPDX-License-Identifier: Apache-2.0

// Package peers holds the versioned generator against controller-tools and code-generator: on the APIs of real projects
// the CRDs have to be equal, and the clients must have the same exported API. What differs on purpose stands in
// docs/adr/002 and 003. It is a module of its own since no importer of the generator needs those projects.
package peers
