// SPDX-License-Identifier: Apache-2.0

package stamp

import "fmt"

// Run is what is remembered of a run.
type Run struct {
	// Files were read or written, and Folders were listed. One that does not exist is remembered as such.
	Files, Folders []string
	// Contents is what the run read from files, or wrote to them, where it knows. Other files are read again: see Current.
	Contents map[string][]byte
	// Report is what the run said.
	Report []string
	// Current is called when everything was hashed. Its error says that something may have changed since the run read it:
	// then nothing is remembered, since what was hashed may be what the run never saw. Nil checks nothing.
	Current func() error
}

func (run Run) record() (record, error) {
	r := record{Files: map[string]string{}, Folders: map[string]string{}, Report: run.Report}
	var err error
	for _, file := range run.Files {
		if content, known := run.Contents[file]; known {
			r.Files[file] = hashContent(content)
		} else if r.Files[file], err = hashFile(file); err != nil {
			return record{}, fmt.Errorf("remember %s: %w", file, err)
		}
	}
	for _, folder := range run.Folders {
		if r.Folders[folder], err = hashFolder(folder); err != nil {
			return record{}, fmt.Errorf("remember %s: %w", folder, err)
		}
	}
	if run.Current != nil {
		if err := run.Current(); err != nil {
			return record{}, err
		}
	}
	return r, nil
}
