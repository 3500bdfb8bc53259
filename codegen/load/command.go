// SPDX-License-Identifier: Apache-2.0

package load

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
)

// packed is what go/packages puts around the text of a failure of the go command, and that command before it.
var packed = regexp.MustCompile(`^err: exit status \d+: stderr: (?:go: )?`)

// commandError makes a failure of the go command in a folder readable. A go.mod file that cannot be read is its most common
// reason, and where that is wrong is told with the whole path: the command tells it from another folder. It is asked only
// once the command has failed, since newer versions of that may know more directives.
func commandError(err error, dir string) error {
	if root := above(dir, "go.mod"); root != "" {
		name := filepath.Join(root, "go.mod")
		if content, unread := os.ReadFile(name); unread == nil {
			if _, invalid := modfile.Parse(name, content, nil); invalid != nil {
				return errors.New(strings.ReplaceAll(invalid.Error(), "\n", "; "))
			}
		}
	}
	if text := err.Error(); packed.MatchString(text) {
		return errors.New(packed.ReplaceAllString(text, ""))
	}
	return err
}
