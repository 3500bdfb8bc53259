// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// types writes all types of the version with their constants and lists.
func (e *emitter) types(f *jen.File) error {
	for _, line := range e.packageComment() {
		f.PackageComment(strings.TrimRight("// "+line, " "))
	}
	for _, t := range e.view.Types {
		e.declaration(f, t)
		if t.Root != nil {
			e.list(f, t)
		}
		e.constants(f, t)
	}
	return nil
}

// packageComment says what the package is, and carries the markers by which other tools know its group.
func (e *emitter) packageComment() []string {
	lines := []string{
		fmt.Sprintf("Package %s is version %s of the API group %s.", e.view.Version.Name, e.view.Version.Name, e.view.API.Group),
		"",
	}
	if e.view.Version.Deprecated {
		note := e.view.Version.DeprecationWarning
		if note == "" {
			note = "use a later version."
		}
		lines = append(lines, "Deprecated: "+note, "")
	}
	lines = append(lines, "+groupName="+e.view.API.Group)
	if e.view.API.OptionalByDefault {
		lines = append(lines, "+kubebuilder:validation:Optional")
	}
	return lines
}

func (e *emitter) declaration(f *jen.File, t *model.Type) {
	comment(f, t.Doc, t.Markers)
	// type Name string, or type Name = string
	s := f.Type().Id(t.Name)
	if t.Alias {
		s = s.Op("=")
	}
	if !t.IsStruct() {
		s.Add(gofile.Type(t.Underlying))
		f.Line()
		return
	}
	// type Person struct { ... }
	s.StructFunc(func(g *jen.Group) {
		for i, field := range t.Fields {
			if i > 0 && (len(field.Doc) > 0 || len(field.Markers) > 0) {
				g.Line()
			}
			e.field(g, field)
		}
	})
	f.Line()
}

func (e *emitter) field(g *jen.Group, field *model.Field) {
	above, markers := split(field.Markers)
	for _, line := range commentLines(nil, above) {
		g.Add(indented(line))
	}
	if len(above) > 0 {
		g.Line()
	}
	for _, line := range commentLines(field.Doc, markers) {
		g.Add(indented(line))
	}
	s := jen.Null()
	if !field.Embedded {
		s = jen.Id(field.Name)
	}
	// FullName string `json:"fullName"`
	line := s.Add(gofile.Type(field.Type))
	if field.Tag != "" {
		line = line.Op(quoteTag(field.Tag))
	}
	g.Add(line)
}

// indented writes a line of a comment that is not at the left margin. gofmt rewrites lists and quotes in comments at the
// margin, where jennifer would put this one before the file is formatted; elsewhere it leaves them as their author wrote
// them, and so do the descriptions in CRDs.
func indented(line string) *jen.Statement { return jen.Op("").Comment(line) }

// quoteTag writes a struct tag in backquotes, or as a string literal when it holds one.
func quoteTag(tag string) string {
	if strings.ContainsAny(tag, "`\n\r") {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}

func (e *emitter) list(f *jen.File, t *model.Type) {
	f.Comment(fmt.Sprintf("// %sList is a list of %s objects.", t.Name, t.Name))
	// type PersonList struct {
	//	metav1.TypeMeta `json:",inline"`
	//	metav1.ListMeta `json:"metadata,omitempty"`
	//	Items []Person `json:"items"`
	// }
	f.Type().Id(t.Name+"List").Struct(
		jen.Qual(metav1Path, "TypeMeta").Op("`json:\",inline\"`"),
		jen.Qual(metav1Path, "ListMeta").Op("`json:\"metadata,omitempty\"`"),
		jen.Line().Id("Items").Index().Id(t.Name).Op("`json:\"items\"`"),
	)
	f.Line()
}

func (e *emitter) constants(f *jen.File, t *model.Type) {
	if len(t.Constants) == 0 {
		return
	}
	f.Comment(fmt.Sprintf("// Values of %s.", t.Name))
	// const ( Manual Mode = "Manual" ... )
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, c := range t.Constants {
			for _, line := range commentLines(c.Doc, c.Markers) {
				g.Add(indented(line))
			}
			g.Id(c.Name).Id(t.Name).Op("=").Op(c.Value)
		}
	})
	f.Line()
}

// comment writes documentation and markers above a declaration.
func comment(f *jen.File, doc []string, markers []model.Marker) {
	above, markers := split(markers)
	for _, line := range commentLines(nil, above) {
		f.Comment(line)
	}
	if len(above) > 0 {
		f.Line()
	}
	for _, line := range commentLines(doc, markers) {
		f.Comment(line)
	}
}

// split moves all markers of a declaration into a comment group of their own above the doc comment when gofmt would
// damage one of them in a doc comment: it takes two single quotes, the empty string of CEL, for a typographic one. Every
// tool that reads markers finds them there. All of them move, so that they keep their order.
func split(markers []model.Marker) (above, inDoc []model.Marker) {
	for _, m := range markers {
		if strings.Contains(m.Text, "''") || strings.Contains(m.Text, "``") {
			return markers, nil
		}
	}
	return nil, markers
}

// commentLines returns documentation and, behind an empty line, markers, each with its comment sign.
func commentLines(doc []string, markers []model.Marker) []string {
	var lines []string
	for _, line := range doc {
		lines = append(lines, strings.TrimRight("// "+line, " "))
	}
	for i, m := range markers {
		if i == 0 && len(doc) > 0 {
			lines = append(lines, "//")
		}
		lines = append(lines, "// +"+m.Text)
	}
	return lines
}
