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

// Literals returns the Go literals of the CRDs in a file that [Emit] has emitted, by their [Variable]. It is not parsed: it may be
// megabytes, of which most are compared, and no more.
func Literals(content []byte) map[string][]byte {
	literals := map[string][]byte{}
	for rest := content; ; {
		_, behind, found := bytes.Cut(rest, []byte("\nconst "))
		if !found {
			return literals
		}
		rest = behind
		name, literal, found := bytes.Cut(rest, []byte(" = `"))
		end := bytes.Index(literal, []byte("`\n"))
		if !found || end < 0 || bytes.ContainsAny(name, " \n") {
			continue
		}
		literals[string(name)] = literal[:end]
		rest = literal[end:]
	}
}

// Unquote returns what one of the [Literals] stands for.
func Unquote(literal []byte) []byte {
	return bytes.ReplaceAll(literal, []byte(quotedBackquote), []byte("`"))
}
