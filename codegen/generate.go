// SPDX-License-Identifier: Apache-2.0

// Package codegen generates versioned Kubernetes APIs from annotated Go packages.
//
// It is a pipeline of plain values:
//
//	load      Go packages, parsed and type-checked         go/packages stays in here
//	read      what they declare, as values of package model
//	check     whether histories make sense
//	project   the model at each version
//	schema    OpenAPI schemas, and crd the definitions, judged by the API server's own validation
//	emit      Go source, as files in memory                jennifer stays in here
//	output    to disk, to memory, or compared with what is there
//
// Every stage reports all it has to say to one list of diagnostics, also when earlier ones found errors. Nothing is written
// when there is an error in it.
package codegen

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stackabletech/operator-go/codegen/check"
	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/codegen/project"
	"github.com/stackabletech/operator-go/codegen/read"
)

// Result is what a run has to say.
type Result struct {
	// Diagnostics are the errors and warnings in the order of the source.
	Diagnostics []diag.Diagnostic
	// Output is what was done; it is empty when there are errors.
	Output output.Result
	// Inputs and Files are what was read and what was emitted.
	Inputs load.Inputs
	Files  []output.File

	began time.Time
}

// HasErrors reports whether the input is at fault.
func (r *Result) HasErrors() bool {
	for _, d := range r.Diagnostics {
		if d.Severity == diag.Error {
			return true
		}
	}
	return false
}

// Run generates everything that the options ask for and hands it to the output. Faults of the input are diagnostics of
// the result; the error is for everything else that stops a run.
//
// What changed on disk while it was read, or while another run was waited for, is read again: of two runs at once, the one
// that writes last must not be the one that read first.
func Run(ctx context.Context, options Options, out output.Output) (*Result, error) {
	target, err := options.target()
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		result, err := run(ctx, options, target, out, attempt < attempts)
		if !errors.Is(err, errOutdated) {
			return result, err
		}
	}
}

func run(ctx context.Context, options Options, target target, out output.Output, again bool) (*Result, error) {
	began := time.Now()
	var problems diag.List
	program, err := load.Load(ctx, load.Config{
		Dir: options.Dir, Patterns: options.Patterns, IsAPI: read.IsAPI, Extra: read.ExtraImports,
		Emitted: emittedFor, Lister: options.Lister,
	}, &problems)
	if err != nil {
		return nil, err
	}
	source := read.Read(program, &problems)
	result := &Result{Inputs: inputs(program, source, target), began: began}
	var files []output.File
	if check.Check(source.APIs, source.Referenced, source.Ordinary, &problems) {
		if files, err = emit(ctx, options, target, source, findings{&problems, result.Inputs.Contents}); err != nil {
			return nil, err
		}
	}
	if !problems.HasErrors() {
		result.Files = files
		plan := planOf(files, source.APIs, target)
		if again {
			plan.Current = func() error { return current(result.Inputs, began) }
		}
		if result.Output, err = out.Put(ctx, plan); err != nil {
			return nil, err
		}
	}
	result.Diagnostics = problems.Sorted()
	return result, nil
}

// emit makes all files of a run. It goes on as far as it can where there are errors, to find the others; its files are of
// use only if there are none.
func emit(ctx context.Context, options Options, target target, source *read.Result, found findings) ([]output.File, error) {
	var views []*model.View
	found.stage(func(problems *diag.List) {
		views = project.Views(source.APIs, source.Referenced, source.Ordinary, problems)
	})
	definitions := buildDefinitions(options, source, views, found)
	// Judging takes as long as emitting, and most input is right: what is emitted in vain costs nobody anything.
	var files []output.File
	var made *diag.List
	var err error
	found.stage(func(problems *diag.List) {
		var judged, emitted diag.List
		var judging sync.WaitGroup
		judging.Go(func() { crd.Validate(ctx, definitions.all(), &judged) })
		e := emitter{target: target, views: views, definitions: definitions, problems: &emitted}
		files, err = e.all(ctx, source.APIs)
		judging.Wait()
		problems.Append(&judged)
		made = &emitted
	})
	found.stage(func(problems *diag.List) { problems.Append(made) })
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && !found.problems.HasErrors():
		return nil, fmt.Errorf("this is a defect of the generator, please report it: %w", err)
	}
	return files, nil
}

// planOf names what the output may tidy up: left-overs of these packages where this run would emit such files. CRDs and
// clients below an API package may be those of another run.
func planOf(files []output.File, apis []*model.API, target target) output.Plan {
	p := output.Plan{Files: files}
	for _, a := range apis {
		p.Sources = append(p.Sources, a.Path)
		p.Roots = append(p.Roots, output.Root{Dir: a.Dir, Pattern: "*/" + header.NamePrefix + "*"})
	}
	if target.crds != "" {
		p.Roots = append(p.Roots, output.Root{Dir: target.crds, Pattern: "*.yaml"})
	}
	if target.clients != "" {
		p.Roots = append(p.Roots, output.Root{Dir: target.clients, Pattern: "**/*.go"})
	}
	return p
}
