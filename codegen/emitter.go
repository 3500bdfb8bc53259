// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"context"
	"errors"
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

// all runs every emitter and returns the files by path.
func (e emitter) all(ctx context.Context, apis []*model.API) ([]output.File, error) {
	var tasks []func() ([]output.File, error)
	for _, view := range e.views {
		tasks = append(tasks, func() ([]output.File, error) { return versionpkg.Emit(view, e.target.license) })
	}
	for _, api := range apis {
		tasks = append(tasks,
			func() ([]output.File, error) { return install.Emit(viewsOf(api, e.views), e.target.license) },
			func() ([]output.File, error) { return e.definitionsOf(api) },
		)
	}
	if e.target.clients != "" {
		tasks = append(tasks, e.clients)
	}
	var warnings []*diag.List
	if e.target.crds != "" {
		for _, api := range apis {
			for _, d := range e.definitions[api.Path] {
				own := &diag.List{}
				warnings = append(warnings, own)
				tasks = append(tasks, func() ([]output.File, error) { return e.yaml(api, d, own) })
			}
		}
	}
	files, err := parallel(ctx, tasks)
	if err != nil {
		return nil, err
	}
	for _, own := range warnings {
		e.problems.Append(own)
	}
	slices.SortFunc(files, func(a, b output.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// clients emits the typed clients. What is wrong with client markers becomes a diagnostic.
func (e emitter) clients() ([]output.File, error) {
	files, err := clients.Emit(e.views, clients.Target{
		Dir: e.target.clients, ImportPath: e.target.clientsPath, License: e.target.license, HandWritten: handWritten,
	})
	found := false
	for _, problem := range problemsIn(err) {
		e.problems.Errorf(problem.Pos, "%s", problem.Message)
		found = true
	}
	if found {
		return nil, nil
	}
	return files, err
}

// problemsIn takes apart an error that joins several.
func problemsIn(err error) []*plan.Problem {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*plan.Problem
		for _, one := range joined.Unwrap() {
			all = append(all, problemsIn(one)...)
		}
		return all
	}
	var problem *plan.Problem
	if errors.As(err, &problem) {
		return []*plan.Problem{problem}
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

func (e emitter) definitionsOf(api *model.API) ([]output.File, error) {
	var objects []*apiextensionsv1.CustomResourceDefinition
	for _, d := range e.definitions[api.Path] {
		objects = append(objects, d.Object)
	}
	return emitdefinitions.Emit(api, objects, e.target.license)
}

func (e emitter) yaml(api *model.API, d *crd.Definition, problems *diag.List) ([]output.File, error) {
	file, err := d.File(e.target.crds, header.Header{License: e.target.license, Sources: []string{api.Path}}, problems)
	return []output.File{file}, err
}

// parallel runs tasks side by side and returns what they made in the order of the tasks.
func parallel(ctx context.Context, tasks []func() ([]output.File, error)) ([]output.File, error) {
	made := make([][]output.File, len(tasks))
	errs := make([]error, len(tasks))
	var group sync.WaitGroup
	for i, task := range tasks {
		group.Go(func() {
			if errs[i] = ctx.Err(); errs[i] == nil {
				made[i], errs[i] = task()
			}
		})
	}
	group.Wait()
	return slices.Concat(made...), errors.Join(errs...)
}
