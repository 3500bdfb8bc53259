// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"fmt"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/client-go/util/jsonpath"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// columns checks the printer columns of a version.
func (c *checker) columns(columns []model.Column) {
	said := map[string]bool{}
	for _, column := range columns {
		if said[column.Name] {
			c.add(c.version, column.Pos, "column %s is there twice, and nobody could tell which is which: give one of them another name", column.Name)
		}
		said[column.Name] = true
		c.column(column)
	}
}

// printed are the types of values that the API server prints in a column of a type. In one of type string it prints any, and of
// others nothing at all.
var printed = map[string][]string{
	"integer": {"integer", "number"}, "number": {"integer", "number"}, "boolean": {"boolean"}, "date": {"string"},
}

// column follows the path of a printer column with the parser that the API server reads it with. What cannot be known
// (wildcards, unknown fields, metadata, unions) is taken to be right.
func (c *checker) column(column model.Column) {
	path := column.Path
	parser, err := jsonpath.Parse(column.Name, "{"+path.Text+"}")
	if err != nil {
		c.errorf(path, "column %s: %s is no JSON path: %v", column.Name, path.Text, err)
		return
	}
	here := c.root
	for i, node := range flatten(parser.Root) {
		if i == 0 && isField(node, "metadata", "apiVersion", "kind") {
			return
		}
		next, reason, known := columnStep(here, node)
		if reason != "" {
			c.errorf(path, "column %s: %s: %s", column.Name, path.Text, reason)
		}
		if !known {
			return
		}
		here = next
	}
	prints, strict := printed[column.Type]
	if strict && !here.XIntOrString && here.Type != "" && !slices.Contains(prints, here.Type) {
		needs := c.definition.mentioned(where{version: c.version}, nameInPath.FindAllString(path.Text, -1))
		remedy := "write type=" + columnOf(here.Type)
		if c.version != c.definition.youngest {
			remedy = "write it by +versioned:marker, once with type=" + columnOf(here.Type) + " and until=VERSION, and once with since=VERSION"
		}
		cause := fmt.Sprintf("column %s: type=%s prints nothing of a value of type %s", column.Name, column.Type, here.Type)
		c.doubts.record(needs, c.version, finding{
			pos: column.Pos, cause: cause, message: fmt.Sprintf("%s, to which %s leads: %s", cause, path.Text, remedy),
		})
	}
}

// columnOf is the type of a column that prints values of a type.
func columnOf(typ string) string {
	if prints, ok := printed[typ]; ok && slices.Contains(prints, typ) {
		return typ
	}
	return "string"
}

// flatten returns the nodes of the path in a row.
func flatten(list *jsonpath.ListNode) []jsonpath.Node {
	var nodes []jsonpath.Node
	for _, node := range list.Nodes {
		if inner, ok := node.(*jsonpath.ListNode); ok {
			nodes = append(nodes, flatten(inner)...)
			continue
		}
		nodes = append(nodes, node)
	}
	return nodes
}

func isField(node jsonpath.Node, names ...string) bool {
	field, ok := node.(*jsonpath.FieldNode)
	for _, name := range names {
		if ok && field.Value == name {
			return true
		}
	}
	return false
}

// columnStep takes one step of a path. Known is false when nothing can be said about the rest.
func columnStep(here *apiextensionsv1.JSONSchemaProps, node jsonpath.Node) (next *apiextensionsv1.JSONSchemaProps, reason string, known bool) {
	switch node := node.(type) {
	case *jsonpath.FieldNode:
		if node.Value == "" {
			return here, "", true
		}
		if here.Type == "array" {
			return nil, fmt.Sprintf("%s is looked for in a list, where only items have fields: write [*] or [0] before it",
				node.Value), false
		}
		steps := schema.Walk(here, []string{node.Value})
		if len(steps) == 0 {
			return nil, fmt.Sprintf("there is no field %s", node.Value), false
		}
		return steps[0].Schema, "", steps[0].Schema != nil
	case *jsonpath.ArrayNode:
		if here.Type == "array" && here.Items != nil && here.Items.Schema != nil {
			return here.Items.Schema, "", true
		}
		if here.Type != "" && here.Type != "array" {
			return nil, fmt.Sprintf("only lists have items, and here is a value of type %s", here.Type), false
		}
	case *jsonpath.FilterNode:
		if here.Type == "array" && here.Items != nil && here.Items.Schema != nil {
			return here.Items.Schema, "", true
		}
	}
	return nil, "", false
}
