// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// Use tells which types each version needs. A type belongs to the versions whose resources use it, not to all in which
// it could be: one that only a former type names has no place in later versions.
type Use struct {
	apis     map[string]*model.API
	ordinary *model.Universe
	// at are the types that a version uses, used those that any does.
	at   map[string]map[model.TypeID]bool
	used map[model.TypeID]bool
}

// FindUse follows the resources of all API packages in all of their versions. A type of one package may be used by a
// resource of another only.
func FindUse(apis map[string]*model.API, ordinary *model.Universe) *Use {
	u := &Use{apis: apis, ordinary: ordinary, at: map[string]map[model.TypeID]bool{}, used: map[model.TypeID]bool{}}
	for _, a := range apis {
		for _, t := range a.Types {
			if t.Root == nil {
				continue
			}
			for _, v := range a.Versions {
				u.visit(t.TypeID, v.Name)
			}
		}
	}
	return u
}

func (u *Use) visit(id model.TypeID, version string) {
	if u.at[version] == nil {
		u.at[version] = map[model.TypeID]bool{}
	}
	if u.at[version][id] {
		return
	}
	u.at[version][id] = true
	next := func(id model.TypeID) { u.visit(id, version) }
	a, t := u.apis[id.Pkg], u.ordinary.Lookup(id)
	if a != nil {
		if t = a.Type(id.Name); t != nil && !ExistsAt(a, t.History, version) {
			return
		}
		u.used[id] = true
	}
	if t == nil {
		return
	}
	t.Underlying.Names(next)
	for _, f := range t.Fields {
		switch {
		case a == nil:
			f.Type.Names(next)
		case ExistsAt(a, f.History, version):
			LookAt(a, f, version).Type.Names(next)
		}
	}
	if t.SchemaFile != nil {
		for _, id := range t.SchemaFile.Refs {
			next(id)
		}
	}
}

// Has reports whether a version has a type of a package. One that no version uses is in all, so that what is wrong with it is
// found.
func (u *Use) Has(a *model.API, t *model.Type, version string) bool {
	return ExistsAt(a, t.History, version) && (!u.used[t.TypeID] || u.at[version][t.TypeID])
}

// types returns the types of a package that a version has.
func (u *Use) types(a *model.API, version string) []*model.Type {
	return slices.DeleteFunc(slices.Clone(a.Types), func(t *model.Type) bool { return !u.Has(a, t, version) })
}
