// SPDX-License-Identifier: Apache-2.0

package load

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Inputs are the files and folders on which a program depends, by absolute path.
type Inputs struct {
	Files   []string
	Folders []string
	// Contents is what was read of those files that no other program read for us.
	Contents map[string][]byte
	// BesideFiles and BesideFolders are those of which nothing was read that counts, but whose change may have a tree
	// pattern match one package more.
	BesideFiles, BesideFolders []string
	// Unknown is why it cannot be told where else packages may come from; empty if it can.
	Unknown string
}

// Inputs returns what the program was loaded from: the files of its packages and of every package in the closure of
// their imports that somebody may edit, and the files by which the go command finds packages. Packages of the standard
// library and of the module cache never change; which of them are used stands in go.mod, go.sum and go.work.
func (p *Program) Inputs() Inputs {
	files, folders := map[string]bool{}, map[string]bool{}
	for _, pkg := range p.sources {
		folders[pkg.Dir] = true
		for _, file := range pkg.FileNames {
			files[file] = true
		}
		for _, file := range moduleFiles(pkg.Dir) {
			files[file] = true
		}
	}
	for _, file := range p.named {
		files[file] = true
	}
	for _, pkg := range p.imports {
		if !editable(pkg.Module) {
			continue
		}
		for _, file := range slices.Concat(pkg.GoFiles, pkg.IgnoredFiles) {
			files[file] = true
			folders[filepath.Dir(file)] = true
		}
	}
	in := Inputs{Files: slices.Sorted(maps.Keys(files)), Folders: slices.Sorted(maps.Keys(folders)), Contents: p.contents}
	for _, pattern := range p.config.Patterns {
		if !strings.Contains(pattern, tree) {
			continue
		}
		folders, files, err := treeOf(p.config.Dir, pattern)
		if err != nil {
			in.Unknown = err.Error()
		}
		in.BesideFolders = append(in.BesideFolders, folders...)
		in.BesideFiles = append(in.BesideFiles, files...)
	}
	return in
}

// treeOf returns the folders in which the go command looks for packages that a tree pattern matches: see go help packages,
// and their Go files, of which each may make its package an API package. It fails for patterns of import paths, which say
// nothing about folders.
func treeOf(base, pattern string) (folders, files []string, err error) {
	before, _, _ := strings.Cut(pattern, tree)
	root := before[:strings.LastIndex(before, "/")+1]
	if !isFolder(strings.TrimSuffix(root, "/")) {
		return nil, nil, fmt.Errorf("write %s as ./folder/... : it is not known in which folders packages could come that it matches", pattern)
	}
	root = filepath.Clean(root)
	if !filepath.IsAbs(root) {
		root = filepath.Join(base, root)
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if !entry.IsDir() {
			if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
				files = append(files, path)
			}
			return nil
		}
		if path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "vendor") {
			return fs.SkipDir
		}
		folders = append(folders, path)
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
			return fs.SkipDir // another module, as long as that file is there
		}
		return nil
	})
	return folders, files, err
}

// moduleFiles returns the files above a folder that decide where its imports come from, also those that do not exist.
func moduleFiles(dir string) []string {
	var files []string
	if work := goEnv("GOWORK"); work != "" && work != "off" {
		files = append(files, work, work+".sum")
	}
	if settings := goEnvFile(); settings != "" {
		files = append(files, settings)
	}
	for parent := dir; ; parent = filepath.Dir(parent) {
		for _, name := range []string{"go.mod", "go.sum", "go.work", "go.work.sum", "vendor/modules.txt"} {
			files = append(files, filepath.Join(parent, name))
		}
		if parent == filepath.Dir(parent) {
			return files
		}
	}
}

// editable reports whether a module lies in a folder of the user's: a main module, one of a workspace, or one that a
// replace directive names by its folder.
func editable(module *packages.Module) bool {
	return module != nil && (module.Main || module.Replace != nil && module.Replace.Version == "")
}

// MayMatter reports whether what comes into a folder can change what is loaded or emitted: folders, and files of the kinds
// that the go command and the generator read or write. Hidden ones are seen by neither.
func MayMatter(entry fs.DirEntry) bool {
	if strings.HasPrefix(entry.Name(), ".") {
		return false
	}
	return entry.IsDir() || slices.Contains([]string{".go", ".mod", ".sum", ".work", ".yaml"}, filepath.Ext(entry.Name()))
}
