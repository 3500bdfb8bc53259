// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Namespace is the prefix of our own markers.
const Namespace = "versioned:"

// Marker is a parsed marker of the versioned: namespace.
type Marker struct {
	Definition *Definition
	Args       []Arg
}

// Arg is one argument of a marker.
type Arg struct {
	Name string
	// Values has one element unless the argument is a list.
	Values []string
	// Offset is where the argument's name starts (its value, if it has no name), in bytes from the "+".
	Offset int
}

// Get returns the value of an argument, "" if it is not given.
func (m *Marker) Get(name string) string {
	if arg := m.Arg(name); arg != nil && len(arg.Values) > 0 {
		return arg.Values[0]
	}
	return ""
}

// Arg returns an argument, or nil if it is not given.
func (m *Marker) Arg(name string) *Arg {
	for i := range m.Args {
		if m.Args[i].Name == name {
			return &m.Args[i]
		}
	}
	return nil
}

// Bool returns the value of a boolean argument, or the given one if there is none.
func (m *Marker) Bool(name string, otherwise bool) bool {
	if arg := m.Arg(name); arg != nil && len(arg.Values) == 1 {
		return arg.Values[0] == "true"
	}
	return otherwise
}

// Problem is something wrong in a marker, at a byte offset from its "+".
type Problem struct {
	Offset  int
	Message string
}

// Name returns the name of any marker: its text without "+" up to the first "=", or ":=", by which controller-tools reads
// the same.
func Name(text string) string {
	return strings.TrimSuffix(beforeValue(text), ":")
}

func beforeValue(text string) string {
	before, _, _ := strings.Cut(strings.TrimPrefix(text, "+"), "=")
	return strings.TrimSpace(before)
}

// Parse reads a marker of the versioned: namespace that stands at a place. The text starts with "+". Every problem is
// reported; the marker is nil if there is one.
func Parse(text string, at Target) (*Marker, []Problem) {
	p := parser{text: text}
	def, rest := p.definition()
	if def == nil {
		return nil, p.problems
	}
	if def.Targets&at == 0 {
		p.fail(0, "+%s may not stand on %s, only on %s", def.Name, at, def.Targets)
		return nil, p.problems
	}
	m := &Marker{Definition: def, Args: p.arguments(def, rest)}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return m, nil
}

type parser struct {
	text     string
	problems []Problem
}

func (p *parser) fail(offset int, format string, args ...any) {
	p.problems = append(p.problems, Problem{Offset: offset, Message: fmt.Sprintf(format, args...)})
}

// definition finds the marker and where its arguments start: the length of the text if there are none.
func (p *parser) definition() (*Definition, int) {
	name := beforeValue(p.text) // ours have no :=
	if def := Find(name); def != nil {
		switch after := 1 + len(name); {
		case def.unnamed():
			return def, min(after+1, len(p.text))
		case after < len(p.text):
			p.fail(after, "+%s takes named arguments: +%s:%s=...", name, name, def.Args[0].Name)
			return nil, 0
		default:
			return def, after
		}
	}
	// The last part of the name is the name of the first argument.
	if i := strings.LastIndex(name, ":"); i > len(Namespace)-1 {
		if def := Find(name[:i]); def != nil && !def.unnamed() {
			return def, 1 + i + 1
		}
		name = name[:i]
		if def := Find(name); def != nil {
			p.fail(0, "+%s takes its value after =: +%s=...", name, name)
			return nil, 0
		}
	}
	message := "unknown marker +" + name
	if near := Nearest(strings.TrimPrefix(name, Namespace), shortNames()); near != "" {
		message += ", did you mean +" + Namespace + near + "?"
	} else {
		message += "; versioned-gen explain lists them all"
	}
	p.fail(0, "%s", message)
	return nil, 0
}

// shortNames are the names of all markers without the namespace, which would make any two of them look alike.
func shortNames() []string {
	names := Names()
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], Namespace)
	}
	return names
}

func (p *parser) arguments(def *Definition, start int) []Arg {
	var args []Arg
	if def.unnamed() {
		value := strings.TrimSpace(p.text[start:])
		if value == "" {
			p.fail(0, "+%s needs a value: +%s=%s", def.Name, def.Name, def.Args[0].Kind)
			return nil
		}
		unquoted, err := unquote(value)
		if err != nil {
			p.fail(start, "%v", err)
		}
		return []Arg{{Values: []string{unquoted}, Offset: start}}
	}
	for start < len(p.text) {
		end := valueEnd(p.text, start)
		if arg, ok := p.argument(def, start, end); ok {
			if slices.ContainsFunc(args, func(a Arg) bool { return a.Name == arg.Name }) {
				p.fail(start, "argument %s is given twice", arg.Name)
			}
			args = append(args, arg)
		}
		start = end + 1
		if end == len(p.text)-1 {
			p.fail(end, "an argument is missing after the comma")
		}
	}
	for _, arg := range def.Args {
		given := slices.ContainsFunc(args, func(a Arg) bool { return a.Name == arg.Name })
		if arg.Required && !given && len(p.problems) == 0 {
			p.fail(0, "+%s needs the argument %s (%s)", def.Name, arg.Name, arg.Kind)
		}
	}
	return args
}

// argument reads "key=value" in text[start:end].
func (p *parser) argument(def *Definition, start, end int) (Arg, bool) {
	part := p.text[start:end]
	start += len(part) - len(strings.TrimLeft(part, " \t"))
	key, value, hasValue := strings.Cut(strings.TrimSpace(part), "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	argDef := def.Arg(key)
	if argDef == nil {
		p.unknownArgument(def, key, start)
		return Arg{}, false
	}
	if !hasValue || value == "" {
		p.fail(start, "argument %s needs a value: %s=%s", key, key, argDef.Kind)
		return Arg{}, false
	}
	values, err := parseValue(value, argDef.Kind)
	if err != nil {
		p.fail(start, "argument %s: %v", key, err)
		return Arg{}, false
	}
	return Arg{Name: key, Values: values, Offset: start}, true
}

func (p *parser) unknownArgument(def *Definition, key string, offset int) {
	var known []string
	for _, arg := range def.Args {
		known = append(known, arg.Name)
	}
	message := fmt.Sprintf("+%s has no argument %q", def.Name, key)
	if near := Nearest(key, known); near != "" {
		message += ", did you mean " + near + "?"
	} else {
		message += "; it has " + strings.Join(known, ", ")
	}
	p.fail(offset, "%s", message)
}

func parseValue(value string, kind ArgKind) ([]string, error) {
	if kind == List {
		return parseList(value)
	}
	unquoted, err := unquote(value)
	if err != nil {
		return nil, err
	}
	switch kind {
	case Bool:
		if unquoted != "true" && unquoted != "false" {
			return nil, fmt.Errorf("%q is neither true nor false", unquoted)
		}
	case Scope:
		if unquoted != "Namespaced" && unquoted != "Cluster" {
			return nil, fmt.Errorf("%q is neither Namespaced nor Cluster", unquoted)
		}
	}
	return []string{unquoted}, nil
}

func parseList(value string) ([]string, error) {
	if strings.HasPrefix(value, "{") {
		if !strings.HasSuffix(value, "}") {
			return nil, errors.New("the closing } is missing")
		}
		value = value[1 : len(value)-1]
	}
	var values []string
	for start := 0; start <= len(value); {
		end := start
		for end < len(value) && value[end] != ';' && value[end] != ',' {
			if value[end] == '"' || value[end] == '`' {
				end += quotedLength(value[end:])
				continue
			}
			end++
		}
		element, err := unquote(strings.TrimSpace(value[start:end]))
		if err != nil {
			return nil, err
		}
		if element == "" {
			return nil, errors.New("an empty element in the list")
		}
		values = append(values, element)
		start = end + 1
	}
	return values, nil
}

// valueEnd returns the index of the comma that ends the argument starting there, or the length of the text.
func valueEnd(text string, start int) int {
	depth := 0
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '"', '`':
			i += quotedLength(text[i:]) - 1
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth <= 0 {
				return i
			}
		}
	}
	return len(text)
}

// quotedLength returns the length of the literal that the text starts with, or that of the text if it does not end.
func quotedLength(text string) int {
	if literal, err := strconv.QuotedPrefix(text); err == nil {
		return len(literal)
	}
	return len(text)
}

func unquote(value string) (string, error) {
	if value == "" || (value[0] != '"' && value[0] != '`') {
		return value, nil
	}
	unquoted, err := strconv.Unquote(value)
	if err != nil {
		return "", fmt.Errorf("%s is no string literal of Go", value)
	}
	return unquoted, nil
}
