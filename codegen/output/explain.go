// SPDX-License-Identifier: Apache-2.0

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// remedies are what a user can do about an error of the file system, the most specific ones first.
var remedies = []struct {
	is     error
	remedy string
}{
	{syscall.ENOSPC, "free some space, and run again"},
	{syscall.EDQUOT, "free some space, and run again"},
	{syscall.EROFS, "choose a folder that can be written"},
	{syscall.EISDIR, "a folder stands where a file is needed: remove or rename it"},
	{syscall.ENOTDIR, "a file stands where a folder is needed: remove or rename it"},
	{syscall.ELOOP, "links lead in a circle: remove one of them"},
	{fs.ErrPermission, "make the folder writable, or choose another one"},
	{fs.ErrExist, "a file or a broken link stands where a folder is needed: remove or rename it"},
	{fs.ErrNotExist, "a link leads to nothing: remove it, or make the folder that it names"},
}

// explain says what was tried with which path, why it failed, and what helps.
func explain(doing, path string, err error) error {
	reason := err
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		reason = pathError.Err // the path is named already
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		reason = linkError.Err
	}
	for _, r := range remedies {
		if errors.Is(err, r.is) {
			return fmt.Errorf("%s %s: %w: %s", doing, path, reason, r.remedy)
		}
	}
	return fmt.Errorf("%s %s: %w", doing, path, reason)
}
