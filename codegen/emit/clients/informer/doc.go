// SPDX-License-Identifier: Apache-2.0

// Package informer emits informers: caches that follow the API server, one a kind, and the factory that shares them.
package informer

import (
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// Add adds the files of all informers. There are none if no kind can be listed and watched.
func Add(b *layout.Batch, p *plan.Plan) {
	groups := watched(p)
	if len(groups) == 0 {
		return
	}
	addInterfaces(b, p)
	addFactory(b, p, groups)
	for _, g := range groups {
		addGroup(b, g)
		for _, v := range g.versions {
			addVersion(b, v)
			for _, kind := range v.Watched() {
				b.Add(b.Tree.VersionInformers(v), plan.FileName(kind.Name), []string{v.Group.Source}, informer{tree: b.Tree, kind: kind}.write)
			}
		}
	}
}

// group is a group with informers, and those of its versions that have some.
type group struct {
	*plan.Group
	versions []*plan.Version
}

func watched(p *plan.Plan) []group {
	var groups []group
	for _, g := range p.Groups {
		found := group{Group: g}
		for _, v := range g.Versions {
			if len(v.Watched()) > 0 {
				found.versions = append(found.versions, v)
			}
		}
		if len(found.versions) > 0 {
			groups = append(groups, found)
		}
	}
	return groups
}
