// SPDX-License-Identifier: Apache-2.0

package versionpkg

import "github.com/stackabletech/operator-go/codegen/diag"

// UncopyableError is a fault of the input: a value of which no copy can be made.
type UncopyableError struct {
	// Pos is the field or type that holds the value.
	Pos diag.Pos
	// Message names the field and what to do about it.
	Message string
}

// Error implements error.
func (e *UncopyableError) Error() string { return e.Message }
