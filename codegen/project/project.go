// SPDX-License-Identifier: Apache-2.0

package project

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Views returns a view for every version of every API, the packages by import path and each one's versions by age.
// Views of referenced packages serve only to look up types: they are in the universe, not in the result. Markers that
// cannot be projected are reported.
func Views(apis, referenced []*model.API, ordinary *model.Universe, problems *diag.List) []*model.View {
	universe := model.NewUniverse()
	for _, id := range ordinary.IDs() {
		universe.Add(ordinary.Lookup(id))
	}
	known := map[string]*model.API{}
	for _, a := range slices.Concat(apis, referenced) {
		known[a.Path] = a
	}
	used := FindUse(known, ordinary)
	var views []*model.View
	for _, a := range slices.Concat(apis, referenced) {
		for _, v := range a.Versions {
			p := &projector{api: a, version: v.Name, apis: known, ordinary: ordinary, problems: problems}
			p.latestJSON = p.looksLatest()
			view := p.view(v, used, universe)
			for _, t := range view.Types {
				universe.Add(t)
			}
			if !slices.Contains(referenced, a) {
				views = append(views, view)
			}
		}
	}
	return views
}

// projector derives one version of one API package.
type projector struct {
	api      *model.API
	version  string
	apis     map[string]*model.API
	ordinary *model.Universe
	problems *diag.List
	// inlinedAt is the field that inlines what is judged, if that is no part of an API package, and so is the same in all versions.
	inlinedAt diag.Pos
	// latestJSON is true when all fields and constants have, at the version, the JSON that they have in the latest shape.
	// Rules, which are costly to parse, then need no translation.
	latestJSON bool
}

// looksLatest reports whether no step from field to field, and no constant, differs from that in the latest shape.
func (p *projector) looksLatest() bool {
	for _, a := range p.apis {
		if slices.ContainsFunc(a.Types, p.changes) {
			return false
		}
	}
	return true
}

func (p *projector) view(v model.Version, used *Use, universe *model.Universe) *model.View {
	view := &model.View{
		API:      p.api,
		Version:  v,
		Path:     path.Join(p.api.Path, v.Name),
		Dir:      filepath.Join(p.api.Dir, v.Name),
		Universe: universe,
	}
	for _, t := range used.types(p.api, p.version) {
		view.Types = append(view.Types, p.typeAt(t))
	}
	slices.SortFunc(view.Types, func(a, b *model.Type) int { return cmp.Compare(a.Name, b.Name) })
	return view
}

// typeAt derives one type.
func (p *projector) typeAt(t *model.Type) *model.Type {
	out := *t
	out.History, out.Emitted = nil, true
	out.TypeID = p.rename(t.TypeID)
	out.Underlying = t.Underlying.Rename(p.rename)
	out.Doc, out.Description = p.deprecate(t.History, calledAs(t.Doc, t.Name, out.Name), nameAs(t.Description, t.Name, out.Name))
	if t.SchemaFile != nil {
		file := *t.SchemaFile
		file.Refs = make(map[string]model.TypeID, len(t.SchemaFile.Refs))
		for text, id := range t.SchemaFile.Refs {
			file.Refs[text] = p.rename(id)
		}
		out.SchemaFile = &file
	}
	out.Fields, out.Constants = nil, nil
	for _, f := range t.Fields {
		if ExistsAt(p.api, f.History, p.version) {
			out.Fields = append(out.Fields, p.fieldAt(f))
		}
	}
	for _, c := range t.Constants {
		if ExistsAt(p.api, c.History, p.version) {
			out.Constants = append(out.Constants, p.constantAt(c))
		}
	}
	out.Markers = p.typeMarkers(t)
	p.ordinaryInlined(t, diag.Pos{}, nil)
	if t.Root != nil {
		out.Root = p.rootAt(t)
		out.Markers = append(append(out.Markers, rootMarkers(out.Root)...), p.versionMarkers(t)...)
	}
	return &out
}

// rename gives a type of an API package the name of what is emitted for it at the version.
func (p *projector) rename(id model.TypeID) model.TypeID {
	a := p.apis[id.Pkg]
	if a == nil {
		return id
	}
	name := id.Name
	if t := a.Type(id.Name); t != nil {
		name = TypeNameAt(a, t, p.version)
	}
	return model.TypeID{Pkg: path.Join(id.Pkg, p.version), Name: name}
}

// latest finds a type as the latest shape has it.
func (p *projector) latest(e *model.Expr) *model.Type {
	e = e.Deref()
	for e != nil && e.Kind == model.Named {
		t := p.ordinary.Lookup(e.ID)
		if a := p.apis[e.ID.Pkg]; a != nil {
			t = a.Type(e.ID.Name)
		}
		if t == nil || t.IsStruct() || t.Underlying == nil || t.Underlying.Kind != model.Named {
			return t
		}
		e = t.Underlying
	}
	return nil
}
