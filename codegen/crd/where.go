// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/schema"
)

// The parts of a version that Go source has a place for.
const (
	partSchema       = "schema"
	partSubresources = "subresources"
	partColumns      = "additionalPrinterColumns"
	partSelectable   = "selectableFields"
)

// keywordRules is the keyword of CEL rules.
const keywordRules = "x-kubernetes-validations"

// ruleRest is what follows the steps to a schema for one of its rules.
func ruleRest(i int) []string { return []string{keywordRules, strconv.Itoa(i), "rule"} }

// where is a place in a CustomResourceDefinition, as errors of the API server name it.
type where struct {
	// version is the index of the version, or everywhere: what all versions have in common, and what is of none.
	version int
	// part is what of the version, else of the object, it is.
	part string
	// steps are the properties that lead to a schema, and schema.Elem for items and values.
	steps []string
	// rest is what follows: the keyword of the schema, the key of the part.
	rest []string
}

// parseWhere reads a path such as spec.versions[0].schema.openAPIV3Schema.properties[spec].default. The server moves
// what all versions have in common to the top.
func parseWhere(path string) where {
	w := where{version: everywhere}
	tokens := tokenize(path)
	if len(tokens) > 0 && tokens[0] == "spec" {
		tokens = tokens[1:]
	}
	if len(tokens) > 1 && tokens[0] == "versions" {
		if i, err := strconv.Atoi(tokens[1]); err == nil {
			w.version = i
			tokens = tokens[2:]
		}
	}
	if len(tokens) == 0 {
		return w
	}
	w.part, tokens = tokens[0], tokens[1:]
	if w.part == "validation" {
		w.part = partSchema
	}
	if w.part == partSchema {
		if len(tokens) > 0 && tokens[0] == "openAPIV3Schema" {
			tokens = tokens[1:]
		}
		w.steps, tokens = schemaSteps(tokens)
	}
	w.rest = tokens
	return w
}

func schemaSteps(tokens []string) (steps, rest []string) {
	for len(tokens) > 0 {
		switch {
		case tokens[0] == "properties" && len(tokens) > 1:
			steps = append(steps, tokens[1])
			tokens = tokens[2:]
		case tokens[0] == "items" && (len(tokens) == 1 || tokens[1] != "0"), tokens[0] == "additionalProperties":
			steps = append(steps, schema.Elem)
			tokens = tokens[1:]
		case (tokens[0] == "allOf" || tokens[0] == "anyOf" || tokens[0] == "oneOf") && len(tokens) > 1:
			tokens = tokens[2:]
		case tokens[0] == "not":
			tokens = tokens[1:]
		default:
			return steps, tokens
		}
	}
	return steps, nil
}

// tokenize splits a path at its dots and brackets. A key in brackets may have dots.
func tokenize(path string) []string {
	var tokens []string
	for path != "" {
		if strings.HasPrefix(path, "[") {
			end := strings.Index(path, "]")
			for end >= 0 && end+1 < len(path) && path[end+1] != '.' && path[end+1] != '[' {
				next := strings.Index(path[end+1:], "]")
				if next < 0 {
					break
				}
				end += 1 + next
			}
			if end < 0 {
				return append(tokens, path[1:])
			}
			tokens = append(tokens, path[1:end])
			path = strings.TrimPrefix(path[end+1:], ".")
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			return append(tokens, path)
		}
		tokens = append(tokens, path[:end])
		path = strings.TrimPrefix(path[end:], ".")
	}
	return tokens
}

// String writes the place for readers of the message: the path of the field, and the keyword.
func (w where) String() string {
	var b strings.Builder
	for _, step := range w.steps {
		if step != schema.Elem {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}
