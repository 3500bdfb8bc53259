// SPDX-License-Identifier: Apache-2.0

package versionpkg_test

import (
	"encoding/json"
	"reflect"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/stackabletech/operator-go/codegen/emit/versionpkg/testdata/ordinary"
	"github.com/stackabletech/operator-go/codegen/model"
)

// universe describes types of other packages as far as they can be seen at run time.
func universe() *model.Universe {
	r := reflected{universe: model.NewUniverse()}
	for _, t := range []reflect.Type{
		reflect.TypeFor[metav1.TypeMeta](), reflect.TypeFor[metav1.ObjectMeta](), reflect.TypeFor[metav1.ListMeta](),
		reflect.TypeFor[metav1.Time](), reflect.TypeFor[metav1.Duration](), reflect.TypeFor[metav1.Condition](),
		reflect.TypeFor[metav1.LabelSelector](), reflect.TypeFor[corev1.PodTemplateSpec](), reflect.TypeFor[corev1.ResourceList](),
		reflect.TypeFor[resource.Quantity](), reflect.TypeFor[intstr.IntOrString](), reflect.TypeFor[runtime.Object](),
		reflect.TypeFor[time.Time](), reflect.TypeFor[json.RawMessage](),
		reflect.TypeFor[ordinary.Shape](), reflect.TypeFor[ordinary.Opaque](), reflect.TypeFor[ordinary.Node](),
		reflect.TypeFor[ordinary.Left](), reflect.TypeFor[ordinary.Loop](), reflect.TypeFor[ordinary.Returns](),
		reflect.TypeFor[ordinary.ReturnsPointer](), reflect.TypeFor[ordinary.Into](), reflect.TypeFor[ordinary.Counting](),
		reflect.TypeFor[ordinary.Items](), reflect.TypeFor[ordinary.Holder](), reflect.TypeFor[ordinary.Set](), reflect.TypeFor[ordinary.Size](),
		reflect.TypeFor[ordinary.Promoting](), reflect.TypeFor[ordinary.Plain](),
	} {
		r.expr(t)
	}
	for name, of := range map[string]*model.Expr{
		"Derived": model.NamedExpr(metav1Path, "LabelSelector"), "DerivedInto": model.NamedExpr(ordinaryPath, "Into"),
		"DerivedReturns": model.NamedExpr(ordinaryPath, "Returns"), "DerivedShape": model.NamedExpr(ordinaryPath, "Shape"),
	} {
		// Run time does not know that "type A B" was written with B.
		r.universe.Add(&model.Type{TypeID: model.TypeID{Pkg: ordinaryPath, Name: name}, Underlying: of})
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
		declared := &model.Type{TypeID: id, DeepCopy: deepCopyOf(t)}
		r.universe.Add(declared)
		declared.Underlying = r.shape(t)
		if t.Kind() == reflect.Struct {
			for i := range t.NumField() {
				f := t.Field(i)
				declared.Fields = append(declared.Fields, &model.Field{Name: f.Name, Embedded: f.Anonymous, Type: r.expr(f.Type)})
			}
		}
	}
	return model.NamedExpr(id.Pkg, id.Name)
}

func (r reflected) shape(t reflect.Type) *model.Expr {
	switch t.Kind() {
	case reflect.Struct:
		return structure
	case reflect.Interface:
		return &model.Expr{Kind: model.Interface, Name: t.String()}
	case reflect.Pointer:
		return pointer(r.expr(t.Elem()))
	case reflect.Slice:
		return slice(r.expr(t.Elem()))
	case reflect.Array:
		return &model.Expr{Kind: model.Array, Len: int64(t.Len()), Elem: r.expr(t.Elem())}
	case reflect.Map:
		return mapOf(r.expr(t.Key()), r.expr(t.Elem()))
	default:
		return model.BasicExpr(t.Kind().String())
	}
}

func deepCopyOf(t reflect.Type) model.DeepCopy {
	p := reflect.PointerTo(t)
	if _, into := p.MethodByName("DeepCopyInto"); into && !promoted(t, "DeepCopyInto") {
		return model.CopyInto
	}
	method, returns := p.MethodByName("DeepCopy")
	switch {
	case !returns || promoted(t, "DeepCopy"):
		return model.CopyByShape
	case method.Type.Out(0).Kind() == reflect.Pointer:
		return model.CopyReturnsPointer
	}
	return model.CopyReturns
}

// promoted reports whether a struct has a method only because it embeds something.
func promoted(t reflect.Type, method string) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	own, _ := reflect.PointerTo(t).MethodByName(method)
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			inherited, ok := reflect.PointerTo(f.Type).MethodByName(method)
			if ok && own.Type.NumIn() > 1 && own.Type.In(1) == inherited.Type.In(1) {
				return true
			}
		}
	}
	return false
}
