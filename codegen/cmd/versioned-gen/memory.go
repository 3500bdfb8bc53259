// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/stamp"
)

// memory tells a run that nothing changed since the last one with the same arguments.
type memory struct {
	stamp.Stamp
	options codegen.Options
}

// environment are the variables that decide what the go command builds.
var environment = []string{
	"GOFLAGS", "GOWORK", "GOOS", "GOARCH", "GOROOT", "GOPATH", "GOMODCACHE", "GOTOOLCHAIN", "GO111MODULE", "CGO_ENABLED",
	"GOEXPERIMENT", "GOPACKAGESDRIVER", "GOENV", "VERSIONED_GEN_CACHE",
}

// memoryOf finds the memory of a command line. VERSIONED_GEN_CACHE names another folder for it; "off" turns it off.
func memoryOf(command string, args []string, o settings) memory {
	cache := os.Getenv("VERSIONED_GEN_CACHE")
	if cache == "" {
		// Without a cache folder, as in a bare container, every run does all the work.
		if dir, err := os.UserCacheDir(); err == nil {
			cache = filepath.Join(dir, "operator-go", "versioned-gen")
		}
	}
	if cache == "off" {
		cache = ""
	}
	key := []string{command, o.Dir, runtime.Version(), fileIdentity(os.Executable()), fileIdentity(exec.LookPath("go"))}
	for _, name := range environment {
		key = append(key, name+"="+os.Getenv(name))
	}
	// generate -v and generate do the same work, but only one of them may be silent.
	return memory{Stamp: stamp.Open(cache, append(key, args...)...), options: o.Options}
}

// fileIdentity tells two builds of a program apart without reading all of it.
func fileIdentity(path string, err error) string {
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return path
	}
	return fmt.Sprint(path, info.Size(), info.ModTime().UnixNano())
}

// save remembers a run that ended well.
func (m memory) save(result *codegen.Result, report []string) error {
	if result.Inputs.Unknown != "" {
		return errors.New(result.Inputs.Unknown)
	}
	files, folders := map[string]bool{}, map[string]bool{}
	for _, file := range slices.Concat(result.Inputs.Files, result.Inputs.BesideFiles) {
		files[file] = true
	}
	// What somebody puts beside emitted files may be a left-over.
	for _, folder := range slices.Concat(result.Inputs.Folders, result.Inputs.BesideFolders, result.Output.Folders) {
		folders[folder] = true
	}
	contents := maps.Clone(result.Inputs.Contents)
	for _, file := range result.Files {
		files[file.Path] = true
		contents[file.Path] = file.Content
	}
	list := slices.Sorted(maps.Keys(folders))
	return m.Save(stamp.Run{
		Files: slices.Sorted(maps.Keys(files)), Folders: list, Contents: contents, Report: report,
		Current: func() error { return result.Current(list) },
	})
}

// relative shortens a path below a folder.
func relative(dir, path string) string {
	if rest, ok := strings.CutPrefix(path, dir+string(filepath.Separator)); ok {
		return rest
	}
	return path
}
