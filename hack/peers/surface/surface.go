// SPDX-License-Identifier: Apache-2.0

// Package surface lists what Go packages export, as text that can be compared: names, types of constants, variables and
// fields, signatures, and method sets. Names of parameters do not count, since no caller can tell.
package surface

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Surface holds packages by their path below a root, each with the lines that describe an exported name.
type Surface map[string]map[string][]string

// Of reads all packages below a folder of a module. They must compile. Paths of packages below the root are shown
// relative to it, so that surfaces of different roots can be compared.
func Of(ctx context.Context, dir, root string) (Surface, error) {
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: dir, Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedExportFile,
	}, root+"/...")
	if err != nil {
		return nil, err
	}
	surface := Surface{}
	var problems []error
	for _, pkg := range loaded {
		for _, problem := range pkg.Errors {
			problems = append(problems, problem)
		}
		if pkg.Types != nil {
			w := writer{root: root, own: pkg.Types}
			surface[strings.TrimPrefix(pkg.PkgPath, root)] = w.names()
		}
	}
	if len(surface) == 0 {
		problems = append(problems, fmt.Errorf("no packages below %s", root))
	}
	return surface, errors.Join(problems...)
}

// writer describes what one package exports.
type writer struct {
	root string
	own  *types.Package
}

func (w writer) names() map[string][]string {
	found := map[string][]string{}
	scope := w.own.Scope()
	for _, name := range scope.Names() {
		if object := scope.Lookup(name); object.Exported() {
			found[name] = w.describe(object)
		}
	}
	return found
}

func (w writer) describe(object types.Object) []string {
	switch o := object.(type) {
	case *types.Const:
		return []string{fmt.Sprintf("const %s = %s", w.typ(o.Type()), o.Val().ExactString())}
	case *types.Var:
		return []string{"var " + w.typ(o.Type())}
	case *types.Func:
		return []string{"func" + w.signature(o.Signature())}
	case *types.TypeName:
		return w.declared(o)
	}
	return nil
}

// qualify writes the path of a package, relative to the root if it is below.
func (w writer) qualify(pkg *types.Package) string {
	if pkg == w.own {
		return ""
	}
	if rest, ok := strings.CutPrefix(pkg.Path(), w.root+"/"); ok {
		return "./" + rest
	}
	return pkg.Path()
}

// typ writes a type. The two spellings of the empty interface are one type.
func (w writer) typ(t types.Type) string {
	return strings.ReplaceAll(types.TypeString(t, w.qualify), "interface{}", "any")
}
