// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"fmt"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// Problem is something wrong with the input, and where it stands.
type Problem struct {
	Pos     diag.Pos
	Message string
}

// Error implements error.
func (p *Problem) Error() string {
	return diag.Diagnostic{Pos: p.Pos, Message: p.Message}.Format("")
}

func problemf(pos diag.Pos, format string, args ...any) *Problem {
	return &Problem{Pos: pos, Message: fmt.Sprintf(format, args...)}
}
