// SPDX-License-Identifier: Apache-2.0

package check

import (
	"path"

	"github.com/stackabletech/operator-go/codegen/model"
)

// typeAt is a type as it is at a version.
type typeAt struct {
	*model.Expr
	version string
}

// function is what a marker asks of a function that it names.
type function struct {
	// since is the version by which the function is called.
	since  string
	params []typeAt
	result typeAt
}

// unaliased returns the types of a function without aliases.
func (c *checker) unaliased(f function) (params []*model.Expr, result *model.Expr) {
	for _, p := range f.params {
		params = append(params, c.unalias(p.Expr))
	}
	return params, c.unalias(f.result.Expr)
}

// declare writes the declaration of a function, as it stands in the package that home names.
func (c *checker) declare(name string, f function) string {
	params, result := c.unaliased(f)
	emitted := c.speaksOfEmitted(f)
	for i := range params {
		params[i] = c.seen(params[i], f.params[i].version, f.since, emitted)
	}
	return "func " + name + signatureText(params, c.seen(result, f.result.version, f.since, emitted))[len("func"):]
}

// seen is what a type of a version is called in the package of a function, if the packages of other APIs are imported under
// the name that Kubernetes has for such, as in corev1.
func (c *checker) seen(e *model.Expr, version, since string, emitted bool) *model.Expr {
	return e.Rename(func(id model.TypeID) model.TypeID {
		switch {
		case id.Pkg == c.api.Path && (!emitted || version == since):
			return model.TypeID{Name: id.Name}
		case emitted && c.apis[id.Pkg] != nil && id.Pkg != c.api.Path:
			return model.TypeID{Pkg: path.Base(id.Pkg) + version, Name: id.Name}
		case emitted && id.Pkg == c.api.Path:
			return model.TypeID{Pkg: path.Join(id.Pkg, version), Name: id.Name}
		}
		return id
	})
}

// home says in which package a function has to stand.
func (c *checker) home(f function) string {
	if c.speaksOfEmitted(f) {
		return "in a file of its own in the folder " + f.since
	}
	return "in package " + c.api.Name
}
