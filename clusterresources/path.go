// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/clusterresources/deepmerge"
)

// path leads to a field of an object, by the names of fields and the keys of maps.
type path []string

// plainName reports whether a name needs no brackets: it is that of a field, and no key or index.
func plainName(name string) bool {
	return name != "" && !strings.ContainsAny(name, ".[]/ ") && strings.Trim(name, "0123456789") != ""
}

// String writes a path as Kubernetes does in its errors: spec.replicas, data[log4j.properties].
func (p path) String() string {
	text := ""
	for _, name := range p {
		switch {
		case !plainName(name):
			text += "[" + name + "]"
		case text == "":
			text = name
		default:
			text += "." + name
		}
	}
	return text
}

// parsePath reads what String writes; a dot may come first.
func parsePath(text string) (path, error) {
	var p path
	rest := text
	if !strings.HasPrefix(rest, ".") {
		rest = "." + rest
	}
	for rest != "" {
		if key, isKey := strings.CutPrefix(rest, "["); isKey {
			name, after, closed := strings.Cut(key, "]")
			if !closed || name == "" {
				return nil, errors.New("a key in brackets is empty, or lacks the bracket that closes it")
			}
			p, rest = append(p, name), after
			continue
		}
		field, isField := strings.CutPrefix(rest, ".")
		end := strings.IndexAny(field, ".[")
		if end < 0 {
			end = len(field)
		}
		if !isField || !plainName(field[:end]) {
			return nil, errors.New("it is no path like spec.replicas or data[log4j.properties]")
		}
		p, rest = append(p, field[:end]), field[end:]
	}
	return p, nil
}

// covers reports whether a path leads to another one, or to something around it.
func (p path) covers(other path) bool {
	return len(p) <= len(other) && slices.Equal(p, other[:len(p)])
}

// checkPath reports, by an error, a path to what objects of the kind cannot have, or cannot have several owners of. It is free
// if it ends with a key that anybody may choose, so that a wrong one is a path as well.
func (k *Kind) checkPath(p path) (free bool, err error) {
	empty := unstructuredOf(map[string]any{})
	empty.SetGroupVersionKind(k.GroupVersionKind)
	of, err := deepmerge.SchemaOf(k.Types, empty)
	if err != nil {
		return false, err
	}
	at := of.Type
	for i, name := range p {
		atom, known := of.Schema.Resolve(at)
		switch {
		case !known || atom.Map == nil:
			if i > 0 && known && atom.Scalar != nil {
				return false, fmt.Errorf("%s has no fields: if the key has dots, write %s[%s]", p[:i], p[:i-1], strings.Join(p[i-1:], "."))
			}
			return false, fmt.Errorf("%s has no fields with names", p[:i])
		case atom.Map.ElementRelationship == schema.Atomic:
			return false, fmt.Errorf("%s has one owner as a whole: name that", p[:i])
		}
		if field, found := atom.Map.FindField(name); found {
			at, free = field.Type, false
			continue
		}
		free = true
		if at = atom.Map.ElementType; at == (schema.TypeRef{}) {
			return false, fmt.Errorf("a %s has no %s", k.Kind, p[:i+1])
		}
	}
	return free, nil
}
