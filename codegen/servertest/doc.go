// SPDX-License-Identifier: Apache-2.0

// Package servertest holds what the generator emits against a real API server. It has nothing but tests.
package servertest
