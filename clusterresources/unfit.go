// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// Server-side apply refuses what does not fit the schema of its kind by status 500 without reason and causes, and with a
// text by structured-merge-diff, which shows values. The same library says so here, before anything is sent, where the
// schema is known. Tried with Kubernetes 1.37.

const (
	scalarKey = `("([^"\\]|\\.)*"|[0-9.e+-]+|true|false|null)`
	listKey   = `\[[^=\s]+=` + scalarKey + `(,[^=\s]+=` + scalarKey + `)*\]`
)

// unfitAnswer begins an answer of the API server, and unfitPlace follows: the path, of which elements of sets are left out,
// since they are values, and what is wrong. Behind that stands the value. Other places may follow, which are not read:
// their words may be those of a value.
var (
	unfitAnswer = regexp.MustCompile(`^failed to create typed patch object \([^()]*\): (errors:\n  )?`)
	unfitPlace  = regexp.MustCompile(`^(?<path>(\.[^.:"\[\]\s]+|\[[0-9]+\]|` + listKey + `)+)(\[=` + scalarKey + `\])?: ` +
		`(element [0-9]+: )?(?<says>expected (numeric \(int or float\)|string|boolean|any scalar|list|map)` +
		`|field not declared in schema|duplicate entries for key( ` + listKey + `)?|associative list with(out)? keys [a-z' -]+)`)
)

// unfit returns which field does not fit, and why; false if a text does not say that.
func unfit(text string) (Cause, bool) {
	found := unfitPlace.FindStringSubmatch(text)
	if found == nil {
		return Cause{}, false
	}
	return Cause{
		Field:  strings.TrimPrefix(found[unfitPlace.SubexpIndex("path")], "."),
		Detail: strings.TrimSpace(found[unfitPlace.SubexpIndex("says")]),
	}, true
}

// unfitByServer is unfit for an answer of the API server.
func unfitByServer(answer string) (Cause, bool) {
	begin := unfitAnswer.FindString(answer)
	if begin == "" {
		return Cause{}, false
	}
	return unfit(answer[len(begin):])
}

// checkFit refuses what the API server would refuse, too.
func (d *desired) checkFit(tree map[string]any) error {
	_, err := d.kind.Types.ObjectToTyped(unstructuredOf(tree))
	if err == nil {
		return nil
	}
	var places typed.ValidationErrors
	if !errors.As(err, &places) || len(places) == 0 {
		return nil // the schema does not know the type: the API server says what is wrong
	}
	invalid := &InvalidError{Object: d.ref, Reason: "it does not fit its type", Overrides: len(d.overrides), err: err}
	// They come in any order, and an error should be the same each time.
	first := slices.MinFunc(places, func(a, b typed.ValidationError) int { return strings.Compare(a.Error(), b.Error()) })
	if cause, known := unfit(first.Error()); known {
		invalid.Field, invalid.Reason = cause.Field, cause.Detail
	}
	return invalid
}
