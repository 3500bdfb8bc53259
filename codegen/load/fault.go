// SPDX-License-Identifier: Apache-2.0

package load

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// compilerLine is a line of the go command about a place.
var compilerLine = regexp.MustCompile(`^(.+\.go):(\d+):(\d+): (.+)$`)

// faultsOf returns what the go command, which ran in a folder, says of places in a package that somebody may edit.
func faultsOf(pkg *packages.Package, dir string) []diag.Diagnostic {
	if !editable(pkg.Module) {
		return nil
	}
	var faults []diag.Diagnostic
	for _, err := range pkg.Errors {
		text := err.Msg
		if err.Pos != "" && err.Pos != "-" {
			text = err.Pos + ": " + text
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "\t") && len(faults) > 0 {
				faults[len(faults)-1].Message += "; " + strings.TrimSpace(line)
				continue
			}
			found := compilerLine.FindStringSubmatch(strings.TrimSpace(line))
			if found == nil {
				continue // the name of the package, or that there is more
			}
			pos := diag.Pos{File: found[1]}
			if !filepath.IsAbs(pos.File) {
				pos.File = filepath.Join(dir, pos.File)
			}
			pos.Line, _ = strconv.Atoi(found[2]) // digits, and one too many is no line either
			pos.Col, _ = strconv.Atoi(found[3])
			faults = append(faults, diag.Diagnostic{Pos: pos, Message: found[4]})
		}
	}
	return faults
}

// faultsBelow reports why a package cannot be imported where that is wrong: in its files, or those of what it imports. It
// returns false if nobody knows.
func (p *Program) faultsBelow(path string, problems *diag.List) bool {
	before := problems.Len()
	if pkg := p.imports[path]; pkg != nil {
		packages.Visit([]*packages.Package{pkg}, nil, func(below *packages.Package) {
			for _, fault := range p.faults[below.PkgPath] {
				problems.Add(fault)
			}
		})
	}
	return problems.Len() > before
}
