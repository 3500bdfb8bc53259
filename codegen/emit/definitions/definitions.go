// SPDX-License-Identifier: Apache-2.0

// Package definitions emits, beside the versions of an API package, a small package that holds its CRDs as typed
// objects, for operators and tests that install them themselves.
package definitions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/dave/jennifer/jen"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

const (
	apiextensionsPath = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	jsonPath          = "encoding/json"
)

// Name is the name of the emitted package and of its folder.
const Name = "definitions"

const fileName = header.NamePrefix + "definitions.go"

// Emit returns the package for the CRDs of one API package: one Go file with each as JSON. They are
// decoded on every call, so that nobody changes what another one holds.
func Emit(api *model.API, crds []*apiextensionsv1.CustomResourceDefinition, license []string) ([]output.File, error) {
	f := gofile.New(gofile.Header{License: license, Sources: []string{api.Path}}, path.Join(api.Path, Name), Name)
	f.PackageComment(fmt.Sprintf("// Package definitions holds the CustomResourceDefinitions of the API group %s.", api.Group))
	f.ImportAlias(apiextensionsPath, "apiextensionsv1")

	pointer := func() *jen.Statement { return jen.Op("*").Qual(apiextensionsPath, "CustomResourceDefinition") }
	var literals []string
	for _, crd := range crds {
		kind := crd.Spec.Names.Kind
		text, err := text(crd)
		if err != nil {
			return nil, fmt.Errorf("definition of %s: %w", kind, err)
		}
		name := function(kind)
		f.Commentf("// %s returns the definition of %s: a new object on every call.", name, crd.Name)
		// func Person() *apiextensionsv1.CustomResourceDefinition { return decode(personJSON) }
		f.Func().Id(name).Params().Add(pointer()).Block(jen.Return(jen.Id("decode").Call(jen.Id(Variable(kind)))))
		mark := "`" + Variable(kind) + "`"
		literals = append(literals, mark, text)
		f.Const().Id(Variable(kind)).Op("=").Op(mark)
	}
	f.Comment("// All returns the definitions of the group in the order of their kinds: new objects on every call.")
	// func All() []*apiextensionsv1.CustomResourceDefinition { return []*...{Person()} }
	f.Func().Id("All").Params().Index().Add(pointer()).Block(jen.Return(jen.Index().Add(pointer()).ValuesFunc(func(g *jen.Group) {
		for _, crd := range crds {
			g.Id(function(crd.Spec.Names.Kind)).Call()
		}
	})))
	f.Comment("// decode reads a definition that the generator wrote.")
	// func decode(text string) *apiextensionsv1.CustomResourceDefinition {
	//	definition := &apiextensionsv1.CustomResourceDefinition{}
	//	if err := json.Unmarshal([]byte(text), definition); err != nil {
	//		panic("an emitted definition is damaged: " + err.Error())
	//	}
	//	return definition
	// }
	f.Func().Id("decode").Params(jen.Id("text").String()).Add(pointer()).Block(
		jen.Id("definition").Op(":=").Op("&").Qual(apiextensionsPath, "CustomResourceDefinition").Values(),
		jen.If(jen.Err().Op(":=").Qual(jsonPath, "Unmarshal").Call(jen.Index().Byte().Parens(jen.Id("text")), jen.Id("definition")), jen.Err().Op("!=").Nil()).Block(
			jen.Panic(jen.Lit("an emitted definition is damaged: ").Op("+").Err().Dot("Error").Call()),
		),
		jen.Return(jen.Id("definition")),
	)
	file, err := gofile.Render(f, filepath.Join(api.Dir, Name), fileName)
	if err != nil {
		return nil, err
	}
	// The literals are put in last: they are megabytes that formatting would parse and print as they are.
	file.Content = []byte(strings.NewReplacer(literals...).Replace(string(file.Content)))
	return []output.File{file}, nil
}

// function names the function that returns a kind's definition. A kind may be called like the function for all of them.
func function(kind string) string {
	if kind == "All" {
		return "AllDefinition"
	}
	return kind
}

// Variable names the constant that holds the definition of a kind.
func Variable(kind string) string { return strings.ToLower(kind[:1]) + kind[1:] + "JSON" }

// A backquote cannot stand in a raw literal: the literal is closed, and the backquote put in between.
const quotedBackquote = "` + \"`\" + `"

// text writes a definition as a Go string literal, one key a line so that differences are readable.
func text(crd *apiextensionsv1.CustomResourceDefinition) (string, error) {
	content, err := json.Marshal(crd)
	if err != nil {
		return "", err
	}
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber() // bounds of 64-bit integers are more than a float64 holds
	if err := decoder.Decode(&object); err != nil {
		return "", err
	}
	delete(object, "status")
	if content, err = json.MarshalIndent(object, "", " "); err != nil {
		return "", err
	}
	return "`" + strings.ReplaceAll(string(content), "`", quotedBackquote) + "`", nil
}
