// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Options say what to generate and where to.
type Options struct {
	// Dir is the folder to which Patterns, CRDs, Clients and Header are relative. It must be absolute.
	Dir string
	// Patterns name the API packages: folders, trees such as ./apis/..., or import paths.
	Patterns []string
	// CRDs is the folder for the YAML of the CRDs; empty for none.
	CRDs string
	// Clients is the folder for clientset, listers, informers and apply configurations; empty for none.
	Clients string
	// Header is a file whose text stands above every emitted file, such as a license; empty for none.
	Header string
	// Schema bears on the schemas of the CRDs, CRD on the rest of them.
	Schema schema.Options
	CRD    crd.Options
	// Lister asks the go command for imports; nil for one that remembers nothing. A process that generates often for
	// sources whose imports stay the same shares one.
	Lister *load.Lister
}

// target is where the options lead to.
type target struct {
	crds, clients string
	// clientsPath is the import path of clients.
	clientsPath string
	license     []string
	headerFile  string
}

func (o Options) target() (target, error) {
	if len(o.Patterns) == 0 {
		return target{}, errors.New("no packages named")
	}
	t := target{crds: o.absolute(o.CRDs), clients: o.absolute(o.Clients), headerFile: o.absolute(o.Header)}
	if t.clients != "" {
		importPath, err := load.ImportPath(t.clients)
		if err != nil {
			return target{}, fmt.Errorf("--clients %s: %w", o.Clients, err)
		}
		t.clientsPath = importPath
	}
	if t.headerFile != "" {
		content, err := os.ReadFile(t.headerFile)
		if err != nil {
			return target{}, fmt.Errorf("--header %s: %w", o.Header, err)
		}
		if !utf8.Valid(content) || bytes.ContainsRune(content, 0) {
			return target{}, fmt.Errorf("--header %s: a text in UTF-8 is needed", o.Header)
		}
		t.license = headerLines(string(content))
	}
	return t, nil
}

func (o Options) absolute(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(o.Dir, path)
}

// byteOrderMark is allowed nowhere in a Go file but at its beginning.
const byteOrderMark = "\ufeff"

// headerLines takes the comment signs off a header file: it may be written as line comments of Go or YAML, as one block
// comment, or as plain text.
func headerLines(text string) []string {
	text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", byteOrderMark, "").Replace(text))
	block := strings.HasPrefix(text, "/*")
	text = strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/")
	var lines []string
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		if line = strings.TrimRight(line, " \t"); block {
			line = strings.TrimPrefix(strings.TrimPrefix(line, " *"), " ")
		} else {
			rest, isGo := strings.CutPrefix(line, "//")
			if !isGo {
				rest = strings.TrimPrefix(line, "#")
			}
			line = strings.TrimPrefix(rest, " ")
		}
		lines = append(lines, line)
	}
	if len(lines) == 1 && lines[0] == "" {
		return nil
	}
	return lines
}
