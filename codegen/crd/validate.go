// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// Validate says what an API server would say about definitions that somebody creates. Definitions are judged in
// parallel; the order of the diagnostics is that of the definitions.
func Validate(ctx context.Context, definitions []*Definition, problems *diag.List) {
	lists := make([]diag.List, len(definitions))
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, d := range definitions {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			d.validate(ctx, &lists[i])
		})
	}
	group.Wait()
	for i := range lists {
		problems.Append(&lists[i])
	}
}

func (d *Definition) validate(ctx context.Context, problems *diag.List) {
	object, errs, err := d.serverErrors(ctx)
	if err != nil {
		problems.Errorf(d.sources[d.youngest].kind.Pos, "%s cannot be validated: %v", d.Object.Name, err)
		return
	}
	d.report(object, errs, problems)
}

// serverErrors does to the object what the API server does to one that is created. It returns the object as the server
// has it, and what is wrong with it.
func (d *Definition) serverErrors(ctx context.Context) (
	internal *apiextensions.CustomResourceDefinition, errs field.ErrorList, err error,
) {
	// Schemas that no server has seen before must not take the run down.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the validation failed: %v", r)
		}
	}()
	// What is defaulted lies at the top of the object, so that the schemas need not be copied.
	object := *d.Object
	apiextensionsv1.SetObjectDefaults_CustomResourceDefinition(&object)
	internal = &apiextensions.CustomResourceDefinition{}
	err = apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&object, internal, nil)
	if err != nil {
		return nil, nil, err
	}
	return internal, validation.ValidateCustomResourceDefinition(ctx, internal), nil
}
