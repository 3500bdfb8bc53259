// SPDX-License-Identifier: Apache-2.0

package smd

import (
	"strconv"
	"strings"

	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
)

// YAML writes types as the library reads them. It is written here because the types are few and simple, and a YAML
// library takes longer for them than everything else that is emitted.
func YAML(types []smdschema.TypeDef) string {
	w := &writer{}
	w.line(0, "types:")
	for _, t := range types {
		w.line(0, "- name: "+t.Name)
		w.atom(1, t.Atom)
	}
	return w.text.String()
}

type writer struct{ text strings.Builder }

// line writes a line, each level indented by two spaces.
func (w *writer) line(level int, text string) {
	for range level {
		w.text.WriteString("  ")
	}
	w.text.WriteString(text)
	w.text.WriteByte('\n')
}

func (w *writer) atom(level int, a smdschema.Atom) {
	if a.Scalar != nil {
		w.line(level, "scalar: "+string(*a.Scalar))
	}
	if a.List != nil {
		w.line(level, "list:")
		w.ref(level+1, "elementType:", a.List.ElementType)
		w.line(level+1, "elementRelationship: "+string(a.List.ElementRelationship))
		if len(a.List.Keys) > 0 {
			w.line(level+1, "keys:")
		}
		for _, key := range a.List.Keys {
			w.line(level+1, "- "+quote(key))
		}
	}
	if a.Map != nil {
		w.line(level, "map:")
		if len(a.Map.Fields) > 0 {
			w.line(level+1, "fields:")
		}
		for _, field := range a.Map.Fields {
			w.line(level+1, "- name: "+quote(field.Name))
			w.ref(level+2, "type:", field.Type)
			if field.Default != nil {
				w.line(level+2, "default: "+value(field.Default))
			}
		}
		if a.Map.ElementType != (smdschema.TypeRef{}) {
			w.ref(level+1, "elementType:", a.Map.ElementType)
		}
		if a.Map.ElementRelationship != "" {
			w.line(level+1, "elementRelationship: "+string(a.Map.ElementRelationship))
		}
	}
}

func (w *writer) ref(level int, key string, r smdschema.TypeRef) {
	w.line(level, key)
	if r.NamedType != nil {
		w.line(level+1, "namedType: "+*r.NamedType)
	} else {
		w.atom(level+1, r.Inlined)
	}
	if r.ElementRelationship != nil {
		w.line(level+1, "elementRelationship: "+string(*r.ElementRelationship))
	}
}

func value(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case string:
		return strconv.Quote(v)
	}
	return "null"
}

// quote writes a name, with quotes where YAML would not take it for a text.
func quote(name string) string {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '_')) {
			return strconv.Quote(name)
		}
	}
	switch strings.ToLower(name) {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return strconv.Quote(name)
	}
	return name
}
