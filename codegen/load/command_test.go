// SPDX-License-Identifier: Apache-2.0

package load

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommandError(t *testing.T) {
	t.Parallel()
	packed := errors.New("err: exit status 1: stderr: go: ../go.mod requires go >= 1.99 (running go 1.26.0)")
	assert.EqualError(t, commandError(packed, t.TempDir()), "../go.mod requires go >= 1.99 (running go 1.26.0)")
	other := errors.New("context canceled")
	assert.Equal(t, other, commandError(other, t.TempDir()))
}
