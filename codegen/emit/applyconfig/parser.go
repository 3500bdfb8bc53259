// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

const typed = "sigs.k8s.io/structured-merge-diff/v6/typed"

// writeParser writes the schema, and a function that reads it when it is first asked for.
func writeParser(f *layout.File, schema string) {
	// var load = sync.OnceValue(func() *typed.Parser {
	// 	parser, err := typed.NewParser(schemaYAML)
	// 	if err != nil {
	// 		panic(fmt.Sprintf("the emitted schema is broken: %v", err))
	// 	}
	// 	return parser
	// })
	f.Var().Id("load").Op("=").Add(f.Qual("sync", "OnceValue")).Call(
		jen.Func().Params().Op("*").Add(f.Qual(typed, "Parser")).Block(
			jen.List(jen.Id("parser"), jen.Err()).Op(":=").Add(f.Qual(typed, "NewParser")).Call(jen.Id("schemaYAML")),
			jen.If(jen.Err().Op("!=").Nil()).Block(
				jen.Panic(f.Qual(layout.Format, "Sprintf").Call(jen.Lit("the emitted schema is broken: %v"), jen.Err())),
			),
			jen.Return(jen.Id("parser")),
		),
	)
	f.Line()
	// func Parser() *typed.Parser { return load() }
	f.Doc("Parser returns the schema of all types. It is read once.")
	f.Func().Id("Parser").Params().Op("*").Add(f.Qual(typed, "Parser")).Block(jen.Return(jen.Id("load").Call()))
	f.Line()
	// const schemaYAML typed.YAMLObject = `types:
	// ...
	// `
	f.Const().Id("schemaYAML").Add(f.Qual(typed, "YAMLObject")).Op("=").Add(literal(schema))
}

// literal writes a text of many lines.
func literal(text string) *jen.Statement {
	if strings.Contains(text, "`") {
		return jen.Op(strconv.Quote(text))
	}
	return jen.Op("`" + text + "`")
}
