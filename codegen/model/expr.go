// SPDX-License-Identifier: Apache-2.0

package model

import (
	"path"
	"strconv"
	"strings"
)

// Kind tells the sorts of type expressions apart.
type Kind string

// The sorts of type expressions.
const (
	Basic     Kind = "basic"
	Named     Kind = "named"
	Pointer   Kind = "pointer"
	Slice     Kind = "slice"
	Array     Kind = "array"
	Map       Kind = "map"
	Struct    Kind = "struct"
	Interface Kind = "interface"
	// Other is a type that cannot be part of an API: a channel, a function, a type parameter, or an instance of a
	// generic type. Its text is in Name.
	Other Kind = "other"
)

// Expr is a Go type expression. Expressions are shared and must not be changed after they were made.
type Expr struct {
	Kind Kind `json:"kind"`
	// ID is set for Named. Its Pkg is empty for the predeclared "error".
	ID TypeID `json:"id,omitzero"`
	// Name is the Go name of a Basic type ("int32"), or the text of an Other.
	Name string `json:"name,omitempty"`
	// Elem is what a Pointer, Slice, Array or Map holds; Key is the key of a Map.
	Elem *Expr `json:"elem,omitempty"`
	Key  *Expr `json:"key,omitempty"`
	// Len is the length of an Array.
	Len int64 `json:"len,omitempty"`
}

// NamedExpr refers to a declared type.
func NamedExpr(pkg, name string) *Expr {
	return &Expr{Kind: Named, ID: TypeID{Pkg: pkg, Name: name}}
}

// BasicExpr refers to a predeclared type such as "string".
func BasicExpr(name string) *Expr { return &Expr{Kind: Basic, Name: name} }

// Equal reports whether two expressions mean the same type.
func (e *Expr) Equal(o *Expr) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.Kind == o.Kind && e.ID == o.ID && canonical(e.Name) == canonical(o.Name) && e.Len == o.Len &&
		e.Elem.Equal(o.Elem) && e.Key.Equal(o.Key)
}

func canonical(basic string) string {
	switch basic {
	case "byte":
		return "uint8"
	case "rune":
		return "int32"
	}
	return basic
}

// String writes the expression as Go source with package names, for messages. Packages of Kubernetes go by the names that
// everybody imports them by: metav1 for k8s.io/apimachinery/pkg/apis/meta/v1.
func (e *Expr) String() string {
	if e == nil {
		return "<nil>"
	}
	switch e.Kind {
	case Named:
		if e.ID.Pkg == "" {
			return e.ID.Name
		}
		name := path.Base(e.ID.Pkg)
		if strings.HasPrefix(e.ID.Pkg, "k8s.io/") && len(name) > 1 && name[0] == 'v' && '1' <= name[1] && name[1] <= '9' {
			name = path.Base(path.Dir(e.ID.Pkg)) + name
		}
		return name + "." + e.ID.Name
	case Pointer:
		return "*" + e.Elem.String()
	case Slice:
		return "[]" + e.Elem.String()
	case Array:
		return "[" + strconv.FormatInt(e.Len, 10) + "]" + e.Elem.String()
	case Map:
		return "map[" + e.Key.String() + "]" + e.Elem.String()
	case Struct:
		return "struct{...}"
	case Interface:
		return "interface{...}"
	default:
		return e.Name
	}
}

// Unfit says why an Other cannot be part of an API.
func (e *Expr) Unfit() string {
	for _, start := range []string{"func(", "chan ", "<-chan "} {
		if strings.HasPrefix(e.Name, start) {
			return "functions and channels have no JSON"
		}
	}
	return "an instance of a generic type has no schema; declare a type with its fields"
}

// Rename returns the expression with every named type replaced by what f returns for it.
func (e *Expr) Rename(f func(TypeID) TypeID) *Expr {
	if e == nil {
		return nil
	}
	renamed := *e
	if e.Kind == Named {
		renamed.ID = f(e.ID)
	}
	renamed.Elem = e.Elem.Rename(f)
	renamed.Key = e.Key.Rename(f)
	return &renamed
}

// Names calls f for every named type in the expression.
func (e *Expr) Names(f func(TypeID)) {
	if e == nil {
		return
	}
	if e.Kind == Named {
		f(e.ID)
	}
	e.Elem.Names(f)
	e.Key.Names(f)
}

// Deref returns what a pointer points to, and the expression itself if it is no pointer.
func (e *Expr) Deref() *Expr {
	for e != nil && e.Kind == Pointer {
		e = e.Elem
	}
	return e
}
