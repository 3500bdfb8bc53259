// SPDX-License-Identifier: Apache-2.0

package clients_test

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

const (
	metaPackage = "k8s.io/apimachinery/pkg/apis/meta/v1"
	corePackage = "k8s.io/api/core/v1"
)

// example builds the views of the types in testdata/api.txtar by hand.
type example struct {
	dir, importPath string
	universe        *model.Universe
}

func (e example) views() []*model.View {
	person := &model.API{Path: e.importPath + "/apis/person", Name: "person", Dir: filepath.Join(e.dir, "apis", "person"), Group: "test.example.com"}
	zoo := &model.API{Path: e.importPath + "/apis/zoo", Name: "zoo", Dir: filepath.Join(e.dir, "apis", "zoo"), Group: "zoo.example.com"}
	return []*model.View{
		e.view(person, "v1alpha1", func(local func(string) *model.Expr) []*model.Type {
			return []*model.Type{
				root("Person", &model.Root{Plural: "people", Namespaced: true}, field("Spec", local("PersonSpec"), "spec")),
				structure("PersonSpec", field("Name", text, "name")),
			}
		}),
		e.view(person, "v1", personTypes),
		e.view(zoo, "v1beta1", func(local func(string) *model.Expr) []*model.Type {
			return zooTypes(model.NamedExpr(person.Path+"/v1", "Pet"), local)
		}),
	}
}

func (e example) view(api *model.API, version string, types func(local func(string) *model.Expr) []*model.Type) *model.View {
	v := &model.View{
		API: api, Version: model.Version{Name: version, Served: true}, Universe: e.universe,
		Path: path.Join(api.Path, version), Dir: filepath.Join(api.Dir, version),
	}
	v.Types = types(func(name string) *model.Expr { return model.NamedExpr(v.Path, name) })
	for _, t := range v.Types {
		t.Pkg = v.Path
		e.universe.Add(t)
	}
	slices.SortFunc(v.Types, func(a, b *model.Type) int { return cmp.Compare(a.Name, b.Name) })
	return v
}

func personTypes(local func(string) *model.Expr) []*model.Type {
	conditions := field("Conditions", slice(model.NamedExpr(metaPackage, "Condition")), "conditions,omitempty", "listType=map", "listMapKey=type")
	return []*model.Type{
		root("Person", &model.Root{Plural: "people", Namespaced: true, Status: true, Scale: &model.Scale{}},
			field("Spec", local("PersonSpec"), "spec"),
			field("Status", local("PersonStatus"), "status,omitempty")),
		structure("PersonSpec",
			embedded("Base", local("Base"), ",inline"),
			embedded("Optional", pointer(local("Optional")), "optional,omitempty"),
			embedded("Named", local("Named"), "named,omitempty"),
			embedded("LocalObjectReference", model.NamedExpr(corePackage, "LocalObjectReference"), ",inline"),
			field("Replicas", model.BasicExpr("int32"), "replicas,omitempty"),
			field("Pets", slice(local("Pet")), "pets,omitempty", "listType=map", "listMapKey=name"),
			field("PetPointers", slice(pointer(local("Pet"))), "petPointers,omitempty"),
			field("PointerToPets", pointer(slice(local("Pet"))), "pointerToPets,omitempty"),
			field("PetsByName", mapping(local("Pet")), "petsByName,omitempty"),
			field("Labels", mapping(text), "labels,omitempty"),
			field("Tags", slice(text), "tags,omitempty", "listType=set"),
			field("TagPointers", slice(pointer(text)), "tagPointers,omitempty"),
			field("Mode", local("Mode"), "mode,omitempty"),
			field("Modes", local("Modes"), "modes,omitempty"),
			field("Best", pointer(local("Pet")), "best,omitempty"),
			field("Friend", local("Friend"), "friend,omitempty"),
			field("Template", model.NamedExpr(corePackage, "PodTemplateSpec"), "template,omitempty"),
			field("Selector", pointer(model.NamedExpr(metaPackage, "LabelSelector")), "selector,omitempty"),
			field("Size", pointer(model.NamedExpr("k8s.io/apimachinery/pkg/api/resource", "Quantity")), "size,omitempty"),
			field("Ignored", text, "-")),
		structure("Base", field("Common", text, "common,omitempty")),
		structure("Optional", field("Extra", text, "extra,omitempty")),
		structure("Named", field("First", text, "first,omitempty")),
		{TypeID: model.TypeID{Name: "Mode"}, Underlying: text},
		{TypeID: model.TypeID{Name: "Modes"}, Underlying: slice(local("Mode"))},
		structure("Pet", field("Name", text, "name"), field("Species", text, "species,omitempty", `default="cat"`)),
		{TypeID: model.TypeID{Name: "Friend"}, Underlying: local("Pet")},
		{TypeID: model.TypeID{Name: "Companion"}, Underlying: local("Pet"), Alias: true},
		structure("PersonStatus",
			field("Replicas", model.BasicExpr("int32"), "replicas,omitempty"),
			field("Selector", text, "selector,omitempty"),
			conditions,
			field("Companions", slice(local("Companion")), "companions,omitempty")),
		root("Planet", &model.Root{Plural: "planets"}, field("Spec", local("PlanetSpec"), "spec")),
		structure("PlanetSpec", field("Rings", model.BasicExpr("int64"), "rings,omitempty")),
	}
}

func zooTypes(pet *model.Expr, local func(string) *model.Expr) []*model.Type {
	cage := root("Cage", &model.Root{Plural: "cages", Namespaced: true}, field("Status", local("CageStatus"), "status,omitempty"))
	cage.Markers = markers("genclient", "genclient:noStatus", "genclient:skipVerbs=deleteCollection",
		"genclient:method=ListAll,verb=list", "genclient:method=ListBars,verb=list,subresource=bars",
		"genclient:method=Fetch,verb=get", "genclient:method=Build,verb=create", "genclient:method=BuildDoor,verb=create,subresource=door",
		"genclient:method=Mend,verb=update", "genclient:method=MendDoor,verb=update,subresource=door", "genclient:method=Paint,verb=patch",
		"genclient:method=Use,verb=apply", "genclient:method=UseDoor,verb=apply,subresource=door")
	keeper := root("Keeper", &model.Root{Plural: "keepers", Namespaced: true})
	keeper.Markers = markers("genclient", "genclient:noVerbs")
	visitor := root("Visitor", &model.Root{Plural: "visitors"}, field("Status", local("CageStatus"), "status,omitempty"))
	visitor.Markers = markers("genclient", "genclient:nonNamespaced", "genclient:onlyVerbs=get,deleteCollection,applyStatus")
	return []*model.Type{cage, keeper, visitor, structure("CageStatus",
		field("Full", model.BasicExpr("bool"), "full,omitempty"),
		field("Pet", pointer(pet), "pet,omitempty"))}
}

var text = model.BasicExpr("string")

func slice(of *model.Expr) *model.Expr   { return &model.Expr{Kind: model.Slice, Elem: of} }
func pointer(to *model.Expr) *model.Expr { return &model.Expr{Kind: model.Pointer, Elem: to} }
func mapping(of *model.Expr) *model.Expr {
	return &model.Expr{Kind: model.Map, Key: text, Elem: of}
}

func structure(name string, fields ...*model.Field) *model.Type {
	return &model.Type{TypeID: model.TypeID{Name: name}, Doc: []string{name + " is of the example."}, Underlying: &model.Expr{Kind: model.Struct}, Fields: fields}
}

func root(name string, r *model.Root, fields ...*model.Field) *model.Type {
	t := structure(name, append([]*model.Field{
		embedded("TypeMeta", model.NamedExpr(metaPackage, "TypeMeta"), ",inline"),
		embedded("ObjectMeta", model.NamedExpr(metaPackage, "ObjectMeta"), "metadata,omitempty"),
	}, fields...)...)
	t.Root = r
	return t
}

func field(name string, typ *model.Expr, tag string, said ...string) *model.Field {
	jsonName, options, _ := strings.Cut(tag, ",")
	return &model.Field{
		Name: name, Type: typ, Tag: `json:"` + tag + `"`, HasJSONTag: true, JSON: strings.TrimPrefix(jsonName, "-"),
		Skipped: tag == "-", OmitEmpty: strings.Contains(options, "omitempty"),
		Doc: []string{name + " is a field."}, Markers: markers(said...),
	}
}

func embedded(name string, typ *model.Expr, tag string) *model.Field {
	f := field(name, typ, tag)
	f.Embedded, f.Inline, f.Doc = true, f.JSON == "", nil
	return f
}

func markers(texts ...string) []model.Marker {
	var list []model.Marker
	for _, text := range texts {
		name, _, _ := strings.Cut(text, "=")
		list = append(list, model.Marker{Name: name, Text: text})
	}
	return list
}
