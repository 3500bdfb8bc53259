// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/output"
)

// Current reports whether files and folders are what they were when the run read them, as far as times tell; the error
// names one that may have changed. It does not look at files whose content the run knows: at those in Inputs.Contents,
// and at those that it emitted.
func (r *Result) Current(folders []string) error {
	own := ownOf(r.Files, r.Output.Removed)
	for _, path := range slices.Concat(r.Inputs.Files, r.Inputs.BesideFiles) {
		if _, known := r.Inputs.Contents[path]; known || own[path] || slices.Contains(r.Output.Removed, path) {
			continue
		}
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) != ".go":
			// One of the files by which the go command finds modules: it need not exist.
		case err != nil:
			return fmt.Errorf("%w: %w", errOutdated, err)
		case info.ModTime().After(r.began):
			return fmt.Errorf("%w: %s", errOutdated, path)
		}
	}
	for _, folder := range folders {
		if err := r.currentFolder(folder, own); err != nil {
			return err
		}
	}
	return nil
}

// currentFolder reports whether anything has come into a folder that matters, besides what the run put there itself.
func (r *Result) currentFolder(folder string, own map[string]bool) error {
	info, err := os.Stat(folder)
	if err != nil || !info.ModTime().After(r.began) {
		return nil //nolint:nilerr // what is not there has nothing in it
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("%w: %w", errOutdated, err)
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if own[path] || !load.MayMatter(entry) {
			continue
		}
		if info, err := entry.Info(); err != nil || info.ModTime().After(r.began) {
			return fmt.Errorf("%w: %s", errOutdated, path)
		}
	}
	return nil
}

// ownOf returns what a run itself has changed: the files that it emitted, and the folders of those and of left-overs.
func ownOf(files []output.File, removed []string) map[string]bool {
	own := map[string]bool{}
	paths := slices.Clone(removed)
	for _, file := range files {
		own[file.Path] = true
		paths = append(paths, file.Path)
	}
	for _, path := range paths {
		for dir := filepath.Dir(path); !own[dir]; dir = filepath.Dir(dir) {
			own[dir] = true
		}
	}
	return own
}
