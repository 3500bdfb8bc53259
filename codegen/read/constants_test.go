// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/constant"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLiterals has values that Go would not read back from their exact form.
func TestLiterals(t *testing.T) {
	t.Parallel()
	third := constant.BinaryOp(constant.MakeInt64(1), token.QUO, constant.MakeInt64(3))
	for want, value := range map[string]constant.Value{
		`"a\"b"`:             constant.MakeString(`a"b`),
		"-7":                 constant.MakeInt64(-7),
		"true":               constant.MakeBool(true),
		"1.5":                constant.MakeFromLiteral("1.5", token.FLOAT, 0),
		"0.3333333333333333": third,
		"1e+100":             constant.MakeFromLiteral("1e100", token.FLOAT, 0),
	} {
		got := literalOf(value)
		assert.Equal(t, want, got)
		kind := map[constant.Kind]token.Token{constant.String: token.STRING, constant.Float: token.FLOAT}[value.Kind()]
		if kind == token.FLOAT {
			f, _ := constant.Float64Val(value)
			again, _ := constant.Float64Val(constant.MakeFromLiteral(got, kind, 0))
			assert.InDelta(t, f, again, 0)
		}
	}
}
