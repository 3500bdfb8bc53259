// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/clients"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	emitdefinitions "github.com/stackabletech/operator-go/codegen/emit/definitions"
	"github.com/stackabletech/operator-go/codegen/emit/install"
	"github.com/stackabletech/operator-go/codegen/emit/versionpkg"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

// emitter runs the emitters of one run.
type emitter struct {
	target      target
	views       []*model.View
	definitions definitions
	problems    *diag.List
}

// task makes some of the files of a run. What it finds wrong with the input goes to its list.
type task func(problems *diag.List) ([]output.File, error)

// all runs every emitter and returns the files by path.
func (e emitter) all(ctx context.Context, apis []*model.API) ([]output.File, error) {
	var tasks []task
	for _, view := range e.views {
		tasks = append(tasks, func(problems *diag.List) ([]output.File, error) { return e.versionPackage(view, problems) })
	}
	for _, api := range apis {
		tasks = append(tasks,
			func(*diag.List) ([]output.File, error) { return install.Emit(viewsOf(api, e.views), e.target.license) },
			func(problems *diag.List) ([]output.File, error) { return e.definitionsOf(api, problems) },
		)
	}
	if e.target.clients != "" {
		tasks = append(tasks, e.clients)
	}
	if e.target.crds != "" {
		for _, api := range apis {
			for _, d := range e.definitions[api.Path] {
				tasks = append(tasks, func(problems *diag.List) ([]output.File, error) { return e.yaml(api, d, problems) })
			}
		}
	}
	files, err := parallel(ctx, tasks, e.problems)
	slices.SortFunc(files, func(a, b output.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// versionPackage emits the package of a version. What cannot be copied becomes a diagnostic.
func (e emitter) versionPackage(view *model.View, problems *diag.List) ([]output.File, error) {
	files, err := versionpkg.Emit(view, e.target.license)
	faults := errorsIn[*versionpkg.UncopyableError](err)
	for _, fault := range faults {
		problems.Errorf(fault.Pos, "%s", fault.Message)
	}
	if len(faults) > 0 {
		return nil, nil
	}
	return files, err
}

// clients emits the typed clients. What is wrong with client markers becomes a diagnostic.
func (e emitter) clients(problems *diag.List) ([]output.File, error) {
	files, err := clients.Emit(e.views, clients.Target{
		Dir: e.target.clients, ImportPath: e.target.clientsPath, License: e.target.license, HandWritten: handWritten,
	})
	faults := errorsIn[*plan.Problem](err)
	for _, fault := range faults {
		problems.Errorf(fault.Pos, "%s", fault.Message)
	}
	if len(faults) > 0 {
		return nil, nil
	}
	return files, err
}

// errorsIn returns the errors of a type that an error is made of: itself, what it wraps, and what it joins.
func errorsIn[E error](err error) []E {
	switch e := err.(type) { //nolint:errorlint // it unwraps by itself
	case E:
		return []E{e}
	case interface{ Unwrap() error }:
		return errorsIn[E](e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []E
		for _, one := range e.Unwrap() {
			all = append(all, errorsIn[E](one)...)
		}
		return all
	}
	return nil
}

// handWritten reports whether somebody wrote a file by hand.
func handWritten(path string) bool {
	content, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	_, ours := header.Sources(content)
	return !ours
}

// definitionsOf emits the definitions of an API package, and warns of what those that are there have, and these have lost.
func (e emitter) definitionsOf(api *model.API, problems *diag.List) ([]output.File, error) {
	var objects []*apiextensionsv1.CustomResourceDefinition
	for _, d := range e.definitions[api.Path] {
		objects = append(objects, d.Object)
	}
	files, err := emitdefinitions.Emit(api, objects, e.target.license)
	if err != nil {
		return nil, err
	}
	before, err := os.ReadFile(emitdefinitions.File(api))
	if err != nil {
		return files, nil //nolint:nilerr // there is none yet, or it cannot be read, which the output reports
	}
	was, is := emitdefinitions.Literals(before), emitdefinitions.Literals(files[0].Content)
	for _, d := range e.definitions[api.Path] {
		name := emitdefinitions.Variable(d.Object.Spec.Names.Kind)
		former := was[name]
		delete(was, name)
		if former == nil || bytes.Equal(former, is[name]) {
			continue
		}
		if former := crd.ReadFormer(emitdefinitions.Unquote(former)); former != nil {
			d.WarnOfLosses(former, problems)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if former := crd.ReadFormer(emitdefinitions.Unquote(was[name])); former != nil {
			crd.WarnOfGoneKind(former, api, e.definitions.all(), problems)
		}
	}
	return files, nil
}

func (e emitter) yaml(api *model.API, d *crd.Definition, problems *diag.List) ([]output.File, error) {
	file, err := d.File(e.target.crds, header.Header{License: e.target.license, Sources: []string{api.Path}}, problems)
	return []output.File{file}, err
}

// parallel runs tasks side by side. It returns what they made and reports what they found in the order of the tasks.
func parallel(ctx context.Context, tasks []task, problems *diag.List) ([]output.File, error) {
	made := make([][]output.File, len(tasks))
	found := make([]diag.List, len(tasks))
	errs := make([]error, len(tasks))
	var group sync.WaitGroup
	for i, run := range tasks {
		group.Go(func() {
			if errs[i] = ctx.Err(); errs[i] == nil {
				made[i], errs[i] = run(&found[i])
			}
		})
	}
	group.Wait()
	for i := range found {
		problems.Append(&found[i])
	}
	return slices.Concat(made...), errors.Join(errs...)
}
