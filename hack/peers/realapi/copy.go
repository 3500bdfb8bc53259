// SPDX-License-Identifier: Apache-2.0

package realapi

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Add copies an API into the module as an API package with the given versions, all of the same shape, and returns its
// folder.
func (m *Module) Add(ctx context.Context, api API, versions ...string) (string, error) {
	from, err := goList(ctx, ".", "-f", "{{.Dir}}", api.Source)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(m.Dir, "apis", api.Name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return "", err
	}
	roots := 0
	for _, entry := range entries {
		if !isSource(entry.Name()) {
			continue
		}
		found, err := copyFile(filepath.Join(from, entry.Name()), filepath.Join(dir, entry.Name()), api)
		if err != nil {
			return "", fmt.Errorf("copy %s of %s: %w", entry.Name(), api.Source, err)
		}
		roots += found
	}
	if roots < api.Count {
		return "", fmt.Errorf("found %d kinds in %s, expected at least %d", roots, api.Source, api.Count)
	}
	return dir, os.WriteFile(filepath.Join(dir, "package.go"), packageFile(api, versions), 0o644)
}

// isSource tells the files with the types from tests, from what other generators wrote, and from the registration with
// a scheme, which is emitted.
func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
		!strings.HasPrefix(name, "zz_generated") && name != "doc.go" && name != "register.go"
}

// copyFile copies one Go file and returns how many root types it declares. A file without declarations is left out.
func copyFile(from, to string, api API) (int, error) {
	source, err := os.ReadFile(from)
	if err != nil {
		return 0, err
	}
	if source, err = strip(from, source); err != nil {
		return 0, err
	}
	if worth, err := declares(from, source); err != nil || !worth {
		return 0, err
	}
	source, roots, err := annotate(from, source, api)
	if err != nil {
		return 0, err
	}
	for _, edit := range api.Edits {
		if edit.File != filepath.Base(to) {
			continue
		}
		if n := bytes.Count(source, []byte(edit.Old)); n != 1 {
			return 0, fmt.Errorf("%q stands %d times", edit.Old, n)
		}
		source = bytes.Replace(source, []byte(edit.Old), []byte(edit.New), 1)
	}
	return roots, os.WriteFile(to, source, 0o644)
}
