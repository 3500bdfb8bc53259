// SPDX-License-Identifier: Apache-2.0

package check

import (
	"go/types"
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// emitted are the names that the register file of every version declares. Its Kind is not among them: nothing that is
// emitted needs it, and it stands back where the API, or a file beside the emitted ones, has something of that name, as Gateway API has.
var emitted = []string{
	"GroupName", "GroupVersion", "SchemeGroupVersion", "SchemeBuilder", "AddToScheme", "Resource", "addKnownTypes",
}

// names reports what a version would declare twice under one name: types, the lists of resources, and constants, each as
// it is called there.
func (c *checker) names() {
	said := map[string]bool{}
	for _, v := range c.api.Versions {
		taken := map[string]string{}
		for _, name := range emitted {
			taken[name] = ""
		}
		declare := func(what, name string, pos diag.Pos) {
			other, there := taken[name]
			switch {
			case !there:
				taken[name] = what
			case said[what+other]:
			case other == "":
				c.problems.Errorf(pos, "%s has, in %s, the name %s, which is emitted into every version: give it another one", what, v.Name, name)
			default:
				c.problems.Errorf(pos, "%s and %s are both called %s in %s: give one of them another name", other, what, name, v.Name)
			}
			said[what+other] = true
		}
		predeclared := func(what, name string, pos diag.Pos) {
			if types.Universe.Lookup(name) != nil && !said[what+name] {
				said[what+name] = true
				c.problems.Errorf(pos, "%s has, in %s, the name %s, which Go declares and emitted files use: give it another name", what, v.Name, name)
			}
		}
		var declared []*model.Type
		for _, t := range c.api.Types {
			if !c.use.Has(c.api, t, v.Name) {
				continue
			}
			declared = append(declared, t)
			if t.Root != nil {
				declare("the list of "+t.Name+", which is emitted,", project.TypeNameAt(c.api, t, v.Name)+"List", t.Pos)
			}
		}
		for _, t := range declared {
			name := project.TypeNameAt(c.api, t, v.Name)
			declare("type "+t.Name, name, t.Pos)
			predeclared("type "+t.Name, name, t.Pos)
		}
		for _, t := range declared {
			for _, k := range t.Constants {
				if !project.ExistsAt(c.api, k.History, v.Name) {
					continue
				}
				name, _ := project.ConstantAt(c.api, k, v.Name)
				pos := c.changedIn(v.Name, k.Pos, k.History)
				declare("constant "+k.Name, name, pos)
				predeclared("constant "+k.Name, name, pos)
			}
		}
		c.besides(v.Name, taken, declared)
	}
}

// besides reports what is written by hand beside the emitted files of a version and is emitted, too: the files of kubebuilder,
// when a package of its was made an API package. One declaration of a file is enough to find it.
func (c *checker) besides(version string, taken map[string]string, types []*model.Type) {
	copied := map[string]bool{}
	for _, t := range types {
		name := project.TypeNameAt(c.api, t, version)
		copied[name] = !t.CopiedByHand
		if t.Root != nil {
			copied[name+"List"] = true
		}
	}
	said := map[string]bool{}
	for _, h := range c.api.HandWritten {
		_, clash := taken[h.Name]
		if h.Receiver != "" {
			clash = copied[h.Receiver] && (slices.Contains(methods, h.Name) || h.Name == "DeepCopyObject")
		}
		if h.Version == version && clash && !said[h.Pos.File] {
			said[h.Pos.File] = true
			c.problems.Errorf(h.Pos, "%s is emitted into %s, too: take it out of this file, or remove the file", h.Name, version)
		}
	}
}
