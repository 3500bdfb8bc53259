// SPDX-License-Identifier: Apache-2.0

package project_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/project"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"DeprecatedNick": "Nick", "deprecatedNick": "nick", "deprecated_nick": "nick", "deprecated-Nick": "nick",
		"DeprecatedÉtat": "État", "deprecatedÉtat": "état", "deprecated_2": "2",
		"Deprecated": "Deprecated", "deprecated": "deprecated", "deprecated_": "deprecated_", "Deprecatedness": "Deprecatedness",
		"deprecatedness": "deprecatedness", "Deprecated2": "Deprecated2", "deprecated2": "deprecated2", "Nick": "Nick", "": "",
	} {
		assert.Equal(t, want, project.Plain(name), name)
	}
}
