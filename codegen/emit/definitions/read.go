// SPDX-License-Identifier: Apache-2.0

package definitions

import (
	"bytes"
	"path/filepath"

	"github.com/stackabletech/operator-go/codegen/model"
)

// File returns the path of the file that [Emit] emits for an API package.
func File(api *model.API) string {
	return filepath.Join(api.Dir, Name, fileName)
}

// Literal returns the Go literal of the CRD of a kind in a file that [Emit] has emitted, nil if it has none. It is not parsed:
// it may be megabytes, of which most are compared, and no more.
func Literal(content []byte, kind string) []byte {
	_, behind, found := bytes.Cut(content, []byte("\nconst "+variable(kind)+" = `"))
	end := bytes.Index(behind, []byte("`\n"))
	if !found || end < 0 {
		return nil
	}
	return behind[:end]
}

// Unquote returns what a [Literal] stands for.
func Unquote(literal []byte) []byte {
	return bytes.ReplaceAll(literal, []byte(quotedBackquote), []byte("`"))
}
