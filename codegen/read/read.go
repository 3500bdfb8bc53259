// SPDX-License-Identifier: Apache-2.0

// Package read turns loaded Go packages into the model: what is declared, what the markers say, and which types the
// root types reach. It judges markers by their grammar only; whether what they say makes sense is package check's.
package read

import (
	"go/types"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Result is what was read.
type Result struct {
	// APIs are the packages that the patterns named, by import path.
	APIs []*model.API
	// Referenced are further API packages whose types those use. Nothing is emitted for them.
	Referenced []*model.API
	// Ordinary are the types of packages that are not API packages.
	Ordinary *model.Universe
}

// reader holds what one run shares.
type reader struct {
	program  *load.Program
	problems *diag.List
	apis     map[string]*apiReader
	ordinary *model.Universe
	seen     map[model.TypeID]bool
	others   map[string]*typeReader
}

// Read reads all packages of the program. What is wrong goes to the list; what could be read is returned all the same.
func Read(program *load.Program, problems *diag.List) *Result {
	r := &reader{
		program:  program,
		problems: problems,
		apis:     map[string]*apiReader{},
		ordinary: model.NewUniverse(),
		seen:     map[model.TypeID]bool{},
		others:   map[string]*typeReader{},
	}
	requested := map[string]bool{}
	for _, pkg := range program.Packages {
		requested[pkg.Path] = true
		r.api(pkg, true) // else there would be nothing to read
	}
	for _, pkg := range program.Packages {
		r.apis[pkg.Path].reachRoots()
	}
	result := &Result{Ordinary: r.ordinary}
	for _, a := range r.apis {
		a.finish(requested[a.api.Path])
		if requested[a.api.Path] {
			result.APIs = append(result.APIs, a.api)
		} else {
			result.Referenced = append(result.Referenced, a.api)
		}
	}
	byPath := func(a, b *model.API) int { return compare(a.Path, b.Path) }
	slices.SortFunc(result.APIs, byPath)
	slices.SortFunc(result.Referenced, byPath)
	return result
}

// reach makes sure that a named type, and all it is made of, is in the model.
func (r *reader) reach(id model.TypeID) {
	if id.Pkg == "" || r.seen[id] {
		return
	}
	r.seen[id] = true
	if a := r.apiOf(id.Pkg); a != nil {
		a.reach(id.Name)
		return
	}
	syntax := r.program.Syntax(id.Pkg)
	if syntax == nil {
		return
	}
	decl := syntax.Type(id.Name)
	if decl.Spec == nil {
		return
	}
	reader := r.others[id.Pkg]
	if reader == nil {
		reader = r.typesOf(id.Pkg)
		r.others[id.Pkg] = reader
	}
	obj := syntax.Types.Scope().Lookup(id.Name)
	t := reader.read(decl, obj)
	t.OptionalByDefault = optionalByDefault(syntax)
	reader.schemaFile(t, decl)
	if obj != nil && isConstantType(obj.Type()) {
		t.Constants = reader.constants(syntax.Constants(obj.Type()), func(name string) types.Object { return syntax.Types.Scope().Lookup(name) }, obj.Type())
	}
	if !t.Foreign {
		r.refuseMarkers(t)
	}
	r.ordinary.Add(t)
	r.follow(t)
}

// refuseMarkers reports markers of ours on a type whose package has no versions.
func (r *reader) refuseMarkers(t *model.Type) {
	markers := slices.Clone(t.Markers)
	for _, f := range t.Fields {
		markers = append(markers, f.Markers...)
	}
	for _, c := range t.Constants {
		markers = append(markers, c.Markers...)
	}
	for _, m := range markers {
		if strings.HasPrefix(m.Text, marker.Namespace) {
			r.problems.Errorf(m.Pos, "+%s has no meaning here: the package has no versions, for lack of +versioned:group and +versioned:version", ownName(m))
		}
	}
}

// follow reaches everything that a type refers to, in its latest shape and in its history.
func (r *reader) follow(t *model.Type) {
	t.Underlying.Names(r.reach)
	for _, f := range t.Fields {
		f.Type.Names(r.reach)
		if f.History == nil {
			continue
		}
		for _, change := range f.History.Changed {
			change.FromType.Names(r.reach)
		}
	}
	if t.SchemaFile != nil {
		for _, id := range t.SchemaFile.Refs {
			r.reach(id)
		}
	}
}

// apiOf returns the reader of an API package, nil for an ordinary package.
func (r *reader) apiOf(path string) *apiReader {
	if a, known := r.apis[path]; known {
		return a
	}
	syntax := r.program.Syntax(path)
	if syntax == nil || !slices.ContainsFunc(syntax.Holding(marker.Namespace), IsAPI) {
		return nil
	}
	var own diag.List
	pkg := r.program.Source(path, &own)
	r.problems.Append(&own)
	if pkg == nil {
		return nil
	}
	return r.api(pkg, !own.HasErrors())
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
