// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"go/ast"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
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
	// The last one is a parameter, which would hide a type.
	clients.declare(v.View.API.GroupPos, "the client of the group", "New", "NewForConfig", "NewForConfigAndClient", "NewForConfigOrDie", "setConfigDefaults", "c")
	informers.declare(v.View.API.GroupPos, "the informers of the version", "Interface", "New", "version")
	for _, k := range v.Kinds {
		pos, what, private := k.Type.Pos, "kind "+k.Name, Lower(k.Name)
		files.declare(pos, what, FileName(k.Name))
		clients.declare(pos, what, k.Name+"Interface", k.Name+"Expansion", k.Plural+"Getter", k.Private(), "new"+k.Plural)
		if k.HasLister() {
			listers.declare(pos, what, k.Name+"Lister", k.Name+"ListerExpansion", private+"Lister", "New"+k.Name+"Lister")
		}
		if k.HasLister() && k.Namespaced {
			listers.declare(pos, what, k.Name+"NamespaceLister", k.Name+"NamespaceListerExpansion", private+"NamespaceLister")
		}
		if k.HasInformer() {
			informers.declare(pos, what, k.informerNames()...)
		}
		if k.Applies() {
			configs.declare(pos, what, "Extract"+k.Name, "Extract"+k.Name+"From", "Extract"+k.Name+"Status")
			for _, subresource := range k.Subresources() {
				configs.declare(pos, what, "Extract"+k.Name+NamePart(subresource))
			}
		}
	}
	for _, t := range v.View.Types {
		if t.IsStruct() || t.Underlying != nil && t.Underlying.Kind == model.Named {
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

// informerNames are those that the file of an informer declares.
func (k *Kind) informerNames() []string {
	private := Lower(k.Name)
	return []string{
		k.Name + "Informer", private + "Informer", private + "InformerAdapter",
		"New" + k.Name + "Informer", "NewFiltered" + k.Name + "Informer", "New" + k.Name + "InformerWithOptions",
		"Typed" + k.Name + "Informer", "NewTyped" + k.Name + "Informer", "NewTypedFiltered" + k.Name + "Informer",
		"NewTyped" + k.Name + "InformerWithOptions", "ToTyped" + k.Name + "Informer",
		k.Name + "IndexInformer", "To" + k.Name + "IndexInformer", k.Name + "Indexers", "Deleted" + k.Name,
		k.Name + "HandlerFuncs", k.Name + "DetailedHandlerFuncs", k.Name + "FilteringHandler",
	}
}
