// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// finding is an error of the server, without the version that it was found in.
type finding struct {
	pos     diag.Pos
	message string
}

// report turns errors of the server into diagnostics. One that several versions have is reported once.
func (d *Definition) report(errs field.ErrorList, problems *diag.List) {
	versions := map[finding][]int{}
	for _, err := range errs {
		w := parseWhere(err.Field, d.youngest)
		if w.version >= len(d.sources) {
			w.version = d.youngest
		}
		f := finding{pos: d.position(w), message: d.message(w, err)}
		if !slices.Contains(versions[f], w.version) {
			versions[f] = append(versions[f], w.version)
		}
	}
	for f, in := range versions {
		problems.Errorf(f.pos, "%s", f.message+d.named(in))
	}
}

// named lists versions unless it would be all of them, or none.
func (d *Definition) named(versions []int) string {
	if slices.Contains(versions, -1) || len(versions) == len(d.sources) || len(d.sources) == 1 {
		return ""
	}
	slices.Sort(versions)
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = d.sources[v].view.Version.Name
	}
	return " (in " + strings.Join(names, ", ") + ")"
}

// message says what is wrong in the words of the server, without its path into the object.
func (d *Definition) message(w where, err *field.Error) string {
	subject := d.Object.Spec.Names.Kind + w.String()
	if len(w.rest) > 0 {
		subject += " " + w.rest[0]
	} else if w.part != "" && w.part != "schema" {
		subject += " " + w.part
	}
	detail := cmp.Or(err.Detail, strings.ToLower(err.Type.String()))
	switch value := err.BadValue.(type) {
	case string:
		if value != "" && err.Type != field.ErrorTypeRequired {
			return fmt.Sprintf("%s: %q: %s", subject, value, detail)
		}
	case bool, int, int64, float64:
		return fmt.Sprintf("%s: %v: %s", subject, value, detail)
	}
	return subject + ": " + detail
}
