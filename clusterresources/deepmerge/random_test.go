// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"math/rand/v2"
	"testing"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// FuzzMergeBySchema merges random overrides that mostly fit the schema: what is random text rarely gets far into one.
func FuzzMergeBySchema(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	bases := fuzzBases(f)
	schemas := make([]Schema, len(bases))
	for i, base := range bases {
		schemas[i] = schemaOf(f, base)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		i := int(seed % uint64(len(bases)))
		r := writer{rand.New(rand.NewPCG(seed, 1)), schemas[i].Schema, seed%3 == 0, 3}
		override, _ := r.value(schemas[i].Type, bases[i], 0).(map[string]any)
		if override == nil {
			return // no object
		}
		fuzzOne(t, schemas[i], bases[i], override)
	})
}

// writer writes overrides at random.
type writer struct {
	*rand.Rand
	schema *schema.Schema
	// deletes lets it delete and replace.
	deletes bool
	// fields is one more than how many fields an object has that the base need not have.
	fields int
}

func (r writer) one(in int) bool { return r.IntN(in) == 0 }

func (r writer) value(ref schema.TypeRef, base any, depth int) any {
	atom, _ := r.schema.Resolve(ref)
	if r.deletes && depth > 0 && r.one(15) {
		return nil
	}
	if r.one(300) {
		return []any{map[string]any{"a": "wrong"}, true, int64(7)}[r.IntN(3)]
	}
	switch {
	case atom.Map != nil && (atom.Scalar == nil || depth < 6 && r.one(2)):
		from, _ := base.(map[string]any)
		return r.object(objectType{Map: atom.Map, name: nameOf(ref)}, from, depth)
	case atom.List != nil && (atom.Scalar == nil || depth < 6 && r.one(3)):
		from, _ := base.([]any)
		return r.list(*atom.List, from, depth)
	case atom.Scalar == nil:
		return nil
	}
	switch *atom.Scalar {
	case schema.Numeric:
		return int64(r.IntN(3))
	case schema.Boolean:
		return r.one(2)
	}
	return string(rune('a' + r.IntN(4)))
}

func (r writer) object(t objectType, base map[string]any, depth int) map[string]any {
	o := map[string]any{}
	if r.deletes && depth > 0 {
		switch r.IntN(20) {
		case 0:
			o[patchDirective] = patchDelete
			return o
		case 1:
			o[patchDirective] = patchReplace
		}
	}
	add := func(name string) {
		ref, err := t.field(name)
		if err != nil || depth == 0 && (name == "apiVersion" || name == "kind") {
			return
		}
		if unset, ok := o[unsetDirective].([]any); r.deletes && r.one(15) && o[patchDirective] == nil && o[name] == nil && !t.isKey(name) {
			if !ok || !r.one(3) {
				o[unsetDirective] = append(unset, name)
			}
			return
		}
		if depth < 12 {
			o[name] = r.value(ref, base[name], depth+1)
		}
	}
	for _, name := range sortedKeys(base) {
		if r.one(2) {
			add(name)
		}
	}
	if len(t.Fields) > 0 {
		for range r.IntN(r.fields) {
			add(t.Fields[r.IntN(len(t.Fields))].Name)
		}
	} else {
		for range r.IntN(r.fields) {
			add(string(rune('a' + r.IntN(4))))
		}
	}
	return o
}

func (r writer) list(t schema.List, base []any, depth int) []any {
	list := []any{}
	if r.deletes && r.one(15) {
		list = append(list, map[string]any{patchDirective: patchReplace})
	}
	var seen index
	isNew := func(k key) bool {
		if first, _ := seen.find(k); first >= 0 && !r.one(50) {
			return false
		}
		seen.add(k)
		return true
	}
	for range r.IntN(4) {
		var from any
		if len(base) > 0 && !r.one(3) {
			from = base[r.IntN(len(base))]
		}
		if t.ElementRelationship != schema.Associative || len(t.Keys) == 0 {
			element := r.value(t.ElementType, from, depth+1)
			if element != nil && (t.ElementRelationship != schema.Associative || !isScalar(element) || isNew(key{first: normal(element)})) {
				list = append(list, element)
			}
			continue
		}
		atom, _ := r.schema.Resolve(t.ElementType)
		of := objectType{Map: atom.Map, name: nameOf(t.ElementType), keys: t.Keys}
		same, _ := from.(map[string]any)
		element := r.object(of, same, depth+1)
		for _, name := range t.Keys {
			field, _ := of.FindField(name)
			// Defaults of types without a name are those of a CRD, and meant.
			hasDefault := field.Default != nil && (of.name == "" || field.Default == "TCP")
			switch value, ok := same[name]; {
			case hasDefault && r.one(3):
				delete(element, name)
			case ok:
				element[name] = value
			default:
				element[name] = writer{r.Rand, r.schema, false, r.fields}.value(field.Type, nil, depth+1)
			}
		}
		if k, err := of.keyOf(element); err != nil || isNew(k) {
			list = append(list, element)
		}
	}
	return list
}
