// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"cmp"
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// Kind is a resource in one version, and the client that it gets.
type Kind struct {
	Version *Version
	Type    *model.Type
	// Name is the kind, Plural how Go calls more than one ("Persons"), Resource how the API does ("people").
	Name     string
	Plural   string
	Resource string
	// Namespaced is false for cluster-scoped kinds.
	Namespaced bool
	// Status is true for a kind whose status is written by itself.
	Status bool
	// NoVerbs is true for a kind whose interface is left to be written by hand.
	NoVerbs bool
	// Methods are those beyond the verbs.
	Methods []*Method
	// skipped are the verbs that markers leave out.
	skipped []Verb
}

// kindsOf plans the kinds of a version. A type that says +genclient gets what its options say; any other resource gets
// all that it can do.
func kindsOf(version *Version) ([]*Kind, []error) {
	var kinds []*Kind
	var problems []error
	for _, t := range version.View.Types {
		options, found := readOptions(version.View, t)
		problems = append(problems, found...)
		if t.Root == nil {
			if options.explicit {
				problems = append(problems, problemf(options.pos, "+genclient on %s, which is no resource: add +versioned:crd, or leave +genclient out", t.Name))
			}
			continue
		}
		if options.clusterScoped && t.Root.Namespaced {
			problems = append(problems, problemf(options.scopePos, "+genclient:nonNamespaced on %s, which is namespaced: leave it out, or say +versioned:crd:scope=Cluster", t.Name))
		}
		kind := &Kind{
			Version:    version,
			Type:       t,
			Name:       t.Name,
			Plural:     Plural(Upper(t.Name)),
			Resource:   t.Root.Plural,
			Namespaced: t.Root.Namespaced,
			NoVerbs:    options.noVerbs,
			Methods:    options.methods,
			skipped:    options.skipped,
		}
		kind.Status = t.Root.Status
		if options.explicit {
			kind.Status = slices.ContainsFunc(t.Fields, func(f *model.Field) bool { return f.Name == "Status" })
		}
		kind.Status = kind.Status && !options.noStatus
		kind.addScale(options)
		kinds = append(kinds, kind)
	}
	slices.SortFunc(kinds, func(a, b *Kind) int { return cmp.Compare(Lower(a.Name), Lower(b.Name)) })
	return kinds, problems
}

// addScale gives a kind with a scale subresource methods for it. A kind that says +genclient names such methods itself.
func (k *Kind) addScale(options options) {
	if options.explicit || k.Type.Root.Scale == nil {
		return
	}
	scale := model.TypeID{Pkg: "k8s.io/api/autoscaling/v1", Name: "Scale"}
	for _, verb := range []Verb{Get, Update, Apply} {
		name := verb.MethodName() + scale.Name
		taken := slices.ContainsFunc(k.Methods, func(m *Method) bool { return m.Name == name })
		if taken || k.skips(verb) {
			continue
		}
		k.Methods = append(k.Methods, &Method{
			Name: name, Verb: verb, Subresource: "scale", Input: scale, Result: scale, Pos: k.Type.Root.Scale.Pos,
		})
	}
}

func (k *Kind) skips(verb Verb) bool { return slices.Contains(k.skipped, verb) }

// Can reports whether the client's interface has the method of a verb.
func (k *Kind) Can(verb Verb) bool {
	ofStatus := verb == UpdateStatus || verb == ApplyStatus
	return !k.NoVerbs && !k.skips(verb) && (k.Status || !ofStatus)
}

// Applies reports whether the kind has an apply configuration of its own: unless markers leave out both verbs that apply, with
// applyconfiguration-gen also where the one of them that is left has no status to apply.
func (k *Kind) Applies() bool { return !k.skips(Apply) || !k.skips(ApplyStatus) }

// HasLister reports whether the kind has a lister. So has every kind with an informer, which returns it: a lister reads
// a cache and needs no GET. lister-gen leaves out kinds without one, and the informers of informer-gen do not compile.
func (k *Kind) HasLister() bool { return !k.skips(List) && !k.skips(Get) || k.HasInformer() }

// HasInformer reports whether the kind has an informer.
func (k *Kind) HasInformer() bool { return k.Can(List) && k.Can(Watch) }

// ID is the kind's Go type, ListID that of a list of it.
func (k *Kind) ID() model.TypeID { return k.Type.TypeID }

// ListID is the Go type of a list of the kind.
func (k *Kind) ListID() model.TypeID { return model.TypeID{Pkg: k.Type.Pkg, Name: k.Name + "List"} }

// Private is what the struct of the kind's client is called.
func (k *Kind) Private() string { return Lower(k.Plural) }

// Subresources returns the names of those that the kind is known to have, sorted.
func (k *Kind) Subresources() []string {
	var names []string
	if k.Status {
		names = append(names, "status")
	}
	for _, method := range k.Methods {
		if method.Subresource != "" {
			names = append(names, method.Subresource)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
