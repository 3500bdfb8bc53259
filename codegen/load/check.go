// SPDX-License-Identifier: Apache-2.0

package load

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
)

func (p *Program) parse(f found) *Package {
	pkg := p.parseFiles(f.path, f.files)
	pkg.Dir = f.dir
	return pkg
}

func (p *Program) parseFiles(path string, names []string) *Package {
	pkg := &Package{Path: path, Dir: filepath.Dir(names[0])}
	for _, name := range names {
		if strings.HasPrefix(baseName(name), header.NamePrefix) {
			continue // ours, whatever a failed merge made of its header
		}
		content, err := os.ReadFile(name)
		if err != nil {
			pkg.problems.Errorf(diag.Pos{File: name, Line: 1, Col: 1}, "%v", err)
			continue
		}
		p.contents[name] = content
		if bytes.Contains(content, []byte(header.Marker)) {
			if _, ours := header.Sources(content); ours {
				continue
			}
		}
		file, err := parser.ParseFile(p.Fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			ReportSyntax(err, &pkg.problems)
			pkg.torn = append(pkg.torn, comments(content))
		}
		if file == nil || file.Name == nil || file.Name.Name == "" {
			continue
		}
		pkg.Files = append(pkg.Files, file)
		pkg.FileNames = append(pkg.FileNames, name)
		pkg.Name = file.Name.Name
	}
	return pkg
}

// comments returns the comments of a file whose syntax tree ends where its first error is.
func comments(content []byte) *ast.File {
	file := &ast.File{}
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", fset.Base(), len(content)), content, nil, scanner.ScanComments)
	for {
		pos, kind, text := s.Scan()
		switch kind {
		case token.EOF:
			return file
		case token.COMMENT:
			file.Comments = append(file.Comments, &ast.CommentGroup{List: []*ast.Comment{{Slash: pos, Text: text}}})
		}
	}
}

// ReportSyntax reports what is wrong with a file that the parser does not take.
func ReportSyntax(err error, problems *diag.List) {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return
	}
	for _, e := range list {
		problems.Errorf(diag.Pos{File: e.Pos.Filename, Line: e.Pos.Line, Col: e.Pos.Column}, "%s", e.Msg)
	}
}

// notImported is what the type checker says of an import that it cannot read.
var notImported = regexp.MustCompile(`^could not import (\S+) `)

// check type-checks the package. Function bodies are skipped: nothing of an API is declared in them.
func (p *Program) check(pkg *Package) {
	pkg.Info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{
		Importer:         p.imp,
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Sizes:            types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			var typeError types.Error
			// A message that starts with a tab only adds to the one before.
			if !errors.As(err, &typeError) || strings.HasPrefix(typeError.Msg, "\t") {
				return
			}
			if imported := notImported.FindStringSubmatch(typeError.Msg); imported != nil && p.faultsBelow(imported[1], &pkg.problems) {
				return
			}
			pkg.problems.Errorf(p.Position(typeError.Pos), "%s", typeError.Msg)
		},
	}
	// The error is the first of those that Error has reported.
	pkg.Types, _ = config.Check(pkg.Path, p.Fset, pkg.Files, pkg.Info)
}

// Position translates a position of the file set.
func (p *Program) Position(pos token.Pos) diag.Pos {
	position := p.Fset.PositionFor(pos, false)
	return diag.Pos{File: position.Filename, Line: position.Line, Col: position.Column}
}
