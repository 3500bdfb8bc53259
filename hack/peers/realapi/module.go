// SPDX-License-Identifier: Apache-2.0

package realapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// ModulePath is the path of the modules that APIs are copied into.
const ModulePath = "test.example.com/real"

// Module is a Go module made for a comparison. It has the requirements of this one, so that everything in it resolves
// from the module cache without a network.
type Module struct {
	// Dir is its folder, absolute and free of symbolic links.
	Dir string
}

// NewModule makes an existing folder a module.
func NewModule(ctx context.Context, dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	home, err := homeDir(ctx)
	if err != nil {
		return nil, err
	}
	mod, err := requirements(filepath.Join(home, "go.mod"))
	if err != nil {
		return nil, err
	}
	sum, err := os.ReadFile(filepath.Join(home, "go.sum"))
	if err != nil {
		return nil, err
	}
	return &Module{Dir: dir}, errors.Join(
		os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644),
		os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644),
	)
}

// homeDir is the folder of the module that this package belongs to, which must be the main module.
func homeDir(ctx context.Context) (string, error) {
	return goList(ctx, ".", "-m", "-f", "{{.Dir}}")
}

// goList runs go list and returns its only line.
func goList(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", append([]string{"list"}, args...)...)
	command.Dir = dir
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go list %s: %w: %s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}

// requirements is a go.mod with another module path, without tools, and with replacements that hold in any folder.
func requirements(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := modfile.Parse(path, content, nil)
	if err != nil {
		return nil, err
	}
	if err := file.AddModuleStmt(ModulePath); err != nil {
		return nil, err
	}
	for _, tool := range file.Tool {
		if err := file.DropTool(tool.Path); err != nil {
			return nil, err
		}
	}
	for _, r := range file.Replace {
		if modfile.IsDirectoryPath(r.New.Path) && !filepath.IsAbs(r.New.Path) {
			target := filepath.Join(filepath.Dir(path), r.New.Path)
			if err := file.AddReplace(r.Old.Path, r.Old.Version, target, ""); err != nil {
				return nil, err
			}
		}
	}
	file.Cleanup()
	return file.Format()
}
