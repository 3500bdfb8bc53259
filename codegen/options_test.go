// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
)

// TestHeaderFileAsOthersWriteIt is a text, whatever editor or file it comes from.
func TestHeaderFileAsOthersWriteIt(t *testing.T) {
	t.Parallel()
	const license = "Copyright Somebody.\n\nLicensed somehow."
	for name, tc := range map[string]struct{ text, refused string }{
		"plain":                  {license, ""},
		"Go":                     {"// " + strings.ReplaceAll(license, "\n", "\n// "), ""},
		"YAML":                   {"# Copyright Somebody.\n#\n# Licensed somehow.\n", ""},
		"block":                  {"/*\n" + license + "\n*/\n", ""},
		"with a byte order mark": {"\ufeff// Copyright Somebody.\r\n//\r\n// Licensed somehow.\r\n", ""},
		"of another encoding":    {"Copyright \xa9 Somebody.", "a text in UTF-8 is needed"},
		"no text":                {"Copyright\x00", "a text in UTF-8 is needed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadCase(t, filepath.Join("testdata", "pass", "minimal.txtar"))
			write(t, filepath.Join(c.dir, "header.txt"), []byte(tc.text))
			memory := &output.Memory{}
			_, err := codegen.Run(t.Context(), codegen.Options{Dir: c.dir, Patterns: []string{"./..."}, CRDs: "crds", Header: "header.txt"}, memory)
			if tc.refused != "" {
				require.ErrorContains(t, err, tc.refused)
				return
			}
			require.NoError(t, err)
			require.NotEmpty(t, memory.Files)
			for _, file := range memory.Files {
				sign := "//"
				if filepath.Ext(file.Path) == ".yaml" {
					sign = "#"
				}
				want := strings.ReplaceAll("* Copyright Somebody.\n*\n* Licensed somehow.\n*\n", "*", sign)
				assert.True(t, strings.HasPrefix(string(file.Content), want), "%.200s", file.Content)
			}
		})
	}
}
