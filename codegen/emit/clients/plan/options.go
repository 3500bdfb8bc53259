// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

const (
	genclient       = "genclient"
	genclientPrefix = genclient + ":"
)

// options is what the genclient markers of a type say.
type options struct {
	// explicit is true when the type says +genclient.
	explicit      bool
	pos           diag.Pos
	clusterScoped bool
	scopePos      diag.Pos
	noStatus      bool
	noVerbs       bool
	skipped       []Verb
	methods       []*Method
}

// readOptions reads the genclient markers of a type.
func readOptions(view *model.View, t *model.Type) (options, []error) {
	var read options
	var only []Verb
	var problems []error
	add := func(err *Problem) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	for _, marker := range t.Markers {
		name, value, _ := strings.Cut(marker.Text, "=")
		switch name {
		case genclient:
			read.explicit, read.pos = true, marker.Pos
			if value != "" {
				add(problemf(marker.Pos, "+genclient takes no value: leave the marker out for no client"))
			}
		case genclientPrefix + "nonNamespaced":
			read.clusterScoped, read.scopePos = true, marker.Pos
		case genclientPrefix + "noStatus":
			read.noStatus = true
		case genclientPrefix + "noVerbs":
			read.noVerbs = true
		case genclientPrefix + "readonly":
			only = append(only, readonly...)
		case genclientPrefix + "onlyVerbs":
			listed, err := readVerbs(marker, value)
			add(err)
			only = append(only, listed...)
		case genclientPrefix + "skipVerbs":
			listed, err := readVerbs(marker, value)
			add(err)
			read.skipped = append(read.skipped, listed...)
		case genclientPrefix + "method":
			method, err := readMethod(view, t, marker, value)
			add(err)
			if method != nil {
				read.methods = append(read.methods, method)
			}
		default:
			if strings.HasPrefix(name, genclientPrefix) {
				add(problemf(marker.Pos, "unknown marker +%s: known are nonNamespaced, noStatus, noVerbs, readonly, onlyVerbs, skipVerbs and method", name))
			}
		}
	}
	if only != nil {
		for _, verb := range Verbs() {
			if !slices.Contains(only, verb) {
				read.skipped = append(read.skipped, verb)
			}
		}
	}
	return read, problems
}

func readVerbs(marker model.Marker, value string) ([]Verb, *Problem) {
	var listed []Verb
	for name := range strings.SplitSeq(value, ",") {
		verb := Verb(strings.TrimSpace(name))
		if _, ok := ruleOf(verb); !ok {
			return listed, problemf(marker.Pos, "+%s: %q is no verb: known are %s", marker.Name, string(verb), verbNames(Verbs()))
		}
		listed = append(listed, verb)
	}
	return listed, nil
}

func verbNames(list []Verb) string {
	names := make([]string, len(list))
	for i, verb := range list {
		names[i] = string(verb)
	}
	return strings.Join(names, ", ")
}
