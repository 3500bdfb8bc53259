// SPDX-License-Identifier: Apache-2.0

package versionpkg_test

import (
	"cmp"
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

const (
	versionPath  = "github.com/stackabletech/operator-go/codegen/emit/versionpkg/testdata/emitted/v1"
	ordinaryPath = "github.com/stackabletech/operator-go/codegen/emit/versionpkg/testdata/ordinary"
	metav1Path   = "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func own(name string) *model.Expr        { return model.NamedExpr(versionPath, name) }
func foreign(name string) *model.Expr    { return model.NamedExpr(ordinaryPath, name) }
func pointer(e *model.Expr) *model.Expr  { return &model.Expr{Kind: model.Pointer, Elem: e} }
func slice(e *model.Expr) *model.Expr    { return &model.Expr{Kind: model.Slice, Elem: e} }
func array(e *model.Expr) *model.Expr    { return &model.Expr{Kind: model.Array, Len: 2, Elem: e} }
func mapOf(k, e *model.Expr) *model.Expr { return &model.Expr{Kind: model.Map, Key: k, Elem: e} }

var (
	text      = model.BasicExpr("string")
	number    = model.BasicExpr("int32")
	anything  = &model.Expr{Kind: model.Interface, Name: "any"}
	structure = &model.Expr{Kind: model.Struct}
)

// field has a JSON tag with the field's own name.
func field(name string, e *model.Expr) *model.Field {
	return &model.Field{Name: name, JSON: name, Tag: `json:"` + name + `,omitempty"`, HasJSONTag: true, Type: e}
}

func embedded(e *model.Expr) *model.Field {
	if e.Kind == model.Pointer {
		return &model.Field{Name: e.Elem.ID.Name, Embedded: true, Type: e}
	}
	return &model.Field{Name: e.ID.Name, Embedded: true, Type: e}
}

func structType(name string, fields ...*model.Field) *model.Type {
	return namedType(name, structure, fields...)
}

func namedType(name string, underlying *model.Expr, fields ...*model.Field) *model.Type {
	return &model.Type{TypeID: model.TypeID{Pkg: versionPath, Name: name}, Underlying: underlying, Fields: fields, Emitted: true}
}

func aliasType(name string, of *model.Expr) *model.Type {
	t := namedType(name, of)
	t.Alias = true
	return t
}

func aliasStruct(name string, fields ...*model.Field) *model.Type {
	t := structType(name, fields...)
	t.Alias = true
	return t
}

// forms is a version with a type of every form, and fields of every form of type.
func forms() *model.View {
	person := structType("Person",
		&model.Field{Name: "TypeMeta", Embedded: true, Inline: true, Tag: `json:",inline"`, Type: model.NamedExpr(metav1Path, "TypeMeta")},
		&model.Field{Name: "ObjectMeta", Embedded: true, JSON: "metadata", Tag: `json:"metadata,omitempty"`, Type: model.NamedExpr(metav1Path, "ObjectMeta")},
		field("Spec", own("Forms")), field("Status", pointer(own("Home"))),
	)
	person.Root = &model.Root{Plural: "people", Singular: "person"}
	types := []*model.Type{
		person,
		structType("Forms", formFields()...),
		structType("Home", field("Street", text), field("Rooms", slice(text))),
		structType("Base", field("ID", text)),
		structType("Extra", field("Note", pointer(text))),
		// Go gives embedded types' DeepCopyInto to a struct without one of its own.
		structType("Embedding", embedded(own("Base")), embedded(pointer(own("Extra"))), embedded(foreign("Counting"))),
		structType("Node", field("Next", pointer(own("Node"))), field("Children", mapOf(text, own("Node")))),
		namedType("Mode", text), namedType("Pair", array(number)), namedType("Quad", array(pointer(text))),
		namedType("Names", slice(text)), namedType("Labels", mapOf(text, text)), namedType("Homes", mapOf(text, own("Home"))),
		namedType("Tree", mapOf(text, own("Tree"))), namedType("Forest", slice(own("Tree"))),
		namedType("Derived", own("Home")), namedType("OfSelector", model.NamedExpr(metav1Path, "LabelSelector")),
		namedType("OfNames", own("Names")), namedType("OfMode", own("Mode")),
		namedType("HomePointer", pointer(own("Home"))), namedType("OfHomePointer", own("HomePointer")), aliasType("AliasPointer", pointer(own("Home"))),
		namedType("NodePointer", pointer(foreign("Node"))), namedType("ShapePointer", pointer(foreign("Shape"))),
		namedType("ReturnsPtr", pointer(foreign("Returns"))), namedType("ReturnsPointerPtr", pointer(foreign("ReturnsPointer"))),
		namedType("NamesPointer", pointer(own("Names"))), namedType("DerivedPointer", pointer(foreign("DerivedInto"))),
		namedType("PointerPointer", pointer(own("HomePointer"))), namedType("QuantityPointer", pointer(model.NamedExpr("k8s.io/apimachinery/pkg/api/resource", "Quantity"))),
		namedType("OfPromoting", foreign("Promoting")),
		namedType("StringPointer", pointer(text)), namedType("Anything", anything),
		aliasType("AliasHome", own("Home")), aliasType("AliasNames", own("Names")), aliasType("AliasText", text),
		aliasType("AliasAny", anything), aliasStruct("AliasStruct", field("Names", slice(text)), &model.Field{Name: "hidden", Type: slice(text)}),
		structType("Secret", &model.Field{Name: "hidden", Type: slice(text)}), namedType("Chain", pointer(own("Chain"))),
		// Named like the variables that copying needs.
		namedType("key", text), namedType("in", slice(text)), structType("out", field("Names", own("in"))),
	}
	slices.SortFunc(types, func(a, b *model.Type) int { return cmp.Compare(a.Name, b.Name) })
	return &model.View{
		API:     &model.API{Path: "test.example.com/apis/person", Name: "person", Group: "test.example.com"},
		Version: model.Version{Name: "v1", Served: true, Storage: true},
		Path:    versionPath, Dir: "/emitted/v1", Types: types, Universe: universe(),
	}
}

func formFields() []*model.Field {
	quantity := model.NamedExpr("k8s.io/apimachinery/pkg/api/resource", "Quantity")
	time := model.NamedExpr("time", "Time")
	object := model.NamedExpr("k8s.io/apimachinery/pkg/runtime", "Object")
	fields := []*model.Field{embedded(own("Base")), embedded(pointer(own("Extra"))), embedded(foreign("Shape"))}
	for name, e := range map[string]*model.Expr{
		"Plain": text, "Number": number, "Float": model.BasicExpr("float64"),
		"Pointer": pointer(text), "PointerPointer": pointer(pointer(text)), "PointerSlice": pointer(slice(text)),
		"PointerMap": pointer(mapOf(text, slice(text))), "PointerPointerHome": pointer(pointer(own("Home"))),
		"Strings": slice(text), "Bytes": slice(model.BasicExpr("byte")), "Matrix": slice(slice(number)),
		"Pointers": slice(pointer(own("Home"))), "SliceMap": slice(mapOf(text, own("Home"))),
		"MapPlain": mapOf(text, text), "MapSlice": mapOf(text, slice(text)), "MapPointer": mapOf(text, pointer(own("Home"))),
		"MapStruct": mapOf(text, own("Home")), "MapMap": mapOf(text, mapOf(own("Mode"), own("Home"))),
		"MapNamed": mapOf(own("Mode"), own("Names")), "MapPointers": mapOf(text, slice(pointer(pointer(text)))),
		"Array": array(text), "ArrayPointer": array(pointer(text)), "ArraySlice": array(slice(own("Home"))),
		"ArrayMap": slice(array(mapOf(text, array(slice(text))))),
		"Home":     own("Home"), "Names": own("Names"), "Labels": own("Labels"), "Homes": own("Homes"), "PointerNames": pointer(own("Names")),
		"Mode": own("Mode"), "OfMode": pointer(own("OfMode")), "Pair": own("Pair"), "Quad": own("Quad"), "PointerQuad": pointer(own("Quad")),
		"Tree": own("Tree"), "Forest": own("Forest"), "Node": own("Node"), "Derived": own("Derived"), "DerivedSlice": slice(own("Derived")),
		"OfSelector": own("OfSelector"), "OfNames": own("OfNames"), "Embedding": own("Embedding"),
		"StringPointer": own("StringPointer"), "MapStringPointer": mapOf(text, own("StringPointer")),
		"AliasHome": own("AliasHome"), "AliasNames": slice(own("AliasNames")), "AliasText": pointer(own("AliasText")),
		"Any": anything, "Anys": slice(anything), "MapAny": mapOf(text, anything), "PointerAny": pointer(anything),
		"AliasStruct": own("AliasStruct"), "Secrets": slice(own("Secret")), "Chain": own("Chain"),
		"Anything": own("Anything"), "AliasAny": own("AliasAny"), "Object": object, "Objects": mapOf(text, object),
		"Keys": mapOf(own("key"), mapOf(own("key"), mapOf(own("key"), own("in")))), "Out": slice(own("out")),
		"Quantity": quantity, "Quantities": mapOf(text, quantity), "PointerQuantity": pointer(quantity), "SliceQuantity": slice(quantity),
		"Since": model.NamedExpr(metav1Path, "Time"), "Until": pointer(model.NamedExpr(metav1Path, "Time")),
		"Timeout": pointer(model.NamedExpr(metav1Path, "Duration")), "Conditions": slice(model.NamedExpr(metav1Path, "Condition")),
		"Port":     mapOf(text, model.NamedExpr("k8s.io/apimachinery/pkg/util/intstr", "IntOrString")),
		"Template": model.NamedExpr("k8s.io/api/core/v1", "PodTemplateSpec"),
		"Limits":   model.NamedExpr("k8s.io/api/core/v1", "ResourceList"),
		"Time":     time, "Times": slice(time), "PointerTime": pointer(time), "RawMessage": model.NamedExpr("encoding/json", "RawMessage"),
		"Opaque": foreign("Opaque"), "Opaques": slice(foreign("Opaque")), "PointerShape": pointer(foreign("Shape")), "Shapes": mapOf(text, foreign("Shape")),
		"ForeignNode": foreign("Node"), "ForeignNodes": mapOf(text, pointer(foreign("Node"))), "Left": pointer(foreign("Left")), "Loop": foreign("Loop"),
		"Returns": foreign("Returns"), "PointerReturns": pointer(foreign("Returns")), "ReturnsPointer": foreign("ReturnsPointer"),
		"ReturnsPointers": slice(pointer(foreign("ReturnsPointer"))), "Into": foreign("Into"), "Intos": mapOf(text, foreign("Into")),
		"Counting": foreign("Counting"), "Items": foreign("Items"), "PointerItems": pointer(foreign("Items")), "Holder": foreign("Holder"), "ForeignDerived": foreign("Derived"),
		"ForeignDeriveds": mapOf(text, foreign("Derived")), "DerivedInto": foreign("DerivedInto"), "DerivedReturns": foreign("DerivedReturns"), "DerivedShape": foreign("DerivedShape"),
		"Set": foreign("Set"), "Sizes": slice(foreign("Size")),
		"HomePointer": own("HomePointer"), "OfHomePointer": own("OfHomePointer"), "HomePointers": slice(own("HomePointer")), "AliasPointer": own("AliasPointer"),
		"NodePointer": own("NodePointer"), "ShapePointer": mapOf(text, own("ShapePointer")), "ReturnsPtr": own("ReturnsPtr"),
		"ReturnsPointerPtr": own("ReturnsPointerPtr"), "ReturnsPointerPtrs": pointer(own("ReturnsPointerPtr")), "NamesPointer": own("NamesPointer"),
		"DerivedPointer": own("DerivedPointer"), "NamedPointerPointer": own("PointerPointer"), "QuantityPointer": pointer(own("QuantityPointer")),
		"Promoting": foreign("Promoting"), "Promotings": slice(foreign("Promoting")), "OfPromoting": own("OfPromoting"),
	} {
		fields = append(fields, field(name, e))
	}
	fields = append(fields, &model.Field{Name: "hidden", Type: slice(text)}, &model.Field{Name: "_", Type: slice(text)})
	slices.SortFunc(fields[3:], func(a, b *model.Field) int { return cmp.Compare(a.Name, b.Name) })
	return fields
}
