// SPDX-License-Identifier: Apache-2.0

package load

import (
	"maps"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/packages"
)

// Inputs are the files and folders on which a program depends, by absolute path.
type Inputs struct {
	Files   []string
	Folders []string
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
	for _, pkg := range p.imports {
		if !editable(pkg.Module) {
			continue
		}
		for _, file := range slices.Concat(pkg.GoFiles, pkg.IgnoredFiles) {
			files[file] = true
			folders[filepath.Dir(file)] = true
		}
	}
	return Inputs{Files: slices.Sorted(maps.Keys(files)), Folders: slices.Sorted(maps.Keys(folders))}
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
