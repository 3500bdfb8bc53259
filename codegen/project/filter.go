// SPDX-License-Identifier: Apache-2.0

package project

import (
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// filter translates a filter such as ?(@.ref.fullName=="x"): the paths in it, of which each starts at the item that is judged
// or at the root, and the constant that the one path is compared with.
func (w *pathWalk) filter(item *model.Expr, text string) (string, outcome) {
	var parts []string
	var literals []int // places in parts
	var compared []*model.Expr
	for rest := text; rest != ""; {
		part, length := rest[:1], 1
		switch c := rest[0]; {
		case c == '@' || c == '$':
			start := item
			if c == '$' {
				start = w.root
			}
			length = pathLength(rest)
			to, of, result := w.path(start, rest[:length])
			if result != projected {
				return "", result
			}
			part, compared = to, append(compared, of)
		case c == '"' || c == '\'' || c == '-' || '0' <= c && c <= '9':
			length = literalLength(rest)
			part, literals = rest[:length], append(literals, len(parts))
		}
		parts, rest = append(parts, part), rest[length:]
	}
	if len(compared) == 1 {
		for _, i := range literals {
			to, result := w.literal(parts[i], compared[0])
			if result != projected {
				return "", result
			}
			parts[i] = to
		}
	}
	return strings.Join(parts, ""), projected
}

// literal translates a text in quotes, or a number, that is compared with a value of a type; nil if it is not known.
func (w *pathWalk) literal(source string, of *model.Expr) (string, outcome) {
	quote, text := "", source
	if source[0] == '"' || source[0] == '\'' {
		quote = source[:1]
		text = strings.TrimSuffix(source[1:], quote)
	}
	if of == nil && quote != "" && text != "" && w.constantDiffersBelow(w.root, text) || w.isAnother(of, text) {
		return "", untraced
	}
	to := w.constantText(of, text)
	switch {
	case to == text:
		return source, projected
	case quote == "":
		return to, projected
	}
	return requote(quote, to), projected
}

// literalLength tells how long the literal is that a text starts with.
func literalLength(text string) int {
	quote := text[0]
	if quote != '"' && quote != '\'' {
		return len(text) - len(strings.TrimLeft(text[1:], "0123456789."))
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return len(text)
}

// pathLength tells how long the path is that a text in a filter starts with.
func pathLength(text string) int {
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[':
			inside, _, closed := bracket(text[i:])
			if !closed {
				return len(text)
			}
			i += len(inside) + 1
		case c == '\\':
			i++
		case strings.IndexByte(" \t=!<>(),&|", c) >= 0:
			return i
		}
	}
	return len(text)
}
