// SPDX-License-Identifier: Apache-2.0

package plan

import "slices"

// Verb is something that a client can do with a kind.
type Verb string

// The verbs.
const (
	Create           Verb = "create"
	Update           Verb = "update"
	UpdateStatus     Verb = "updateStatus"
	Delete           Verb = "delete"
	DeleteCollection Verb = "deleteCollection"
	Get              Verb = "get"
	List             Verb = "list"
	Watch            Verb = "watch"
	Patch            Verb = "patch"
	Apply            Verb = "apply"
	ApplyStatus      Verb = "applyStatus"
)

// verbRule is what a method with another name may do.
type verbRule struct {
	verb Verb
	// method, input and result tell whether a method may have the verb, name the type that it takes, and name the type
	// that it returns.
	method, input, result bool
}

// verbs lists all verbs in the order in which an interface shows their methods.
var verbs = []verbRule{
	{verb: Create, method: true, input: true, result: true},
	{verb: Update, method: true, input: true, result: true},
	{verb: UpdateStatus},
	{verb: Delete},
	{verb: DeleteCollection},
	{verb: Get, method: true, result: true},
	{verb: List, method: true, result: true},
	{verb: Watch},
	{verb: Patch, method: true, result: true},
	{verb: Apply, method: true, input: true, result: true},
	{verb: ApplyStatus},
}

// readonly are the verbs that change nothing.
var readonly = []Verb{Get, List, Watch}

// Verbs returns all verbs in the order in which an interface shows their methods.
func Verbs() []Verb {
	all := make([]Verb, len(verbs))
	for i, rule := range verbs {
		all[i] = rule.verb
	}
	return all
}

func ruleOf(verb Verb) (verbRule, bool) {
	i := slices.IndexFunc(verbs, func(r verbRule) bool { return r.verb == verb })
	if i < 0 {
		return verbRule{}, false
	}
	return verbs[i], true
}

// MethodName is what the method of a verb is called.
func (v Verb) MethodName() string { return Upper(string(v)) }
