// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Disk writes files. It can be used as it is.
//
// At any moment, also after the process was killed, each file holds either its old or its new content. Runs that write to
// the same Go module wait for each other where the system has file locks; where it has none, as on some network file
// systems, the one that comes last wins file by file.
type Disk struct {
	// Wait is how long to wait for another run that is writing; zero is a minute.
	Wait time.Duration
	// Waiting, if set, is called once for a folder that another run holds, before waiting for it.
	Waiting func(folder string)

	// system is what writes; nil is the operating system.
	system *system
}

// Put implements [Output]. When staging the files fails, nothing was changed; when a later step does, the error names the
// files that were written.
func (d Disk) Put(ctx context.Context, plan Plan) (Result, error) {
	if _, err := plan.check(); err != nil {
		return Result{}, err
	}
	release, err := d.lock(ctx, dirs(plan.Roots))
	if err != nil {
		return Result{}, err
	}
	defer release()
	if plan.Current != nil {
		if err := plan.Current(); err != nil {
			return Result{}, err
		}
	}

	system := d.system
	if system == nil {
		system = &operatingSystem
	}
	there := &folders{}
	decision, err := decide(plan, there)
	if err := errors.Join(err, system.sweep(there.stale)); err != nil {
		return Result{}, err
	}
	result := Result{Unchanged: decision.unchanged, Folders: there.searched(plan)}
	staged, err := system.stage(ctx, decision.write)
	if err != nil {
		return result, errors.Join(fmt.Errorf("nothing was changed: %w", err), system.discard(staged))
	}
	if result.Written, err = system.commit(staged); err != nil {
		return result, midway(result, errors.Join(err, system.discard(staged[len(result.Written):])))
	}
	if result.Removed, err = system.removeAll(paths(decision.remove), dirs(plan.Roots)); err != nil {
		return result, midway(result, err)
	}
	return result, nil
}

// midway names what was done before an error.
func midway(done Result, err error) error {
	if done.Changes() == 0 {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	var parts []string
	for _, part := range []struct {
		what  string
		paths []string
	}{{"written", done.Written}, {"removed", done.Removed}} {
		if len(part.paths) > 0 {
			parts = append(parts, part.what+" "+strings.Join(part.paths, ", "))
		}
	}
	return fmt.Errorf("%w (before that: %s; run again to do the rest)", err, strings.Join(parts, "; "))
}

// sweep removes what killed runs left.
func (s *system) sweep(stale []string) error {
	var errs []error
	for _, path := range stale {
		if err := s.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, explain("removing", path, err))
		}
	}
	return errors.Join(errs...)
}

// removeAll removes left-overs and the folders that are empty without them, but no root. It returns what was removed.
func (s *system) removeAll(files, roots []string) ([]string, error) {
	keep := map[string]bool{}
	for _, root := range roots {
		real, err := filepath.EvalSymlinks(root)
		if err != nil {
			return nil, explain("following", root, err)
		}
		keep[real] = true
	}
	for i, path := range files {
		if err := s.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return files[:i], explain("removing", path, err)
		}
		for folder := filepath.Dir(path); !keep[folder] && isEmpty(folder); folder = filepath.Dir(folder) {
			if err := s.remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return files[:i+1], explain("removing", folder, err)
			}
		}
	}
	return files, nil
}

func isEmpty(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && len(entries) == 0
}
