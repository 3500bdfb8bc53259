// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// enum allows the constants of a type, as k8s:enum asks for. Only constants that are written as string literals count,
// as with controller-tools.
func (w *walk) enum(t *model.Type, schema *apiextensionsv1.JSONSchemaProps) error {
	if t == nil {
		return errors.New("it belongs on a type, not on a field")
	}
	if !w.isStringType(t) {
		return fmt.Errorf("%s is not a string type", t.Name)
	}
	var allowed []apiextensionsv1.JSON
	for _, constant := range t.Constants {
		if !constant.Literal {
			if t.Emitted {
				w.problems.Warnf(constant.Pos, "constant %s is no value of the enumeration %s, since it is not written as a string literal: write it as one", constant.Name, t.Name)
			}
			continue
		}
		text, err := strconv.Unquote(constant.Value)
		if err != nil {
			return fmt.Errorf("value %s of %s is no string literal", constant.Value, constant.Name)
		}
		raw, err := json.Marshal(text)
		if err != nil {
			return fmt.Errorf("value of %s: %w", constant.Name, err)
		}
		allowed = append(allowed, apiextensionsv1.JSON{Raw: raw})
	}
	if len(allowed) == 0 {
		return fmt.Errorf("%s has no constants that are string literals", t.Name)
	}
	slices.SortFunc(allowed, func(a, b apiextensionsv1.JSON) int { return bytes.Compare(a.Raw, b.Raw) })
	schema.Type = typeString
	schema.Enum = allowed
	return nil
}

func (w *walk) isStringType(t *model.Type) bool {
	made := model.Declaration(t, w.lookup)
	return made != nil && made.Underlying.Kind == model.Basic && made.Underlying.Name == "string"
}
