// SPDX-License-Identifier: Apache-2.0

package clients

import (
	"errors"

	"github.com/stackabletech/operator-go/codegen/emit/applyconfig"
	"github.com/stackabletech/operator-go/codegen/emit/clients/clientset"
	"github.com/stackabletech/operator-go/codegen/emit/clients/informer"
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/lister"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/emit/clients/typed"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

// Target is where clients are emitted.
type Target struct {
	// Dir is the folder, absolute, and ImportPath what Go calls it.
	Dir        string
	ImportPath string
	// License are the lines that stand on top of every file; empty for none.
	License []string
	// HandWritten reports whether a file exists that somebody wrote by hand, by its path. What the file is for is then
	// left to it: PERSON_expansion.go beside a client or a lister declares the interfaces of further methods, and
	// register_custom.go beside the scheme has a function ExtraAddToScheme. Nil means that there are none.
	HandWritten func(path string) bool
}

// Emit returns the files of all clients for the kinds of all views, sorted by path. Views must be those of all API
// packages whose clients are in the folder. The error joins one [plan.Problem] for each thing that is wrong with the
// input.
func Emit(views []*model.View, target Target) ([]output.File, error) {
	switch {
	case target.Dir == "" || target.ImportPath == "":
		return nil, errors.New("emit clients: no folder or no import path")
	case len(views) == 0:
		return nil, nil
	}
	p, err := plan.Make(views)
	if err != nil {
		return nil, err
	}
	handWritten := target.HandWritten
	if handWritten == nil {
		handWritten = func(string) bool { return false }
	}
	b := &layout.Batch{Tree: layout.NewTree(target.Dir, target.ImportPath, p), License: target.License}
	if problems := applyconfig.Check(b.Tree, p); len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	applyconfig.Add(b, p)
	clientset.Add(b, p, handWritten)
	typed.Add(b, p, handWritten)
	lister.Add(b, p, handWritten)
	informer.Add(b, p)
	return b.Files()
}
