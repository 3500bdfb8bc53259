// SPDX-License-Identifier: Apache-2.0

package check

import (
	"path"
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// handWritten judges the signature of a function in the folder of a version. Only its text is known: what that cannot tell, the
// compiler tells where the function is used.
func (c *checker) handWritten(r *model.Ref, f *model.Function, needed function) {
	params, result := c.unaliased(needed)
	wrong := f.Odd || len(f.Params) != len(params) || len(f.Results) != 1 ||
		c.isOther(f.Results[0], c.emittedAt(result, needed.result.version))
	for i := 0; !wrong && i < len(params); i++ {
		wrong = c.isOther(f.Params[i], c.emittedAt(params[i], needed.params[i].version))
	}
	if !wrong {
		return
	}
	emitted := c.speaksOfEmitted(needed)
	for i := range params {
		params[i] = c.seen(params[i], needed.params[i].version, needed.since, emitted)
	}
	here := path.Join(c.api.Path, needed.since)
	local := func(e *model.Expr) *model.Expr {
		return e.Rename(func(id model.TypeID) model.TypeID {
			if id.Pkg == here {
				id.Pkg = ""
			}
			return id
		})
	}
	written := model.Function{Name: f.Name, Odd: f.Odd}
	for _, p := range f.Params {
		written.Params = append(written.Params, local(p))
	}
	for _, p := range f.Results {
		written.Results = append(written.Results, local(p))
	}
	c.problems.Errorf(r.Pos, "function %s has the signature %s, but %s is needed", r.Text, signatureOf(&written),
		signatureText(params, c.seen(result, needed.result.version, needed.since, emitted)))
}

// emittedAt gives the types of API packages the names of those that are emitted for a version.
func (c *checker) emittedAt(e *model.Expr, version string) *model.Expr {
	return e.Rename(func(id model.TypeID) model.TypeID {
		a := c.apis[id.Pkg]
		if a == nil {
			return id
		}
		name := id.Name
		if t := a.Type(name); t != nil {
			name = project.TypeNameAt(a, t, version)
		}
		return model.TypeID{Pkg: path.Join(id.Pkg, version), Name: name}
	})
}

// isOther reports whether a type that is written in the folder of a version is certainly another one than a type. What an
// ordinary package or its author calls so may be an alias.
func (c *checker) isOther(written, needed *model.Expr) bool {
	switch {
	case written.Kind == model.Other || written.Equal(needed):
		return false
	case written.Kind == model.Named:
		t, known := c.emittedType(written.ID)
		return known && (t == nil || !t.Alias)
	case needed.Kind == model.Named:
		if t, known := c.emittedType(needed.ID); known {
			return t == nil || !t.Alias
		}
		t := c.lookup(needed.ID)
		return t != nil && !t.Alias
	case written.Kind != needed.Kind || written.Kind == model.Basic:
		return true
	}
	return written.Key != nil && c.isOther(written.Key, needed.Key) || c.isOther(written.Elem, needed.Elem)
}

// emittedType finds the type from which one of a version is emitted. It returns nil and true for one that the version certainly
// does not have.
func (c *checker) emittedType(id model.TypeID) (*model.Type, bool) {
	a, version := c.apis[path.Dir(id.Pkg)], path.Base(id.Pkg)
	if a == nil || a.Index(version) < 0 {
		return nil, false
	}
	for _, t := range a.Types {
		if project.ExistsAt(a, t.History, version) && project.TypeNameAt(a, t, version) == id.Name {
			return t, true
		}
	}
	return nil, !slices.ContainsFunc(a.HandWritten, func(h model.HandWritten) bool {
		return h.Version == version && h.Receiver == "" && h.Name == id.Name
	})
}
