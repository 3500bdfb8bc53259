// SPDX-License-Identifier: Apache-2.0

// Package model describes annotated API packages as plain values: what was declared, and how each part came to be.
//
// It knows neither go/ast nor what the generator emits. The reader (package read) fills it, package check judges it,
// package project derives a [View] for each version from it, and the emitters see nothing but views. Everything here
// can be written as JSON, so that reading and emitting are tested apart.
package model

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// API is one annotated Go package: the latest shape of its types and their history.
type API struct {
	// Path is the import path, Name the package name, Dir the folder on disk.
	Path string `json:"path"`
	Name string `json:"name"`
	Dir  string `json:"-"`
	// Group is the API group, such as "autoscaling.stackable.tech".
	Group    string   `json:"group"`
	GroupPos diag.Pos `json:"-"`
	// Versions are the declared versions by age: the oldest first, whatever their stability.
	Versions []Version `json:"versions"`
	// Unread is true when a marker of the package could not be read, so that not all versions may be known.
	Unread bool `json:"-"`
	// OptionalByDefault is set by the package marker kubebuilder:validation:Optional.
	OptionalByDefault bool `json:"optionalByDefault,omitempty"`
	// Markers are all markers of the package except versioned ones, file by file.
	Markers []Marker `json:"markers,omitempty"`
	// Types are the types that a root type reaches in any version, by name. All are declared in this package.
	Types []*Type `json:"types"`
	// Functions are the package's functions, by name, for conversions and defaults.
	Functions map[string]*Function `json:"functions,omitempty"`
	// HandWritten is what stands beside the emitted files of the versions.
	HandWritten []HandWritten `json:"handWritten,omitempty"`
	// Torn are the versions of which a hand-written file cannot be parsed, so that not all functions of theirs may be known.
	Torn []string `json:"-"`
	// Pos is the package clause.
	Pos diag.Pos `json:"-"`
}

// HandWritten is a declaration in the folder of a version that is not emitted.
type HandWritten struct {
	Version string `json:"version"`
	// Receiver is the type of a method, empty for everything else.
	Receiver string   `json:"receiver,omitempty"`
	Name     string   `json:"name"`
	Pos      diag.Pos `json:"-"`
}

// Version is one declared version of an API package.
type Version struct {
	Name string `json:"name"`
	// Deprecated and DeprecationWarning reach the CRD. An empty warning lets the API server use its own words.
	Deprecated         bool   `json:"deprecated,omitempty"`
	DeprecationWarning string `json:"deprecationWarning,omitempty"`
	Served             bool   `json:"served"`
	Storage            bool   `json:"storage"`

	Pos diag.Pos `json:"-"`
}

// Index returns the age of a version, 0 being the oldest, or -1 for one that is not declared.
func (a *API) Index(version string) int {
	for i, v := range a.Versions {
		if v.Name == version {
			return i
		}
	}
	return -1
}

// Latest returns the youngest version, which is the shape that the Go source shows.
func (a *API) Latest() Version { return a.Versions[len(a.Versions)-1] }

// Type finds a type of the package by its name at the latest version. It returns nil if there is none.
func (a *API) Type(name string) *Type {
	for _, t := range a.Types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// TypeID names a declared type.
type TypeID struct {
	// Pkg is the import path.
	Pkg string `json:"pkg"`
	// Name is the Go name.
	Name string `json:"name"`
}

// Type is a declared Go type: of an API package (with history), of a view (without), or of an ordinary package.
type Type struct {
	TypeID
	// Doc are the lines of the doc comment without markers and without comment signs.
	Doc []string `json:"doc,omitempty"`
	// Description is Doc as a schema shows it: directives and everything that is not meant for users left out.
	Description string `json:"description,omitempty"`
	// Markers are all markers on the type except versioned ones.
	Markers []Marker `json:"markers,omitempty"`
	// Underlying is the type's right-hand side. A struct's fields are in Fields.
	Underlying *Expr `json:"underlying"`
	// Alias is true for "type A = B".
	Alias bool `json:"alias,omitempty"`
	// Generic is true for a type with type parameters.
	Generic bool `json:"generic,omitempty"`
	// Fields are the fields of a struct in the order of their declaration.
	Fields []*Field `json:"fields,omitempty"`
	// Constants are the typed constants of the type, in the order of their declaration.
	Constants []*Constant `json:"constants,omitempty"`
	// Form tells whether the type writes its own JSON.
	Form Form `json:"form,omitempty"`
	// DeclaresJSON is true when the type itself, not one that it embeds, has methods that make or read its JSON.
	DeclaresJSON bool `json:"declaresJSON,omitempty"`
	// DeepCopy tells which copy methods the type has by hand or from another generator.
	DeepCopy DeepCopy `json:"deepCopy,omitempty"`
	// CopiedByHand is true when the author writes the copy methods, beside the emitted files of each version.
	CopiedByHand bool `json:"copiedByHand,omitempty"`
	// SchemaFile is the content of the file named by versioned:schema, nil if there is none.
	SchemaFile *SchemaFile `json:"schemaFile,omitempty"`
	// OptionalByDefault is set when the type's package says kubebuilder:validation:Optional.
	OptionalByDefault bool `json:"optionalByDefault,omitempty"`
	// Root is set for a type that is a resource of its own.
	Root *Root `json:"root,omitempty"`
	// Foreign is true for a type of a module that the user does not edit: one that was downloaded or vendored, or the
	// standard library.
	Foreign bool `json:"foreign,omitempty"`
	// Emitted is true for a type of a view: one that belongs to a version of an API package.
	Emitted bool `json:"emitted,omitempty"`
	// History is nil in views and for types of ordinary packages.
	History *History `json:"history,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Embeds reports whether a struct embeds a type, itself and not by a pointer.
func (t *Type) Embeds(id TypeID) bool {
	return slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.Embedded && f.Type.Kind == Named && f.Type.ID == id })
}

// HasHistory reports whether a type of an API package, or a part of it, looks different in some versions.
func (t *Type) HasHistory() bool {
	return t.History != nil ||
		slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.History != nil }) ||
		slices.ContainsFunc(t.Constants, func(c *Constant) bool { return c.History != nil })
}

// IsStruct reports whether the type is declared as a struct.
func (t *Type) IsStruct() bool { return t.Underlying != nil && t.Underlying.Kind == Struct }

// Form says how a type becomes JSON.
type Form string

// The forms of JSON.
const (
	// Structural is what encoding/json makes of the Go type.
	Structural Form = ""
	// OwnJSON is a type with MarshalJSON or UnmarshalJSON.
	OwnJSON Form = "json"
	// OwnText is a type with MarshalText, thus a JSON string.
	OwnText Form = "text"
)

// DeepCopy says how a value of a type is copied.
type DeepCopy string

// The ways of copying.
const (
	// CopyByShape is a type without copy methods: copied field by field.
	CopyByShape DeepCopy = ""
	// CopyInto has DeepCopyInto(*T).
	CopyInto DeepCopy = "into"
	// CopyReturns has only DeepCopy() T or DeepCopy() *T.
	CopyReturns DeepCopy = "returns"
	// CopyReturnsPointer has only DeepCopy() *T.
	CopyReturnsPointer DeepCopy = "returnsPointer"
)

// SchemaFile is the YAML that versioned:schema names.
type SchemaFile struct {
	// Path is absolute.
	Path    string   `json:"path"`
	Content []byte   `json:"-"`
	Pos     diag.Pos `json:"-"`
	// Refs are the Go types that the file refers to, by the text after "$ref:".
	Refs map[string]TypeID `json:"refs,omitempty"`
}

// Field is a field of a struct.
type Field struct {
	// Name is the Go name; for an embedded field that of its type.
	Name string `json:"name"`
	// JSON is the name in JSON, empty for inlined fields and for those that JSON leaves out ("-").
	JSON string `json:"json,omitempty"`
	// Tag is the whole struct tag without backquotes.
	Tag string `json:"tag,omitempty"`
	// HasJSONTag tells a missing json tag from an empty one.
	HasJSONTag bool `json:"hasJSONTag,omitempty"`
	// Embedded is true for "Base" without a name of its own; Inline when its fields are part of the parent in JSON.
	Embedded bool `json:"embedded,omitempty"`
	Inline   bool `json:"inline,omitempty"`
	// Skipped is true for json:"-".
	Skipped bool `json:"skipped,omitempty"`
	// OmitEmpty is true for omitempty and omitzero.
	OmitEmpty bool  `json:"omitEmpty,omitempty"`
	Type      *Expr `json:"type"`

	Doc         []string `json:"doc,omitempty"`
	Description string   `json:"description,omitempty"`
	Markers     []Marker `json:"markers,omitempty"`
	History     *History `json:"history,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Constant is a typed constant.
type Constant struct {
	Name string `json:"name"`
	// Value is the Go literal, such as `"Recreate"` or `3`.
	Value string `json:"value"`
	// Literal is true when the source shows a plain string literal; controller-tools counts only these as enum values.
	Literal bool     `json:"literal,omitempty"`
	Doc     []string `json:"doc,omitempty"`
	// Markers are all markers on the constant except versioned ones.
	Markers []Marker `json:"markers,omitempty"`
	History *History `json:"history,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Marker is a comment line that starts with "+", of any namespace.
type Marker struct {
	// Name is the text up to the first "=", such as "kubebuilder:validation:Minimum".
	Name string `json:"name"`
	// Text is the whole text without the leading "+".
	Text string `json:"text"`
	// Since and Until limit a marker that versioned:marker added; empty means no limit. Until is exclusive.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Function is the signature of a package-level function.
type Function struct {
	Name string `json:"name"`
	// Params and Results are nil-free. Generic and variadic functions have Odd set.
	Params  []*Expr `json:"params,omitempty"`
	Results []*Expr `json:"results,omitempty"`
	Odd     bool    `json:"odd,omitempty"`

	Pos diag.Pos `json:"-"`
}
