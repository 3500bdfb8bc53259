// SPDX-License-Identifier: Apache-2.0

package read

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// history takes the versioned markers out of a list of markers and returns what they say. scope is a position in the
// file whose imports the type expressions use.
func (a *apiReader) history(target marker.Target, markers *[]model.Marker, scope token.Pos) *model.History {
	var h model.History
	var rest []model.Marker
	given := map[string]bool{}
	for _, m := range *markers {
		if !strings.HasPrefix(m.Text, marker.Namespace) {
			rest = append(rest, m)
			continue
		}
		parsed, ok := a.parse(m, target)
		if !ok {
			if strings.HasPrefix(m.Name, "versioned:crd") || strings.HasPrefix(m.Name, "versioned:scale") {
				rest = append(rest, m) // the type is a resource all the same
			}
			continue
		}
		name := parsed.Definition.Name
		if given[name] && !parsed.Definition.Repeatable {
			a.problems.Errorf(m.Pos, "+%s is given twice", name)
			continue
		}
		given[name] = true
		switch name {
		case "versioned:crd", "versioned:scale", "versioned:schema":
			rest = append(rest, m) // root and schemaFile read these
		case "versioned:marker":
			if limited, ok := a.limited(m, parsed); ok {
				rest = append(rest, limited)
			}
		default:
			a.record(&h, m, parsed, target, scope)
		}
	}
	*markers = rest
	slices.SortStableFunc(h.Changed, func(x, y model.Changed) int { return a.api.Index(x.Since) - a.api.Index(y.Since) })
	if h.Added == nil && h.Changed == nil && h.Deprecated == nil && h.Removed == nil && h.DowngradeTo == nil {
		return nil
	}
	return &h
}

// limited is the marker that a versioned:marker limits to some versions.
func (a *apiReader) limited(m model.Marker, parsed *marker.Marker) (model.Marker, bool) {
	text := strings.TrimPrefix(strings.TrimSpace(parsed.Get("text")), "+")
	limited := model.Marker{Name: marker.Name(text), Text: text, Since: parsed.Get("since"), Until: parsed.Get("until"), Pos: m.Pos}
	switch {
	case limited.Name == "" || strings.ContainsFunc(limited.Name, unicode.IsSpace):
		a.problems.Errorf(at(m, parsed, "text"), "text=%q is no marker: write one as it would stand in a line of its own", parsed.Get("text"))
		return limited, false
	case strings.HasPrefix(limited.Name, marker.Namespace):
		a.problems.Errorf(m.Pos, "+%s: a marker of the versioned namespace cannot be limited to versions", limited.Name)
		return limited, false
	}
	a.spell(limited)
	return limited, true
}

func (a *apiReader) record(h *model.History, m model.Marker, parsed *marker.Marker, target marker.Target, scope token.Pos) {
	since := parsed.Get("since")
	switch parsed.Definition.Name {
	case "versioned:added":
		h.Added = &model.Added{Since: since, Default: ref(m, parsed, "default"), Pos: m.Pos}
	case "versioned:changed":
		h.Changed = append(h.Changed, a.changed(m, parsed, target, scope))
	case "versioned:deprecated":
		h.Deprecated = &model.Deprecated{Since: since, Note: parsed.Get("note"), Pos: m.Pos}
	case "versioned:removed":
		h.Removed = &model.Removed{Since: since, UpgradeTo: ref(m, parsed, "upgradeTo"), Pos: m.Pos}
	case "versioned:downgradeTo":
		h.DowngradeTo = ref(m, parsed, "")
	}
}

func (a *apiReader) changed(m model.Marker, parsed *marker.Marker, target marker.Target, scope token.Pos) model.Changed {
	c := model.Changed{
		Since:         parsed.Get("since"),
		FromName:      parsed.Get("fromName"),
		FromJSON:      parsed.Get("fromJSON"),
		FromTypeText:  parsed.Get("fromType"),
		UpgradeWith:   ref(m, parsed, "upgradeWith"),
		DowngradeWith: ref(m, parsed, "downgradeWith"),
		Pos:           m.Pos,
	}
	if c.FromName != "" && c.FromJSON == "" && target == marker.Field {
		c.FromJSON = lowerCamel(c.FromName)
	}
	if c.FromName != "" {
		a.formerName(m, parsed, target)
	}
	if c.FromTypeText != "" {
		if target == marker.Constant {
			a.problems.Errorf(at(m, parsed, "fromType"), "a constant has the type of its neighbours; fromType has no meaning here")
			return c
		}
		c.FromType = a.typeExpression(c.FromTypeText, m, parsed, scope)
	}
	return c
}

// formerName judges the name that a field or a constant had, and says which one is probably meant: often it is the one that
// a field had in JSON.
func (a *apiReader) formerName(m model.Marker, parsed *marker.Marker, target marker.Target) {
	name := parsed.Get("fromName")
	if token.IsIdentifier(name) && (target == marker.Constant || token.IsExported(name)) {
		return
	}
	want, near := "name of a Go constant", exported(name)
	if target == marker.Field {
		want = "name of a Go field, which begins with a capital letter"
	}
	message := fmt.Sprintf("fromName=%s is no %s", name, want)
	if near != "" {
		message += ": write fromName=" + near
		if target == marker.Field && lowerCamel(near) != name && parsed.Arg("fromJSON") == nil {
			message += ", and fromJSON=" + strconv.Quote(name) + " if that was the name in JSON"
		}
	}
	a.problems.Blurf(at(m, parsed, "fromName"), []diag.Pos{m.Pos}, "%s", message)
}

// exported makes an exported Go name of the letters and digits of a text; empty if there is none.
func exported(text string) string {
	var name strings.Builder
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		first, size := utf8.DecodeRuneInString(word)
		name.WriteString(string(unicode.ToUpper(first)) + word[size:])
	}
	if !token.IsExported(name.String()) {
		return ""
	}
	return name.String()
}

// typeExpression understands a Go type expression as if it stood in the file that the position belongs to.
func (a *apiReader) typeExpression(text string, m model.Marker, parsed *marker.Marker, scope token.Pos) *model.Expr {
	pos := at(m, parsed, "fromType")
	syntax, err := parser.ParseExpr(text)
	if err != nil {
		a.problems.Blurf(pos, []diag.Pos{pos}, "fromType=%s is no Go type", text)
		return nil
	}
	odd := ""
	ast.Inspect(syntax, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.StructType:
			odd = "a struct literal: declare a type and name it"
		case *ast.FuncLit, *ast.FuncType, *ast.ChanType, *ast.CallExpr:
			odd = "not a type that an API can have"
		}
		return odd == ""
	})
	if odd != "" {
		a.problems.Blurf(pos, []diag.Pos{pos}, "fromType=%s is %s", text, odd)
		return nil
	}
	if a.pkg.Types == nil {
		return nil
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	if err := types.CheckExpr(a.program.Fset, a.pkg.Types, scope, syntax, info); err != nil {
		a.problems.Blurf(pos, []diag.Pos{pos}, "fromType=%s: %s", text, messageOf(err))
		return nil
	}
	tv := info.Types[syntax]
	if !tv.IsType() {
		a.problems.Blurf(pos, []diag.Pos{pos}, "fromType=%s is not a type", text)
		return nil
	}
	return toExpr(tv.Type)
}

func messageOf(err error) string {
	if e, ok := err.(types.Error); ok { //nolint:errorlint // go/types documents that CheckExpr returns it unwrapped
		return e.Msg
	}
	return err.Error()
}

func ref(m model.Marker, parsed *marker.Marker, arg string) *model.Ref {
	found := parsed.Arg(arg)
	if found == nil {
		return nil
	}
	return &model.Ref{Text: found.Values[0], Pos: m.Pos.Shift(found.Offset)}
}

// lowerCamel turns a Go name into the JSON name that the API conventions ask for: Replicas is replicas, URL is url, APIVersion
// is apiVersion, and URLs, an acronym in the plural, is urls.
func lowerCamel(name string) string {
	runes := []rune(name)
	for i := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) && !isPlural(runes[i+1:]) {
			break
		}
		if !unicode.IsUpper(runes[i]) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}

// isPlural reports whether what follows the capital letters of an acronym is the s of its plural, not the rest of a word that
// its last letter begins.
func isPlural(rest []rune) bool {
	return rest[0] == 's' && (len(rest) == 1 || !unicode.IsLower(rest[1]))
}
