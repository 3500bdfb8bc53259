// SPDX-License-Identifier: Apache-2.0

package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

func view(path, group, version string, types ...*model.Type) *model.View {
	v := &model.View{
		API:     &model.API{Path: path, Group: group, GroupPos: diag.Pos{File: path + "/types.go", Line: 1, Col: 4}},
		Version: model.Version{Name: version}, Path: path + "/" + version, Types: types, Universe: model.NewUniverse(),
	}
	for _, t := range types {
		t.Pkg = v.Path
	}
	return v
}

func kind(name string, markers ...string) *model.Type {
	t := &model.Type{
		TypeID: model.TypeID{Name: name}, Underlying: &model.Expr{Kind: model.Struct},
		Root:   &model.Root{Plural: strings.ToLower(name) + "s", Namespaced: true, Status: true},
		Fields: []*model.Field{{Name: "Status"}},
	}
	return say(t, markers...)
}

func say(t *model.Type, markers ...string) *model.Type {
	for i, text := range markers {
		name, _, _ := strings.Cut(text, "=")
		t.Markers = append(t.Markers, model.Marker{Name: name, Text: text, Pos: diag.Pos{File: "types.go", Line: i + 1, Col: 4}})
	}
	return t
}

func TestGroups(t *testing.T) {
	t.Parallel()
	p, err := plan.Make([]*model.View{
		view("example.com/apis/zoo", "zoo.example.com", "v1beta1"),
		view("example.com/apis/Person", "my-test.example.com", "v1"),
		view("example.com/apis/Person", "my-test.example.com", "v1alpha1"),
	})
	require.NoError(t, err)
	require.Len(t, p.Groups, 2)
	assert.Equal(t, "person", p.Groups[0].Package)
	assert.Equal(t, "MyTest", p.Groups[0].GoName)
	assert.Equal(t, []string{"example.com/apis/Person", "example.com/apis/zoo"}, p.Sources())
	var titles, versions []string
	for _, v := range p.Versions() {
		titles, versions = append(titles, v.Title()), append(versions, v.APIVersion())
	}
	assert.Equal(t, []string{"MyTestV1", "MyTestV1alpha1", "ZooV1beta1"}, titles)
	assert.Equal(t, []string{"my-test.example.com/v1", "my-test.example.com/v1alpha1", "zoo.example.com/v1beta1"}, versions)
	assert.Equal(t, "mytestv1", p.Version("example.com/apis/Person/v1").Alias())
}

func TestGroupGoName(t *testing.T) {
	t.Parallel()
	park := view("example.com/apis/park", "test.example.io", "v1")
	park.API.Markers = []model.Marker{{Name: "kubebuilder:object:generate", Text: "kubebuilder:object:generate=true"}, {Name: "groupGoName", Text: "groupGoName=park"}}
	p, err := plan.Make([]*model.View{
		park,
		view("example.com/apis/zoo", "test.example.com", "v1", kind("Cage", "groupGoName=zoo")),
		view("example.com/apis/person", "test.example.org", "v1"),
		view("example.com/apis/quoted", "test.example.net", "v1", kind("Cage", `groupGoName="type"`)),
	})
	require.NoError(t, err)
	assert.Equal(t, "Park", p.Groups[0].GoName)
	assert.Equal(t, "Test", p.Groups[1].GoName)
	assert.Equal(t, "Type", p.Groups[2].GoName)
	assert.Equal(t, "Zoo", p.Groups[3].GoName)
}

func TestVerbs(t *testing.T) {
	t.Parallel()
	all := plan.Verbs()
	for _, test := range []struct {
		reason  string
		root    func(*model.Root)
		markers []string
		without []plan.Verb
		only    []plan.Verb
		lister  bool
		watches bool
	}{
		{reason: "a resource without markers can do everything", lister: true, watches: true},
		{reason: "a resource without status", root: func(r *model.Root) { r.Status = false }, without: []plan.Verb{plan.UpdateStatus, plan.ApplyStatus}, lister: true, watches: true},
		{reason: "with +genclient the field counts, not the subresource", root: func(r *model.Root) { r.Status = false }, markers: []string{"genclient"}, lister: true, watches: true},
		{reason: "noStatus", markers: []string{"genclient:noStatus"}, without: []plan.Verb{plan.UpdateStatus, plan.ApplyStatus}, lister: true, watches: true},
		{reason: "skipVerbs", markers: []string{"genclient", "genclient:skipVerbs=watch, patch"}, without: []plan.Verb{plan.Watch, plan.Patch}, lister: true},
		{reason: "an informer has a lister, which needs no get", markers: []string{"genclient", "genclient:onlyVerbs=list,watch"}, only: []plan.Verb{plan.List, plan.Watch}, lister: true, watches: true},
		{reason: "onlyVerbs", markers: []string{"genclient", "genclient:onlyVerbs=get,list"}, only: []plan.Verb{plan.Get, plan.List}, lister: true},
		{reason: "readonly", markers: []string{"genclient", "genclient:readonly"}, only: []plan.Verb{plan.Get, plan.List, plan.Watch}, lister: true, watches: true},
		{reason: "readonly and more", markers: []string{"genclient", "genclient:readonly", "genclient:onlyVerbs=apply"}, only: []plan.Verb{plan.Get, plan.List, plan.Watch, plan.Apply}, lister: true, watches: true},
		{reason: "noVerbs leaves the lister, as lister-gen does", markers: []string{"genclient", "genclient:noVerbs"}, only: []plan.Verb{}, lister: true},
	} {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			typ := kind("Person", test.markers...)
			if test.root != nil {
				test.root(typ.Root)
			}
			p, err := plan.Make([]*model.View{view("example.com/apis/person", "test.example.com", "v1", typ)})
			require.NoError(t, err)
			k := p.Versions()[0].Kinds[0]
			want := test.only
			if want == nil {
				for _, verb := range all {
					if !slices.Contains(test.without, verb) {
						want = append(want, verb)
					}
				}
			}
			got := []plan.Verb{}
			for _, verb := range all {
				if k.Can(verb) {
					got = append(got, verb)
				}
			}
			assert.Equal(t, want, got)
			assert.Equal(t, test.lister, k.HasLister())
			assert.Equal(t, test.watches, k.HasInformer())
		})
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	scaled := kind("Person")
	scaled.Root.Scale = &model.Scale{}
	explicit := kind("Planet", "genclient",
		"genclient:method=GetScale,verb=get,subresource=scale,result=k8s.io/api/autoscaling/v1.Scale",
		"genclient:method=Touch,verb=update,input=Person,result=example.com/apis/person.Person")
	explicit.Root.Scale = &model.Scale{}
	p, err := plan.Make([]*model.View{view("example.com/apis/person", "test.example.com", "v1", scaled, explicit)})
	require.NoError(t, err)
	kinds := p.Versions()[0].Kinds
	scale := model.TypeID{Pkg: "k8s.io/api/autoscaling/v1", Name: "Scale"}
	assert.Equal(t, []*plan.Method{
		{Name: "GetScale", Verb: plan.Get, Subresource: "scale", Input: scale, Result: scale},
		{Name: "UpdateScale", Verb: plan.Update, Subresource: "scale", Input: scale, Result: scale},
		{Name: "ApplyScale", Verb: plan.Apply, Subresource: "scale", Input: scale, Result: scale},
	}, kinds[0].Methods, "a resource with a scale subresource")
	require.Len(t, kinds[1].Methods, 2, "with +genclient only what it says")
	assert.Equal(t, scale, kinds[1].Methods[0].Result)
	assert.Equal(t, explicit.TypeID, kinds[1].Methods[0].Input)
	person := model.TypeID{Pkg: "example.com/apis/person/v1", Name: "Person"}
	assert.Equal(t, person, kinds[1].Methods[1].Input)
	assert.Equal(t, person, kinds[1].Methods[1].Result, "the API package stands for the version")
}

func TestProblems(t *testing.T) {
	t.Parallel()
	structure := func(name string, markers ...string) *model.Type {
		return say(&model.Type{TypeID: model.TypeID{Name: name}, Underlying: &model.Expr{Kind: model.Struct}}, markers...)
	}
	for _, test := range []struct {
		views   []*model.View
		message string
	}{
		{one(kind("Person", "genclient=false")), "types.go:1:4: +genclient takes no value"},
		{one(kind("Person", "genclient:nonamespace")), "types.go:1:4: unknown marker +genclient:nonamespace"},
		{one(kind("Person", "genclient:nonNamespaced")), "types.go:1:4: +genclient:nonNamespaced on Person, which is namespaced"},
		{one(kind("Person", "genclient", "genclient:skipVerbs=gett")), `types.go:2:4: +genclient:skipVerbs: "gett" is no verb: known are create, update, updateStatus`},
		{one(kind("Person", "genclient:method=get,verb=get")), `"get" is no name of a method`},
		{one(kind("Person", "genclient:method=Fetch")), "method Fetch has no verb"},
		{one(kind("Person", "genclient:method=Fetch,verb=watch")), "method Fetch cannot have the verb watch: write one of create, update, get, list, patch, apply"},
		{one(kind("Person", "genclient:method=Fetch,verb")), "verb of method Fetch has no value"},
		{one(kind("Person", "genclient:method=Fetch,verb=get,kind=x")), "unknown argument kind of method Fetch"},
		{one(kind("Person", "genclient:method=Fetch,verb=get,input=Person")), "the verb get sends no object"},
		{one(kind("Person", "genclient:method=Fetch,verb=get,result=Nobody")), "example.com/apis/person/v1 has no type Nobody"},
		{one(kind("Person", "genclient:method=Fetch,verb=get,result=autoscaling.Scale")), `"autoscaling" is no import path: write all of it`},
		{one(kind("Person", "genclient:method=Fetch,verb=get,result=example.com/x.scale")), `"scale" is no name of a type that clients can use`},
		{one(kind("Person", "genclient:method=Fetch,verb=list,result=PersonList")), "the verb list returns a list of the type"},
		{
			[]*model.View{view("example.com/apis/person", "test.example.com", "v1", kind("Person", "genclient:method=Fetch,verb=get,result=PersonSpec"), structure("PersonSpec"))},
			"types.go:1:4: method Fetch: PersonSpec is no resource",
		},
		{one(kind("Person", "genclient:method=Fetch,verb=apply,input=example.com/x.Y")), "there is no apply configuration for example.com/x.Y"},
		{one(kind("Person", "genclient:method=Get,verb=get")), "the client of Person has two methods called Get"},
		{one(kind("Person", "groupGoName=my-group")), "types.go:1:4: +groupGoName: my-group is no name in Go: write letters and digits only, such as +groupGoName=Test"},
		{one(kind("Person", "groupGoName=")), "types.go:1:4: +groupGoName: nothing is no name in Go"},
		{one(kind("Person", "groupGoName=\"1\"")), "types.go:1:4: +groupGoName: \"1\" is no name in Go"},
		{one(structure("PersonSpec", "genclient")), "types.go:1:4: +genclient on PersonSpec, which is no resource"},
		{
			[]*model.View{view("a.com/apis/person", "a.com", "v1"), view("b.com/apis/person", "b.com", "v1")},
			"b.com/apis/person/types.go:1:4: the clients of a.com/apis/person and b.com/apis/person would both be written to folders named person",
		},
		{
			[]*model.View{view("a.com/apis/a", "test.a.com", "v1"), view("a.com/apis/b", "test.b.com", "v1")},
			"a.com/apis/b/types.go:1:4: the clients of the groups test.a.com (a.com/apis/a) and test.b.com (a.com/apis/b) would both be called Test: write another name above the package clause of one of them, such as // +groupGoName=TestB in a.com/apis/b",
		},
		{
			[]*model.View{view("a.com/apis/a", "start.a.com", "v1")},
			"a.com/apis/a/types.go:1:4: the clients of the group start.a.com (a.com/apis/a) would be called Start, as is a method of the informer factory: write // +groupGoName=NAME",
		},
		{kinds("HTTPRoute", "HttpRoute"), "kind HTTPRoute and kind HttpRoute would both have httproute.go in the clients of test.example.com/v1"},
		{kinds("Cache", "CacheNamespace"), "kind Cache and kind CacheNamespace would both have CacheNamespaceLister in the listers of test.example.com/v1"},
		{kinds("Cache", "NewCache"), "kind Cache and kind NewCache would both have newCaches in the clients"},
		{kinds("Cache", "FilteredCache"), "kind Cache and kind FilteredCache would both have NewFilteredCacheInformer in the informers"},
		{kinds("Table", "TableIndex"), "kind Table and kind TableIndex would both have TableIndexInformer in the informers"},
		{kinds("Foo", "TypedFoo"), "kind Foo and kind TypedFoo would both have TypedFooInformer in the informers"},
		{kinds("Foo", "ToTypedFoo"), "kind Foo and kind ToTypedFoo would both have ToTypedFooInformer in the informers"},
		{kinds("New", "Namespace"), "kind Namespace and kind New would both have NewNamespaceLister in the listers"},
		{kinds("C"), "the client of the group and kind C would both have c in the clients"},
		{kinds("Bus", "Buse"), "kind Bus and kind Buse would both have BusesGetter in the clients"},
		{kinds("TestV1"), "the group and kind TestV1 would both have TestV1Interface in the clients"},
		{kinds("Cache", "ExtractCache"), "kind Cache and kind ExtractCache would both have ExtractCache in the apply configurations"},
	} {
		t.Run(test.message, func(t *testing.T) {
			t.Parallel()
			_, err := plan.Make(test.views)
			require.ErrorContains(t, err, test.message)
			var problem *plan.Problem
			require.ErrorAs(t, err, &problem)
			assert.True(t, problem.Pos.IsValid())
		})
	}
}

func kinds(names ...string) []*model.View {
	var types []*model.Type
	for i, name := range names {
		t := kind(name)
		t.Pos = diag.Pos{File: "types.go", Line: i + 1, Col: 6}
		types = append(types, t)
	}
	return []*model.View{view("example.com/apis/person", "test.example.com", "v1", types...)}
}

func one(t *model.Type) []*model.View {
	return []*model.View{view("example.com/apis/person", "test.example.com", "v1", t)}
}
