// SPDX-License-Identifier: Apache-2.0

// Package versionpkg emits the Go package of one version: its types, their registration with a scheme, and how they are
// copied. Everything it writes is named zz_generated.versioned.*, so that files written by hand can stand beside it.
package versionpkg

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

// Import paths that emitted code uses.
const (
	metav1Path  = "k8s.io/apimachinery/pkg/apis/meta/v1"
	runtimePath = "k8s.io/apimachinery/pkg/runtime"
	schemaPath  = "k8s.io/apimachinery/pkg/runtime/schema"
)

// Emit returns the files of one version. License are the lines above each file.
func Emit(view *model.View, license []string) ([]output.File, error) {
	p := &emitter{view: view, header: gofile.Header{License: license, Sources: []string{view.API.Path}}}
	var files []output.File
	for _, part := range []struct {
		name string
		fill func(*jen.File) error
	}{
		{"types", p.types},
		{"register", p.register},
		{"deepcopy", p.deepCopies},
	} {
		f := gofile.New(p.header, view.Path, view.Version.Name)
		for _, importPath := range importsOf(view) {
			gofile.Import(f, importPath, p.declares)
		}
		if err := part.fill(f); err != nil {
			return nil, fmt.Errorf("%s of %s: %w", part.name, view.Path, err)
		}
		file, err := gofile.Render(f, view.Dir, header.NamePrefix+part.name+".go")
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// emitter writes one version.
type emitter struct {
	view   *model.View
	header gofile.Header
}
