// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"slices"
)

// elsewhere are methods of which other checks, or the emitter of copies, have more to say.
var elsewhere = []string{
	"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "DeepCopy", "DeepCopyInto", "DeepCopyObject",
}

// warnOfMethods warns of methods that the emitted types will not have. Those that the package itself calls have a purpose
// there: functions that markers name may need them.
func (a *apiReader) warnOfMethods() {
	for _, file := range a.pkg.Files {
		for _, decl := range file.Decls {
			method, ok := decl.(*ast.FuncDecl)
			if !ok || !a.reached[receiverOf(method)] || !method.Name.IsExported() || slices.Contains(elsewhere, method.Name.Name) {
				continue
			}
			if !a.selects(method.Name.Name, method) {
				a.problems.Warnf(a.program.Position(method.Name.Pos()), "method %s of %s is not emitted: move it to a file of your own in the folder of each version that shall have it",
					method.Name.Name, receiverOf(method))
			}
		}
	}
}

// selects reports whether the package speaks of a field or method of that name anywhere but in a declaration.
func (a *apiReader) selects(name string, but ast.Decl) bool {
	found := false
	for _, file := range a.pkg.Files {
		for _, decl := range file.Decls {
			if decl == but {
				continue
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if selector, ok := n.(*ast.SelectorExpr); ok && selector.Sel.Name == name {
					found = true
				}
				return !found
			})
		}
	}
	return found
}
