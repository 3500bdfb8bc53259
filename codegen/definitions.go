// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"maps"
	"slices"

	"github.com/stackabletech/operator-go/codegen/check"
	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
	"github.com/stackabletech/operator-go/codegen/read"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// definitions are the CRDs of each API package, by import path, in the order of their kinds.
type definitions map[string][]*crd.Definition

// all returns the CRDs of all API packages, in the order of the packages' paths.
func (d definitions) all() []*crd.Definition {
	var all []*crd.Definition
	for _, path := range slices.Sorted(maps.Keys(d)) {
		all = append(all, d[path]...)
	}
	return all
}

// buildDefinitions makes the CRDs of all API packages. They are made whether or not somebody asks for their YAML: a type
// that has no schema is a fault of the API, and the definitions package holds them.
func buildDefinitions(options Options, source *read.Result, views []*model.View, found findings) definitions {
	built := definitions{}
	var builder *schema.Builder
	found.stage(func(problems *diag.List) {
		builder = schema.NewBuilder(options.Schema, problems)
		for _, api := range source.APIs {
			own := viewsOf(api, views)
			for _, kind := range kindsOf(own) {
				root := api.Type(kind)
				identical := root != nil && project.Identical(root, slices.Concat(source.APIs, source.Referenced))
				if d := crd.Build(builder, kind, own, identical, options.CRD); d != nil {
					built[api.Path] = append(built[api.Path], d)
				}
			}
		}
	})
	found.stage(func(problems *diag.List) {
		check.Zeroes(source.APIs, views, builder, problems)
		for _, d := range built.all() {
			d.Check(problems)
		}
	})
	return built
}

func viewsOf(api *model.API, views []*model.View) []*model.View {
	var own []*model.View
	for _, v := range views {
		if v.API == api {
			own = append(own, v)
		}
	}
	return own
}

// kindsOf returns the names of all kinds that a version has, sorted.
func kindsOf(views []*model.View) []string {
	var kinds []string
	for _, v := range views {
		for _, k := range v.Kinds() {
			kinds = append(kinds, k.Name)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
