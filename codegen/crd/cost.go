// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"

	"github.com/stackabletech/operator-go/codegen/schema"
)

// expensive is the share of the budget, in percent, from which on a rule is worth naming.
const expensive = 1

// ruleCost is what a rule may cost at worst.
type ruleCost struct {
	where where
	cost  uint64
}

// percent is the share of what all rules of a schema may cost together.
func (c ruleCost) percent() uint64 { return c.cost / (validation.StaticEstimatedCRDCostLimit / 100) }

// costs returns the rules of a schema that cost most, without those that cost too much alone, which the server reports
// one by one. It names four of the others too, but when several cost the same, which four changes from run to run.
func costs(version int, root *apiextensions.JSONSchemaProps) []ruleCost {
	c := &costing{version: version}
	c.walk(root, validation.RootCELContext(root), nil)
	slices.SortStableFunc(c.rules, func(a, b ruleCost) int { return cmp.Compare(b.cost, a.cost) })
	return c.rules
}

type costing struct {
	version int
	rules   []ruleCost
}

func (c *costing) walk(s *apiextensions.JSONSchemaProps, at *validation.CELSchemaContext, steps []string) {
	if s == nil {
		return
	}
	steps = slices.Clip(steps)
	c.rulesOf(s, at, steps)
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		prop := s.Properties[name]
		c.walk(&prop, at.ChildPropertyContext(&prop, name), append(steps, name))
	}
	if s.Items != nil {
		c.walk(s.Items.Schema, at.ChildItemsContext(s.Items.Schema), append(steps, schema.Elem))
	}
	if s.AdditionalProperties != nil {
		values := s.AdditionalProperties.Schema
		c.walk(values, at.ChildAdditionalPropertiesContext(values), append(steps, schema.Elem))
	}
}

func (c *costing) rulesOf(s *apiextensions.JSONSchemaProps, at *validation.CELSchemaContext, steps []string) {
	if len(s.XValidations) == 0 {
		return
	}
	// Faults of types and rules are reported by the validation itself.
	types, err := at.TypeInfo()
	if err != nil || types == nil {
		return
	}
	env := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())
	compiled, err := cel.Compile(types.Schema, types.DeclType, celconfig.PerCallLimit, env, cel.NewExpressionsEnvLoader())
	if err != nil {
		return
	}
	for i, rule := range compiled {
		times := rule.MaxCardinality
		if at.MaxCardinality != nil {
			times = *at.MaxCardinality
		}
		cost := uint64(math.MaxUint64)
		if times == 0 || rule.MaxCost <= math.MaxUint64/times {
			cost = rule.MaxCost * times
		}
		found := ruleCost{where: where{version: c.version, part: partSchema, steps: steps, rest: ruleRest(i)}, cost: cost}
		if found.percent() >= expensive && cost <= validation.StaticEstimatedCostLimit {
			c.rules = append(c.rules, found)
		}
	}
}
