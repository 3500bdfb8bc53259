// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// indentation is what each mapping is indented by. Lists are not indented within mappings.
const indentation = 2

// yamlWriter writes values as block style YAML.
type yamlWriter struct {
	out []byte
	err error
	// lineStart is where the current line begins in out.
	lineStart int
	// json is how long the same is as JSON without white space.
	json int
}

func (w *yamlWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *yamlWriter) newline(indent int) {
	w.out = append(w.out, '\n')
	w.lineStart = len(w.out)
	for range indent {
		w.out = append(w.out, ' ')
	}
}

func (w *yamlWriter) empty(text string) {
	w.out = append(w.out, text...)
	w.json += len("{}")
}

// column counts characters.
func (w *yamlWriter) column() int { return utf8.RuneCount(w.out[w.lineStart:]) }

// entry is one key of a mapping and its value.
type entry struct {
	key   string
	value reflect.Value
}

// mapping writes entries below each other, the first one where the line stands.
func (w *yamlWriter) mapping(entries []entry, indent int) {
	w.json += len("{") + len(entries)
	for i, e := range entries {
		if i > 0 {
			w.newline(indent)
		}
		w.key(e.key)
		w.json += jsonLength(e.key) + len(":")
		w.out = append(w.out, ':')
		w.value(w.plain(e.value), indent)
	}
}

// value writes what stands behind the colon of a key that is indented by that much.
func (w *yamlWriter) value(v reflect.Value, indent int) {
	switch v.Kind() {
	case reflect.Map, reflect.Struct:
		entries := w.entries(v)
		if len(entries) == 0 {
			w.empty(" {}")
			return
		}
		w.newline(indent + indentation)
		w.mapping(entries, indent+indentation)
	case reflect.Slice:
		if v.Len() == 0 {
			w.empty(" []")
			return
		}
		w.newline(indent)
		w.list(v, indent)
	default:
		w.out = append(w.out, ' ')
		w.scalar(v, indent)
	}
}

// list writes items below each other, the first one where the line stands.
func (w *yamlWriter) list(v reflect.Value, indent int) {
	w.json += len("[") + v.Len()
	for i := range v.Len() {
		if i > 0 {
			w.newline(indent)
		}
		w.out = append(w.out, '-', ' ')
		switch item := w.plain(v.Index(i)); item.Kind() {
		case reflect.Slice:
			if item.Len() == 0 {
				w.empty("[]")
				continue
			}
			w.list(item, indent+indentation)
		case reflect.Map, reflect.Struct:
			entries := w.entries(item)
			if len(entries) == 0 {
				w.empty("{}")
				continue
			}
			w.mapping(entries, indent+indentation)
		default:
			w.scalar(item, indent)
		}
	}
}

var (
	orArray   = reflect.TypeFor[apiextensionsv1.JSONSchemaPropsOrArray]()
	orBool    = reflect.TypeFor[apiextensionsv1.JSONSchemaPropsOrBool]()
	numeral   = reflect.TypeFor[json.Number]()
	marshaler = reflect.TypeFor[json.Marshaler]()
)

// plain takes away pointers and interfaces, and what makes its own JSON.
func (w *yamlWriter) plain(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return v
	}
	switch t := v.Type(); {
	case t == orArray:
		if list := v.FieldByName("JSONSchemas"); list.Len() > 0 {
			return list
		}
		return w.plain(v.FieldByName("Schema"))
	case t == orBool:
		if schema := v.FieldByName("Schema"); !schema.IsNil() {
			return w.plain(schema)
		}
		return v.FieldByName("Allows")
	case t.Implements(marshaler):
		return w.decoded(v.Interface())
	}
	return v
}

func (w *yamlWriter) decoded(v any) reflect.Value {
	raw, err := json.Marshal(v)
	var tree any
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		err = decoder.Decode(&tree)
	}
	if err != nil {
		w.fail(err)
	}
	return reflect.ValueOf(tree)
}

// entries returns the entries of a map or struct that JSON would have, in the order of the library.
func (w *yamlWriter) entries(v reflect.Value) []entry {
	var entries []entry
	if v.Kind() == reflect.Map {
		entries = make([]entry, 0, v.Len())
		for iterator := v.MapRange(); iterator.Next(); {
			entries = append(entries, entry{key: iterator.Key().String(), value: iterator.Value()})
		}
		slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
		slices.SortStableFunc(entries, func(a, b entry) int { return compareKeys(a.key, b.key) })
		return entries
	}
	for _, f := range membersOf(v.Type()) {
		value := v.Field(f.index)
		if f.omitEmpty && isEmptyJSON(value) {
			continue
		}
		entries = append(entries, entry{key: f.key, value: value})
	}
	return entries
}

// isEmptyJSON is what omitempty means in encoding/json.
func isEmptyJSON(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	default:
		return v.IsZero()
	}
}

// member is a field of a struct as JSON knows it.
type member struct {
	index     int
	key       string
	omitEmpty bool
}

// members are sorted by key, by type.
var members sync.Map

func membersOf(t reflect.Type) []member {
	if known, ok := members.Load(t); ok {
		return known.([]member)
	}
	var all []member
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		all = append(all, member{index: i, key: key, omitEmpty: slices.Contains(strings.Split(options, ","), "omitempty")})
	}
	slices.SortFunc(all, func(a, b member) int { return compareKeys(a.key, b.key) })
	members.Store(t, all)
	return all
}

func (w *yamlWriter) scalar(v reflect.Value, indent int) {
	start := len(w.out)
	switch {
	case !v.IsValid():
		w.out = append(w.out, "null"...)
	case v.Kind() == reflect.Bool:
		w.out = strconv.AppendBool(w.out, v.Bool())
	case v.Kind() == reflect.String && v.Type() != numeral:
		w.text(v.String(), indent)
		w.json += jsonLength(v.String())
		return
	case v.CanInt():
		w.out = strconv.AppendInt(w.out, v.Int(), 10)
	case v.CanFloat() && v.Float() == math.Trunc(v.Float()) && math.Abs(v.Float()) < 1<<53:
		w.out = strconv.AppendInt(w.out, int64(v.Float()), 10)
	default:
		w.other(v.Interface(), indent)
	}
	// All but text is the same in JSON, give or take the way in which large numbers are written.
	w.json += len(w.out) - start
}

// jsonLength is how long a text is in JSON.
func jsonLength(s string) int {
	n := len(s) + len(`""`)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\', c == '\n', c == '\r', c == '\t':
			n++
		case c < ' ', c == '<', c == '>', c == '&':
			n += len(`\u0000`) - 1
		}
	}
	return n
}
