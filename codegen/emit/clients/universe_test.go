// SPDX-License-Identifier: Apache-2.0

package clients_test

import (
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// ordinary returns types of Kubernetes, as far as they can be seen at run time: without markers.
func ordinary() *model.Universe {
	r := reflected{universe: model.NewUniverse()}
	for _, t := range []reflect.Type{
		reflect.TypeFor[metav1.ObjectMeta](), reflect.TypeFor[metav1.TypeMeta](), reflect.TypeFor[metav1.Condition](),
		reflect.TypeFor[metav1.LabelSelector](), reflect.TypeFor[corev1.PodTemplateSpec](),
	} {
		r.expr(t)
	}
	// What the schema of an object's metadata depends on.
	meta := r.universe.Lookup(model.TypeID{Pkg: metaPackage, Name: "ObjectMeta"})
	for _, f := range meta.Fields {
		if f.Name == "Finalizers" {
			f.Markers = markers("listType=set")
		}
	}
	return r.universe
}

type reflected struct{ universe *model.Universe }

func (r reflected) expr(t reflect.Type) *model.Expr {
	if t.PkgPath() == "" {
		return r.shape(t)
	}
	id := model.TypeID{Pkg: t.PkgPath(), Name: t.Name()}
	if r.universe.Lookup(id) == nil {
		declared := &model.Type{TypeID: id}
		r.universe.Add(declared)
		declared.Underlying = r.shape(t)
		if t.Kind() == reflect.Struct {
			declared.Fields = r.fields(t)
		}
	}
	return model.NamedExpr(id.Pkg, id.Name)
}

func (r reflected) shape(t reflect.Type) *model.Expr {
	switch t.Kind() {
	case reflect.Struct:
		return &model.Expr{Kind: model.Struct}
	case reflect.Interface:
		return &model.Expr{Kind: model.Interface}
	case reflect.Pointer:
		return pointer(r.expr(t.Elem()))
	case reflect.Slice:
		return slice(r.expr(t.Elem()))
	case reflect.Map:
		return &model.Expr{Kind: model.Map, Key: r.expr(t.Key()), Elem: r.expr(t.Elem())}
	default:
		return model.BasicExpr(t.Kind().String())
	}
}

func (r reflected) fields(t reflect.Type) []*model.Field {
	var fields []*model.Field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("json")
		if !ok {
			continue
		}
		out := field(f.Name, r.expr(f.Type), tag)
		out.Tag = string(f.Tag)
		out.Embedded = f.Anonymous
		out.Inline = f.Anonymous && strings.HasPrefix(tag, ",")
		fields = append(fields, out)
	}
	return fields
}
