// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// comments knows which comment groups of a file belong to which declaration. The rule is that of controller-tools: a
// marker belongs to a type, field or constant when it stands in its doc comment or in the nearest comment group above
// it; everything else at the top level belongs to the package.
type comments struct {
	file    *ast.File
	groups  []*ast.CommentGroup
	claimed map[*ast.CommentGroup]bool
	// behind are the comments that stand behind a field, in its line.
	behind []*ast.CommentGroup
	pos    func(token.Pos) diag.Pos
}

func newComments(file *ast.File, pos func(token.Pos) diag.Pos) *comments {
	return &comments{file: file, groups: file.Comments, claimed: map[*ast.CommentGroup]bool{}, pos: pos}
}

// above returns the nearest comment group that ends before a node's doc comment (or the node itself) and starts after
// the given position; nil if there is none.
func (c *comments) above(after, before token.Pos) *ast.CommentGroup {
	i, _ := slices.BinarySearchFunc(c.groups, before, func(g *ast.CommentGroup, pos token.Pos) int {
		return int(g.Pos()) - int(pos)
	})
	if i == 0 || c.groups[i-1].Pos() <= after {
		return nil
	}
	return c.groups[i-1]
}

// claim returns the markers of a node with a doc comment, and remembers that they are not the package's.
func (c *comments) claim(doc *ast.CommentGroup, after, before token.Pos) []model.Marker {
	if doc != nil {
		before = doc.Pos()
		c.claimed[doc] = true
	}
	var markers []model.Marker
	if group := c.above(after, before); group != nil && group != doc && !c.claimed[group] {
		c.claimed[group] = true
		markers = append(markers, c.markersOf(group)...)
	}
	return append(markers, c.markersOf(doc)...)
}

// pass claims the doc comments of functions, variables and untyped constants, which are nobody's of whom markers speak.
// It must be called when types and constants have claimed theirs.
func (c *comments) pass() []model.Marker {
	var markers []model.Marker
	for _, decl := range c.file.Decls {
		var doc *ast.CommentGroup
		switch d := decl.(type) {
		case *ast.FuncDecl:
			doc = d.Doc
		case *ast.GenDecl:
			doc = d.Doc
		}
		if doc != nil && !c.claimed[doc] {
			c.claimed[doc] = true
			markers = append(markers, c.markersOf(doc)...)
		}
	}
	return markers
}

// free returns the markers that no declaration has claimed and that do not stand inside of a declaration, and those of
// the package comment. It must be called last.
func (c *comments) free() []model.Marker {
	var markers []model.Marker
	for _, group := range c.groups {
		if !c.claimed[group] && !c.inside(group) {
			markers = append(markers, c.markersOf(group)...)
		}
	}
	return markers
}

// misplaced returns the markers that belong to nothing: those behind a field, and those in a declaration that none of its
// parts has claimed. It must be called last, too.
func (c *comments) misplaced() []model.Marker {
	var markers []model.Marker
	for _, group := range c.groups {
		if !c.claimed[group] && c.inside(group) || slices.Contains(c.behind, group) {
			markers = append(markers, c.markersOf(group)...)
		}
	}
	return markers
}

func (c *comments) inside(group *ast.CommentGroup) bool {
	return slices.ContainsFunc(c.file.Decls, func(d ast.Decl) bool {
		return d.Pos() <= group.Pos() && group.End() <= d.End()
	})
}

func (c *comments) markersOf(group *ast.CommentGroup) []model.Marker {
	if group == nil {
		return nil
	}
	var markers []model.Marker
	for _, comment := range group.List {
		text, ok := markerText(comment.Text)
		if !ok {
			continue
		}
		markers = append(markers, model.Marker{
			Name: marker.Name(text),
			Text: text,
			Pos:  c.pos(comment.Pos()).Shift(strings.Index(comment.Text, "+")),
		})
	}
	return markers
}

// markerText returns the text of a line comment behind its "+".
func markerText(comment string) (string, bool) {
	text, ok := strings.CutPrefix(comment, "//")
	if !ok {
		return "", false
	}
	text, ok = strings.CutPrefix(strings.TrimSpace(text), "+")
	return text, ok && text != ""
}

// ownName is the name of a marker of ours without its arguments: versioned:added.
func ownName(m model.Marker) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(m.Text, marker.Namespace), ":")
	name, _, _ = strings.Cut(name, "=")
	return marker.Namespace + strings.TrimSpace(name)
}
