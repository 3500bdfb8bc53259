// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// schemaFile reads the file that versioned:schema names, and takes the marker out of the type's markers.
func (t *typeReader) schemaFile(out *model.Type, decl load.TypeDecl) {
	i := slices.IndexFunc(out.Markers, func(m model.Marker) bool { return m.Name == "versioned:schema" })
	if i < 0 {
		return
	}
	m := out.Markers[i]
	out.Markers = slices.Delete(slices.Clone(out.Markers), i, i+1)
	parsed, ok := t.parse(m, marker.Type)
	if !ok {
		return
	}
	dir := filepath.Dir(t.program.Position(decl.File.Package).File)
	file := parsed.Get("")
	name := filepath.Join(dir, file)
	// What cannot be read may say anything.
	out.SchemaFile = &model.SchemaFile{Path: name, Content: []byte("x-kubernetes-preserve-unknown-fields: true"), Pos: m.Pos}
	if filepath.IsAbs(file) || !filepath.IsLocal(file) {
		t.problems.Blurf(m.Pos, []diag.Pos{out.Pos}, "+versioned:schema=%s: the file must stand in the folder of the package", file)
		return
	}
	content, err := os.ReadFile(name)
	if err != nil {
		var pathError *fs.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err // the path is named already
		}
		t.problems.Blurf(m.Pos, []diag.Pos{out.Pos}, "+versioned:schema=%s: %v beside %s", file, err, filepath.Base(t.program.Position(decl.File.Package).File))
		return
	}
	var tree any
	if err := yaml.Unmarshal(content, &tree); err != nil {
		t.problems.Blurf(m.Pos, []diag.Pos{out.Pos}, "+versioned:schema=%s: %s", file, strings.TrimPrefix(err.Error(), "error converting YAML to JSON: yaml: "))
		return
	}
	out.SchemaFile = &model.SchemaFile{Path: name, Content: content, Pos: m.Pos, Refs: map[string]model.TypeID{}}
	for _, text := range refs(tree, nil) {
		importPath, typeName := splitFunction(text)
		if importPath == "" {
			importPath = t.path
		}
		id := model.TypeID{Pkg: importPath, Name: typeName}
		if !t.exists(id) {
			t.problems.Blurf(m.Pos, []diag.Pos{out.Pos}, "+versioned:schema=%s: $ref: %s names no Go type that this package imports", file, text)
			continue
		}
		if t.apis[id.Pkg] != nil && t.apis[t.path] == nil {
			t.problems.Blurf(m.Pos, []diag.Pos{out.Pos}, "+versioned:schema=%s: $ref: %s belongs to an API, and looks different in its versions: declare the type of the schema there, too", file, text)
			continue
		}
		out.SchemaFile.Refs[text] = id
	}
}

// refs collects the values of all $ref keys.
func refs(node any, found []string) []string {
	switch n := node.(type) {
	case map[string]any:
		for key, value := range n {
			if text, ok := value.(string); ok && key == "$ref" {
				found = append(found, strings.TrimSpace(text))
				continue
			}
			found = refs(value, found)
		}
	case []any:
		for _, value := range n {
			found = refs(value, found)
		}
	}
	return found
}

func (r *reader) exists(id model.TypeID) bool {
	if a, ok := r.apis[id.Pkg]; ok && a != nil {
		_, found := a.decls[id.Name]
		return found
	}
	syntax := r.program.Syntax(id.Pkg)
	return syntax != nil && syntax.Types.Scope().Lookup(id.Name) != nil
}
