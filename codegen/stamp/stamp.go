// SPDX-License-Identifier: Apache-2.0

// Package stamp remembers what a run read and wrote, so that the next one with the same arguments can tell, in a few
// milliseconds, that it has nothing to do.
//
// A stamp is a list of content hashes in the user's cache folder. It is only ever believed when every file that the run
// read, every folder that it listed and every file that it wrote is byte for byte what it was. Losing one costs a full
// run, nothing else, which is why no error of this package stops the generator.
package stamp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Stamp belongs to one command line.
type Stamp struct {
	// path is where the stamp is kept; empty when there is no cache folder.
	path string
}

// record is what a stamp holds.
type record struct {
	// Files and Folders are hashes by absolute path: of contents, and of the names in a folder.
	Files   map[string]string `json:"files"`
	Folders map[string]string `json:"folders"`
	// Report is what the run said, to be said again.
	Report []string `json:"report,omitempty"`
}

// Open returns the stamp of a command line in a cache folder. Key is everything besides files on which the result
// depends: arguments, environment, and the generator itself.
func Open(cacheDir string, key ...string) Stamp {
	if cacheDir == "" {
		return Stamp{}
	}
	sum := sha256.Sum256([]byte(strings.Join(key, "\x00")))
	return Stamp{path: filepath.Join(cacheDir, hex.EncodeToString(sum[:16])+".json")}
}

// Fresh reports whether everything is as it was when the stamp was saved, and what that run said.
func (s Stamp) Fresh() (report []string, fresh bool) {
	content, err := os.ReadFile(s.path)
	if s.path == "" || err != nil {
		return nil, false
	}
	var r record
	if json.Unmarshal(content, &r) != nil || len(r.Files) == 0 {
		return nil, false
	}
	if !all(r.Folders, hashFolder) || !all(r.Files, hashFile) {
		return nil, false
	}
	return r.Report, true
}

// all reports whether every path still has its hash. Paths are hashed side by side, since reading and hashing the files
// is all that a run with nothing to do does.
func all(want map[string]string, hash func(string) (string, error)) bool {
	paths := slices.Collect(maps.Keys(want))
	var next atomic.Int64
	var differs atomic.Bool
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(paths) && !differs.Load(); i = next.Add(1) - 1 {
				if got, err := hash(paths[i]); err != nil || got != want[paths[i]] {
					differs.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !differs.Load()
}

// Save remembers a run, if it is sure what the run read and wrote.
func (s Stamp) Save(run Run) error {
	if s.path == "" {
		return nil
	}
	r, err := run.record()
	if err != nil {
		return err
	}
	content, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o755); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(s.path), "*.tmp")
	if err != nil {
		return err
	}
	_, writeErr := temporary.Write(content)
	if err := errors.Join(writeErr, temporary.Close()); err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return os.Rename(temporary.Name(), s.path)
}

// Forget removes the stamp, before a run that may end halfway.
func (s Stamp) Forget() error {
	if s.path == "" {
		return nil
	}
	if err := os.Remove(s.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// absent stands for the hash of what does not exist.
const absent = "absent"

func hashFile(path string) (string, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return "", err
	}
	return hashContent(content), nil
}

func hashContent(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func hashFolder(path string) (string, error) {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, entry := range entries {
		fmt.Fprintf(hash, "%s %v\n", entry.Name(), entry.IsDir())
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
