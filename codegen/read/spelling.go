// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"slices"
	"strings"
	"unicode"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// spelling judges how the markers of the package are written, wherever they stand: what nobody takes for a marker has no
// other effect than that something is missing.
func (a *apiReader) spelling() {
	for _, file := range a.pkg.Files {
		c := a.commentsOf(file)
		for _, group := range file.Comments {
			if c.inFunction(group) {
				continue
			}
			for _, m := range c.markersOf(group) {
				a.spell(m)
			}
			for _, comment := range group.List {
				a.spellBlock(comment)
			}
		}
	}
}

// spell judges one marker.
func (a *apiReader) spell(m model.Marker) {
	after, like := strings.CutPrefix(strings.TrimSpace(m.Text), strings.TrimSuffix(marker.Namespace, ":"))
	like = like && (after == "" || !unicode.IsLetter(rune(after[0])))
	switch {
	case strings.HasPrefix(m.Text, " ") && (like || strings.HasPrefix(m.Name, "kubebuilder:")):
		a.problems.Errorf(m.Pos, "+ %s has a space behind its +, so that nobody takes it for a marker: write +%s", m.Name, m.Name)
	case like && !strings.HasPrefix(after, ":"):
		a.problems.Errorf(m.Pos, "+%s is no marker: write +%sNAME; versioned-gen explain lists them all", m.Name, marker.Namespace)
	}
	if near := marker.NearMiss(m.Name); near != "" {
		a.problems.Warnf(m.Pos, "+%s is not a marker that controller-tools knows, did you mean +%s?", m.Name, near)
	}
	if near := marker.NearPlain(m.Name); near != "" && !strings.HasPrefix(m.Text, " ") {
		a.problems.Warnf(m.Pos, "+%s is no marker that the tools of Kubernetes know, did you mean +%s?", m.Name, near)
	}
	if near := marker.NearNamespace(m.Name); near != "" {
		a.problems.Warnf(m.Pos, "+%s is no marker of ours or of controller-tools, did you mean +%s?", m.Name, near)
	}
}

// spellBlock reports markers in a block comment, in which none are looked for: ours, and those that change a schema.
func (a *apiReader) spellBlock(comment *ast.Comment) {
	if !strings.HasPrefix(comment.Text, "/*") {
		return
	}
	for line := range strings.SplitSeq(comment.Text[2:], "\n") {
		text, found := strings.CutPrefix(strings.TrimLeft(line, " \t*"), "+")
		if !found {
			continue
		}
		const format = "+%s stands in a block comment, in which there are no markers: write it in a line of its own, behind //"
		pos := a.program.Position(comment.Pos())
		switch {
		case strings.HasPrefix(text, marker.Namespace):
			a.problems.Errorf(pos, format, ownName(model.Marker{Text: text}))
			return
		case strings.HasPrefix(text, "kubebuilder:"):
			name, _, _ := strings.Cut(text, "=")
			a.problems.Warnf(pos, format, strings.TrimSpace(name))
			return
		}
	}
}

// inFunction reports whether comments are those of a function's body.
func (c *comments) inFunction(group *ast.CommentGroup) bool {
	return slices.ContainsFunc(c.file.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && f.Body != nil && f.Body.Pos() <= group.Pos() && group.End() <= f.Body.End()
	})
}
