// SPDX-License-Identifier: Apache-2.0

package load

import (
	"context"
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"
)

// found is a package that a pattern names, before anything of it was read.
type found struct {
	pattern   string
	path, dir string
	files     []string
	// ignored are the Go files that build constraints leave out.
	ignored []string
	// fromTree is true when the pattern was a tree, so that the package need not be an API package.
	fromTree bool
}

// find resolves patterns. Folders are looked up here, since that takes a millisecond where the go command takes a
// hundred; everything else is left to the go command. The error names every pattern that leads nowhere.
func find(ctx context.Context, config Config) ([]found, error) {
	var all []found
	var errs []error
	for _, pattern := range config.Patterns {
		resolve := findListed
		if isFolder(pattern) {
			resolve = findFolder
		}
		if isFile(config.Dir, pattern) {
			resolve = refuseFile
		}
		matches, err := resolve(ctx, config.Dir, pattern)
		all, errs = append(all, matches...), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b found) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(all, func(a, b found) bool { return a.path == b.path }), nil
}

func isFolder(pattern string) bool {
	local := pattern == "." || pattern == ".." || strings.HasPrefix(pattern, "./") ||
		strings.HasPrefix(pattern, "../") || filepath.IsAbs(pattern)
	return local && !strings.Contains(pattern, tree)
}

// isFile reports whether a pattern names a Go file, which the go command would take for a package without an import path.
func isFile(base, pattern string) bool {
	if !strings.HasSuffix(pattern, ".go") {
		return false
	}
	if !filepath.IsAbs(pattern) {
		pattern = filepath.Join(base, pattern)
	}
	info, err := os.Stat(pattern)
	return err == nil && !info.IsDir()
}

func refuseFile(_ context.Context, _, pattern string) ([]found, error) {
	folder := path.Dir(filepath.ToSlash(pattern))
	if !isFolder(folder) {
		folder = "./" + folder
	}
	return nil, fmt.Errorf("package %s: a file is not a package: name the folder, %s", pattern, folder)
}

// tree is what stands in a pattern for anything.
const tree = "..."

func findFolder(_ context.Context, base, pattern string) ([]found, error) {
	dir := filepath.Clean(pattern)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(base, dir)
	}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("package %s: the folder %s does not exist", pattern, dir)
	case err != nil:
		return nil, fmt.Errorf("package %s: %w", pattern, err)
	}
	importPath, err := ImportPath(dir)
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", pattern, err)
	}
	buildContext := build.Default
	buildContext.BuildTags = append(buildContext.BuildTags, tagsOf(goEnv("GOFLAGS"))...)
	var files, ignored []string
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		match, err := buildContext.MatchFile(dir, name)
		// A file whose constraints cannot be read is parsed all the same: the parser says what is wrong with it.
		if match || err != nil {
			files = append(files, filepath.Join(dir, name))
		} else {
			ignored = append(ignored, filepath.Join(dir, name))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("package %s: no Go files in %s", pattern, dir)
	}
	return []found{{pattern: pattern, path: importPath, dir: dir, files: files, ignored: ignored}}, nil
}

// tagsOf returns the build tags that GOFLAGS sets.
func tagsOf(goflags string) []string {
	for field := range strings.FieldsSeq(goflags) {
		field = "-" + strings.TrimLeft(field, "-")
		if tags, ok := strings.CutPrefix(field, "-tags="); ok {
			return strings.FieldsFunc(tags, func(r rune) bool { return r == ',' })
		}
	}
	return nil
}

// ImportPath returns the import path of a folder, which need not exist yet, by the go.mod above it.
func ImportPath(dir string) (string, error) {
	for parent := dir; ; parent = filepath.Dir(parent) {
		content, err := os.ReadFile(filepath.Join(parent, "go.mod"))
		if err == nil {
			module := modfile.ModulePath(content)
			if module == "" {
				return "", fmt.Errorf("%s names no module", filepath.Join(parent, "go.mod"))
			}
			below, err := filepath.Rel(parent, dir)
			if err != nil {
				return "", err
			}
			return path.Join(module, filepath.ToSlash(below)), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if parent == filepath.Dir(parent) {
			return "", fmt.Errorf("%s is not inside a Go module: run go mod init there, or name a folder of a module", dir)
		}
	}
}

// ModuleDir returns the root folder of the module that a folder is part of, and the folder itself if it is part of none.
func ModuleDir(dir string) string {
	for parent := dir; ; parent = filepath.Dir(parent) {
		if _, err := os.Stat(filepath.Join(parent, "go.mod")); err == nil {
			return parent
		}
		if parent == filepath.Dir(parent) {
			return dir
		}
	}
}

func findListed(ctx context.Context, base, pattern string) ([]found, error) {
	listed, err := packages.Load(&packages.Config{
		Context: ctx, Mode: packages.NeedName | packages.NeedFiles, Dir: base,
	}, pattern)
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", pattern, commandError(err, base))
	}
	var matches []found
	isTree := strings.Contains(pattern, tree)
	for _, pkg := range listed {
		if len(pkg.GoFiles) > 0 {
			matches = append(matches, found{
				pattern: pattern, path: pkg.PkgPath, dir: filepath.Dir(pkg.GoFiles[0]), files: pkg.GoFiles, ignored: pkg.IgnoredFiles, fromTree: isTree,
			})
			continue
		}
		if !isTree {
			message := "no Go files"
			if len(pkg.Errors) > 0 {
				message = pkg.Errors[0].Msg
			}
			if info, err := os.Stat(filepath.Join(base, pattern)); err == nil && info.IsDir() {
				message = "no such import path: write ./" + filepath.ToSlash(pattern) + " for the folder"
			}
			return nil, fmt.Errorf("package %s: %s", pattern, strings.TrimSpace(message))
		}
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("package %s: no package matches", pattern)
	}
	return matches, nil
}
