// SPDX-License-Identifier: Apache-2.0

package realapi

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// deepCopies is the file that controller-gen writes.
const deepCopies = "zz_generated.deepcopy.go"

// AddPlain copies an API as it was published, but without its deep copies, as the package of version v1 that generators
// of clients read. It returns the folder.
func (m *Module) AddPlain(ctx context.Context, api API) (string, error) {
	from, err := goList(ctx, ".", "-f", "{{.Dir}}", api.Source)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(m.Dir, "apis", api.Name, "v1")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || name == deepCopies {
			continue
		}
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return dir, nil
}
