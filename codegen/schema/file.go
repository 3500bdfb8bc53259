// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"cmp"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// fromFile reads the schema that versioned:schema names. References in it are those to Go types.
func (w *walk) fromFile(t *model.Type) apiextensionsv1.JSONSchemaProps {
	file := t.SchemaFile
	var schema apiextensionsv1.JSONSchemaProps
	var tree any
	if err := cmp.Or(yaml.Unmarshal(file.Content, &tree), yaml.Unmarshal(file.Content, &schema)); err != nil {
		w.problems.Errorf(diag.Pos{File: file.Path, Line: 1, Col: 1}, "not a schema: %v", err)
		return placeholder()
	}
	if key, found := unknownKeyword(tree); found {
		w.problems.Errorf(find(file, key), "%s is no keyword of a schema", key)
	}
	crd.EditSchema(&schema, &linker{walk: w, t: t})
	return schema
}

// linker turns the references of a schema file into those of this package.
type linker struct {
	*walk
	t *model.Type
}

// Visit implements crd.SchemaVisitor. It returns no visitor for a reference, whose text the library would follow.
func (l *linker) Visit(schema *apiextensionsv1.JSONSchemaProps) crd.SchemaVisitor {
	if schema == nil {
		return l
	}
	schema.Description = l.describe(schema.Description)
	if schema.Ref == nil {
		return l
	}
	id, ok := l.t.SchemaFile.Refs[*schema.Ref]
	if !ok || l.lookup(id) == nil && !l.isKnown(id) {
		l.problems.Errorf(find(l.t.SchemaFile, "$ref", *schema.Ref), "$ref: %s is not a Go type: write import/path.Type", *schema.Ref)
		schema.Ref = nil
		return nil
	}
	schema.Ref = reference(id)
	return nil
}

func (l *linker) isKnown(id model.TypeID) bool {
	_, ok := l.known(id)
	return ok
}

// find returns the first line of a schema file with all words in that order, at the first of them.
func find(file *model.SchemaFile, words ...string) diag.Pos {
	line := 0
	for content := range strings.Lines(string(file.Content)) {
		line++
		start, end := -1, 0
		for _, word := range words {
			at := strings.Index(content[end:], word)
			if at < 0 {
				start = -1
				break
			}
			if start < 0 {
				start = at
			}
			end += at + len(word)
		}
		if start >= 0 {
			return diag.Pos{File: file.Path, Line: line, Col: start + 1}
		}
	}
	return file.Pos
}
