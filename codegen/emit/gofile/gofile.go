// SPDX-License-Identifier: Apache-2.0

// Package gofile owns what all emitted Go files share: where the header stands, the imports, and how a type expression of the model
// is written as Go. It is the only package besides the emitters next to it that knows jennifer.
package gofile

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

// Header is what stands above the package clause.
type Header = header.Header

// New starts a Go file of the package with that import path and name.
func New(above Header, importPath, name string) *jen.File {
	f := jen.NewFilePathName(importPath, name)
	for _, line := range above.Lines() {
		// HeaderComment("") would write nothing; jennifer takes comments with their signs as they are.
		f.HeaderComment(strings.TrimRight("// "+strings.TrimPrefix(strings.TrimPrefix(line, "//"), " "), " "))
	}
	return f
}

// Render writes the file. An error means that the emitter built Go that does not parse.
func Render(f *jen.File, dir, name string) (output.File, error) {
	var buf bytes.Buffer
	if err := f.Render(&buf); err != nil {
		return output.File{}, fmt.Errorf("emit %s: %w", name, err)
	}
	return output.File{Path: filepath.Join(dir, name), Content: buf.Bytes()}, nil
}

// Type writes a type expression. Names of the file's own package are not qualified.
func Type(e *model.Expr) *jen.Statement {
	switch e.Kind {
	case model.Named:
		if e.ID.Pkg == "" {
			return jen.Id(e.ID.Name) // error is predeclared
		}
		// jen.Qual leaves out the package of the file itself.
		return jen.Qual(e.ID.Pkg, e.ID.Name)
	case model.Pointer:
		return jen.Op("*").Add(Type(e.Elem))
	case model.Slice:
		return jen.Index().Add(Type(e.Elem))
	case model.Array:
		return jen.Index(jen.Lit(int(e.Len))).Add(Type(e.Elem))
	case model.Map:
		return jen.Map(Type(e.Key)).Add(Type(e.Elem))
	case model.Interface:
		return jen.Any()
	default:
		return jen.Id(e.Name)
	}
}

// Comment writes lines as line comments, one statement each, so that none is ever joined or wrapped.
func Comment(lines ...string) *jen.Statement {
	s := &jen.Statement{}
	for i, line := range lines {
		if i > 0 {
			s.Line()
		}
		s.Comment(strings.TrimRight("// "+line, " "))
	}
	return s
}
