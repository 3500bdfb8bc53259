// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
)

// View is one API package as it looks at one version. Views have no history: names, types, markers and paths are those
// of the version. References to types of API packages point to emitted packages.
type View struct {
	// API is where the view comes from. Emitters read its group and names from it, never its types.
	API *API `json:"-"`
	// Version is the view's version, Path the import path and Dir the folder of its emitted package.
	Version Version `json:"version"`
	Path    string  `json:"path"`
	Dir     string  `json:"-"`
	// Types are the emitted types in the order of their names.
	Types []*Type `json:"types"`
	// Universe finds types of other packages.
	Universe *Universe `json:"-"`
}

// Kinds returns the resources of the view in the order of their names.
func (v *View) Kinds() []*Type {
	var kinds []*Type
	for _, t := range v.Types {
		if t.Root != nil {
			kinds = append(kinds, t)
		}
	}
	return kinds
}

// Lookup finds a type of the view, of another view, or of an ordinary package; nil if there is none.
func (v *View) Lookup(id TypeID) *Type {
	if id.Pkg == v.Path {
		i, found := slices.BinarySearchFunc(v.Types, id.Name, func(t *Type, name string) int {
			return cmp.Compare(t.Name, name)
		})
		if found {
			return v.Types[i]
		}
		return nil
	}
	return v.Universe.Lookup(id)
}

// Universe finds declared types of all packages that an API reaches.
type Universe struct {
	types map[TypeID]*Type
}

// NewUniverse returns an empty universe.
func NewUniverse() *Universe { return &Universe{types: map[TypeID]*Type{}} }

// Add makes a type known.
func (u *Universe) Add(t *Type) { u.types[t.TypeID] = t }

// Lookup finds a type; nil if it is not known.
func (u *Universe) Lookup(id TypeID) *Type { return u.types[id] }

// IDs returns the names of all known types, sorted.
func (u *Universe) IDs() []TypeID {
	ids := make([]TypeID, 0, len(u.types))
	for id := range u.types {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b TypeID) int {
		return cmp.Or(cmp.Compare(a.Pkg, b.Pkg), cmp.Compare(a.Name, b.Name))
	})
	return ids
}
