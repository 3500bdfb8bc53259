// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"strings"
)

// docLines returns the lines of a doc comment without comment signs, markers and directives.
func docLines(doc *ast.CommentGroup) []string {
	if doc == nil {
		return nil
	}
	var lines []string
	for _, comment := range doc.List {
		if _, isMarker := markerText(comment.Text); isMarker {
			continue
		}
		switch text := comment.Text; {
		case strings.HasPrefix(text, "/*"):
			for line := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/"), "\n") {
				line = strings.TrimSpace(line)
				if strings.HasPrefix(line, "+") {
					line = "`" + line + "`" // in a comment of lines it would be a marker
				}
				lines = append(lines, line)
			}
		case isDirective(text):
		default:
			lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(text, "//"), " "))
		}
	}
	return trimEmpty(lines)
}

// isDirective reports whether a comment speaks to a tool, like //go:generate and //nolint.
func isDirective(comment string) bool {
	text := strings.TrimPrefix(comment, "//")
	if text == "" || text[0] == ' ' || text[0] == '\t' {
		return false
	}
	word, _, found := strings.Cut(text, ":")
	return found && word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") == "" &&
		!strings.HasPrefix(text[len(word)+1:], " ")
}

func trimEmpty(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// description is what users see of a doc comment in a schema. Kubernetes' rules for it are kept as controller-tools
// keeps them: nothing from a line that starts with "---" on, and no line that starts with "TODO", except in a fenced
// block of code.
func description(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	var visible ast.CommentGroup
	block := false
	for _, comment := range doc.List {
		if _, isMarker := markerText(comment.Text); isMarker {
			continue
		}
		visible.List = append(visible.List, comment)
		block = block || strings.HasPrefix(comment.Text, "/*")
	}
	var lines []string
	fenced := false
	for line := range strings.SplitSeq(strings.TrimSuffix(visible.Text(), "\n"), "\n") {
		if block {
			line = strings.TrimSpace(line)
		}
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			fenced = !fenced
		}
		if !fenced && strings.HasPrefix(line, "TODO") {
			continue
		}
		if !fenced && strings.HasPrefix(line, "---") {
			break
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
