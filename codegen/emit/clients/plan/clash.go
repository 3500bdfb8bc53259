// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"go/ast"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// names are those that are declared in one emitted package, and what each was made for.
type names struct {
	where    string
	made     map[string]string
	problems []error
}

// declare notes names, and reports one that was made for something else before: the package would not compile.
func (n *names) declare(pos diag.Pos, what string, names ...string) {
	for _, name := range names {
		other, taken := n.made[name]
		if !taken {
			n.made[name] = what
			continue
		}
		if other != what {
			n.problems = append(n.problems, problemf(pos, "%s and %s would both have %s in %s: give one of them another name", other, what, name, n.where))
			return
		}
	}
}

// nameClashes reports kinds and types whose emitted names are the same.
func (v *Version) nameClashes() []error {
	in := func(where string) *names {
		return &names{where: where + " of " + v.APIVersion(), made: map[string]string{}}
	}
	files, clients, listers, informers, configs := in("the clients"), in("the clients"), in("the listers"), in("the informers"), in("the apply configurations")
	clients.declare(v.View.API.GroupPos, "the group", v.Title()+"Interface", v.Title()+"Client")
	for _, k := range v.Kinds {
		pos, what, private := k.Type.Pos, "kind "+k.Name, Lower(k.Name)
		files.declare(pos, what, FileName(k.Name))
		clients.declare(pos, what, k.Name+"Interface", k.Name+"Expansion", k.Plural+"Getter", Lower(k.Plural), "new"+k.Plural)
		listers.declare(pos, what, k.Name+"Lister", k.Name+"ListerExpansion", private+"Lister")
		if k.Namespaced {
			listers.declare(pos, what, k.Name+"NamespaceLister", k.Name+"NamespaceListerExpansion", private+"NamespaceLister")
		}
		informers.declare(pos, what, k.Name+"Informer", private+"Informer", "New"+k.Name+"Informer", "NewFiltered"+k.Name+"Informer")
		if k.Applies() {
			configs.declare(pos, what, "Extract"+k.Name, "Extract"+k.Name+"From", "Extract"+k.Name+"Status")
		}
	}
	for _, t := range v.View.Types {
		if t.IsStruct() {
			what := "type " + t.Name
			if t.Root != nil {
				what = "kind " + t.Name
			}
			configs.declare(t.Pos, what, t.Name, t.Name+"ApplyConfiguration")
		}
	}
	var problems []error
	for _, t := range v.View.Types {
		if !ast.IsExported(t.Name) {
			problems = append(problems, problemf(t.Pos, "type %s is not exported, so that the clients of %s could not name it: write it with a capital letter", t.Name, v.APIVersion()))
		}
	}
	for _, n := range []*names{files, clients, listers, informers, configs} {
		problems = append(problems, n.problems...)
	}
	return problems
}
