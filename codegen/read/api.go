// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// IsAPI reports whether a file declares its package to be an API package: whether it has package markers of ours.
func IsAPI(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			text, ok := markerText(comment.Text)
			if ok && (strings.HasPrefix(text, "versioned:group") || strings.HasPrefix(text, "versioned:version")) {
				return true
			}
		}
	}
	return false
}

// apiReader reads one API package.
type apiReader struct {
	*typeReader
	api   *model.API
	pkg   *load.Package
	decls map[string]load.TypeDecl
	types map[string]*model.Type
	// order is the order of declaration, in which diagnostics and roots are found.
	order []string
	// reached are the names of the types that a root type reaches.
	reached map[string]bool
	// compiles is false for a package in which not all that belongs to something could be claimed.
	compiles bool
}

// api reads all declarations of an API package. Which of them matter is known only when the roots are followed.
func (r *reader) api(pkg *load.Package, compiles bool) *apiReader {
	a := &apiReader{
		typeReader: r.typesOf(pkg.Path),
		api:        &model.API{Path: pkg.Path, Name: pkg.Name, Dir: pkg.Dir, Functions: map[string]*model.Function{}},
		pkg:        pkg,
		decls:      map[string]load.TypeDecl{},
		types:      map[string]*model.Type{},
		reached:    map[string]bool{},
		compiles:   compiles,
	}
	a.checked = pkg.Info
	r.apis[pkg.Path] = a
	for _, file := range pkg.Files {
		load.EachType(file, func(decl *ast.GenDecl, spec *ast.TypeSpec) {
			a.decls[spec.Name.Name] = load.TypeDecl{File: file, Decl: decl, Spec: spec}
			a.order = append(a.order, spec.Name.Name)
		})
	}
	// Declarations claim their comments first; what is left belongs to the package, and tells the versions by which
	// the histories are sorted.
	for _, name := range a.order {
		a.types[name] = a.read(a.decls[name], a.lookup(name))
	}
	constants := a.readConstants()
	a.spelling()
	a.readPackage()
	for _, name := range a.order {
		a.readMarkers(a.types[name], a.decls[name])
	}
	for _, c := range constants {
		c.History = a.history(marker.Constant, &c.Markers, a.pkg.Files[0].End())
	}
	a.readFunctions()
	return a
}

func (a *apiReader) lookup(name string) types.Object {
	if a.pkg.Types == nil {
		return nil
	}
	return a.pkg.Types.Scope().Lookup(name)
}

// readMarkers reads what the markers of a type and of its fields say.
func (a *apiReader) readMarkers(t *model.Type, decl load.TypeDecl) {
	scope := decl.Spec.End()
	obj := a.lookup(t.Name)
	t.DeclaresJSON = obj != nil && declaresJSON(obj.Type())
	t.OptionalByDefault = a.api.OptionalByDefault
	t.History = a.history(marker.Type, &t.Markers, scope)
	a.schemaFile(t, decl)
	for _, f := range t.Fields {
		f.History = a.history(marker.Field, &f.Markers, scope)
	}
	t.Root = a.root(t)
}

// readPackage reads the package markers of all files.
func (a *apiReader) readPackage() {
	for i, file := range a.pkg.Files {
		c := a.commentsOf(file)
		for _, m := range slices.Concat(c.pass(), c.misplaced()) {
			if a.compiles && strings.HasPrefix(m.Text, marker.Namespace) {
				a.problems.Errorf(m.Pos, "+%s belongs to nothing here: write it in the lines above the type, field or constant", ownName(m))
			}
		}
		for _, m := range c.free() {
			a.packageMarker(m)
		}
		a.api.OptionalByDefault = a.api.OptionalByDefault || saysOptional(file)
		if i == 0 || file.Doc != nil {
			a.api.Pos = a.program.Position(file.Package)
		}
	}
	for _, m := range a.api.Markers {
		if said := value(m); m.Name == "groupName" && said != "" && a.api.Group != "" && said != a.api.Group {
			a.problems.Errorf(m.Pos, "+groupName says %q, but +versioned:group says %q: keep one of the two", said, a.api.Group)
		}
	}
}

// value is what a marker of other tools says.
func value(m model.Marker) string {
	_, said, _ := strings.Cut(m.Text, "=")
	return strings.TrimSpace(said)
}

func (a *apiReader) packageMarker(m model.Marker) {
	if !strings.HasPrefix(m.Text, marker.Namespace) {
		a.api.Markers = append(a.api.Markers, m)
		return
	}
	parsed, ok := a.parse(m, marker.Package)
	if !ok {
		a.api.Unread = true
		return
	}
	switch parsed.Definition.Name {
	case "versioned:group":
		if a.api.Group != "" {
			a.problems.Errorf(m.Pos, "the group is named twice: %q and %q", a.api.Group, parsed.Get(""))
			return
		}
		a.api.Group, a.api.GroupPos = parsed.Get(""), m.Pos
	case "versioned:version":
		a.api.Versions = append(a.api.Versions, model.Version{
			Name:               parsed.Get("name"),
			Deprecated:         parsed.Bool("deprecated", false),
			DeprecationWarning: parsed.Get("deprecationWarning"),
			Served:             parsed.Bool("served", true),
			Storage:            parsed.Bool("storage", false),
			Pos:                m.Pos,
		})
	}
}

// parse reads a marker of ours and reports what is wrong with it.
func (r *reader) parse(m model.Marker, at marker.Target) (*marker.Marker, bool) {
	parsed, problems := marker.Parse("+"+m.Text, at)
	for _, p := range problems {
		r.problems.Errorf(m.Pos.Shift(p.Offset), "%s", p.Message)
	}
	return parsed, parsed != nil
}

func meta(name string) model.TypeID {
	return model.TypeID{Pkg: "k8s.io/apimachinery/pkg/apis/meta/v1", Name: name}
}

// reachRoots follows all root types.
func (a *apiReader) reachRoots() {
	for _, name := range a.order {
		if a.types[name].Root != nil {
			a.reader.reach(a.types[name].TypeID)
			// The emitted list of the type embeds it.
			a.reader.reach(meta("ListMeta"))
		}
	}
}

// reach takes a type of the package into the model.
func (a *apiReader) reach(name string) {
	t := a.types[name]
	if t == nil || a.reached[name] {
		return
	}
	a.reached[name] = true
	a.follow(t)
}

// finish puts the types that were reached into the API.
func (a *apiReader) finish(requested bool) {
	for _, name := range a.order {
		t := a.types[name]
		switch {
		case a.reached[name]:
			a.api.Types = append(a.api.Types, t)
		case !requested:
		case t.HasHistory():
			a.problems.Warnf(t.Pos, "type %s has versions, but is part of no resource, and is not emitted", t.Name)
		case t.Embeds(meta("TypeMeta")) && t.Embeds(meta("ObjectMeta")):
			a.problems.Warnf(t.Pos, "%s looks like a resource, but is none, and is not emitted: write // +versioned:crd above it", t.Name)
		}
	}
	if requested {
		a.warnOfMethods()
	}
	slices.SortFunc(a.api.Types, func(x, y *model.Type) int { return compare(x.Name, y.Name) })
}

// at returns the position of a name in a marker's argument.
func at(m model.Marker, parsed *marker.Marker, arg string) diag.Pos {
	if found := parsed.Arg(arg); found != nil {
		return m.Pos.Shift(found.Offset)
	}
	return m.Pos
}
