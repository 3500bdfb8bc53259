// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// ExtraImports returns the import paths that markers of a file refer to, as in default=example.com/defaults.Replicas.
// The loader needs them before the markers are read.
func ExtraImports(file *ast.File) []string {
	var paths []string
	for _, group := range file.Comments {
		for _, comment := range group.List {
			text, ok := markerText(comment.Text)
			if !ok || !strings.HasPrefix(text, marker.Namespace) {
				continue
			}
			for _, target := range []marker.Target{marker.Field, marker.Type, marker.Constant} {
				parsed, _ := marker.Parse("+"+text, target)
				if parsed == nil {
					continue
				}
				for _, arg := range parsed.Args {
					def := parsed.Definition.Arg(arg.Name)
					if importPath, _ := splitFunction(arg.Values[0]); def.Kind == marker.Func && importPath != "" {
						paths = append(paths, importPath)
					}
				}
				break
			}
		}
	}
	return paths
}

// splitFunction takes "import/path.Func" apart. The path is empty for a function of the package itself.
func splitFunction(text string) (importPath, name string) {
	i := strings.LastIndex(text, ".")
	if i < 0 {
		return "", text
	}
	return text[:i], text[i+1:]
}

// readFunctions makes the functions known that markers may name: "Func" of the package, "import/path.Func" of another
// one, and "v1/Func", hand-written in the folder of a version.
func (a *apiReader) readFunctions() {
	functions := a.api.Functions
	if a.pkg.Types != nil {
		scope := a.pkg.Types.Scope()
		for _, name := range scope.Names() {
			if f, ok := scope.Lookup(name).(*types.Func); ok {
				functions[name] = a.function(name, f)
			}
		}
	}
	for _, file := range a.pkg.Files {
		for _, importPath := range ExtraImports(file) {
			syntax := a.program.Syntax(importPath)
			if syntax == nil {
				continue
			}
			for _, name := range syntax.Types.Scope().Names() {
				if f, ok := syntax.Types.Scope().Lookup(name).(*types.Func); ok && f.Exported() {
					functions[importPath+"."+name] = a.function(name, f)
				}
			}
		}
	}
	for _, version := range a.api.Versions {
		a.readHandWritten(version.Name)
	}
}

func (a *apiReader) function(name string, f *types.Func) *model.Function {
	s := f.Signature()
	return &model.Function{
		Name:    name,
		Params:  exprs(s.Params()),
		Results: exprs(s.Results()),
		Odd:     s.Variadic() || s.TypeParams().Len() > 0,
		Pos:     a.program.Position(f.Pos()),
	}
}

func exprs(tuple *types.Tuple) []*model.Expr {
	var list []*model.Expr
	for v := range tuple.Variables() {
		list = append(list, toExpr(v.Type()))
	}
	return list
}

// readHandWritten reads the functions in the folder of a version. They cannot be type-checked, since the emitted types
// that they speak of may not be there yet; their signatures are understood by their text.
func (a *apiReader) readHandWritten(version string) {
	dir := filepath.Join(a.api.Dir, version)
	// No folder means no functions; one that cannot be read fails when it is written to.
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if strings.HasPrefix(name, header.NamePrefix) {
			continue // it is ours, whatever a failed merge made of it
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		if _, ours := header.Sources(content); ours {
			continue
		}
		built, err := build.Default.MatchFile(dir, name)
		file, torn := parser.ParseFile(a.program.Fset, filepath.Join(dir, name), content, parser.SkipObjectResolution)
		if torn != nil && (built || err != nil) {
			load.ReportSyntax(torn, a.problems)
			a.api.Torn = append(a.api.Torn, version)
		}
		if file == nil || file.Name == nil || file.Name.Name == "" {
			continue
		}
		if built && err == nil && file.Name.Name != version {
			a.problems.Errorf(a.program.Position(file.Name.Pos()), "this is package %s, but the emitted files beside it are package %s: write that", file.Name.Name, version)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				a.api.Functions[version+"/"+f.Name.Name] = a.handWritten(file, f, path.Join(a.api.Path, version))
			}
			if built && err == nil {
				a.declares(version, decl)
			}
		}
	}
}

func (a *apiReader) handWritten(file *ast.File, f *ast.FuncDecl, own string) *model.Function {
	odd := f.Type.TypeParams != nil
	list := func(fields *ast.FieldList) []*model.Expr {
		var out []*model.Expr
		if fields == nil {
			return nil
		}
		for _, field := range fields.List {
			if _, variadic := field.Type.(*ast.Ellipsis); variadic {
				odd = true
			}
			e := byText(file, field.Type, own)
			for range max(len(field.Names), 1) {
				out = append(out, e)
			}
		}
		return out
	}
	function := &model.Function{
		Name: f.Name.Name, Params: list(f.Type.Params), Results: list(f.Type.Results), Pos: a.program.Position(f.Name.Pos()),
	}
	function.Odd = odd
	return function
}

// byText understands a type expression by its text and the imports of its file. What the text does not tell is an Other.
func byText(file *ast.File, expr ast.Expr, own string) *model.Expr {
	unknown := &model.Expr{Kind: model.Other, Name: "?"}
	switch e := expr.(type) {
	case *ast.Ident:
		switch {
		case types.Universe.Lookup(e.Name) != nil:
			return model.BasicExpr(e.Name)
		case slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool { return spec.Name != nil && spec.Name.Name == "." }):
			return unknown
		}
		return model.NamedExpr(own, e.Name)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return model.NamedExpr(importedAs(file, x.Name, path.Dir(own)), e.Sel.Name)
		}
	case *ast.ParenExpr:
		return byText(file, e.X, own)
	case *ast.StarExpr:
		return &model.Expr{Kind: model.Pointer, Elem: byText(file, e.X, own)}
	case *ast.ArrayType:
		if e.Len == nil {
			return &model.Expr{Kind: model.Slice, Elem: byText(file, e.Elt, own)}
		}
	case *ast.MapType:
		return &model.Expr{Kind: model.Map, Key: byText(file, e.Key, own), Elem: byText(file, e.Value, own)}
	}
	return unknown
}

// importedAs returns the path of what a file imports by a name, and the name itself where that cannot be told: a package need
// not be called as its path ends. Those below the API package, which are emitted, are.
func importedAs(file *ast.File, name, api string) string {
	i := slices.IndexFunc(file.Imports, func(spec *ast.ImportSpec) bool {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil {
			return spec.Name.Name == name
		}
		dir, last := path.Split(importPath)
		dir = path.Clean(dir)
		return last == name || dir != api && path.Base(dir) == name && isMajor(last)
	})
	if i < 0 {
		return name
	}
	importPath, _ := strconv.Unquote(file.Imports[i].Path.Value)
	return importPath
}

// isMajor reports whether the last part of an import path is a major version, which is not the package's name.
func isMajor(last string) bool {
	return len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == ""
}
