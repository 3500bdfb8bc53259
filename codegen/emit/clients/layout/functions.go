// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"bytes"
	"go/scanner"
	"go/token"
)

// span is a part of a text.
type span struct{ start, end int }

// function is a declared function with its comment.
type function struct {
	span
	// names are what may differ between functions that are formatted alike: identifiers, strings, and the comment.
	names []span
	// alike is false if what the names are bears on how the function is formatted.
	alike bool
}

// split returns what stands before, between and behind the names.
func (fn function) split(raw []byte) []string {
	parts := make([]string, 0, len(fn.names)+1)
	at := fn.start
	for _, name := range fn.names {
		parts = append(parts, string(raw[at:name.start]))
		at = name.end
	}
	return append(parts, string(raw[at:fn.end]))
}

// trailingFunctions finds the functions behind all other declarations of a file.
func trailingFunctions(raw []byte) []function {
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(raw))
	var s scanner.Scanner
	s.Init(file, raw, nil, scanner.ScanComments)
	f := finder{raw: raw}
	for {
		pos, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return f.functions
		case tok == token.SEMICOLON && text == "\n":
			// One that the scanner adds at the end of a line.
			f.newline()
			continue
		}
		start := file.Offset(pos)
		f.token(span{start, start + len(text)}, tok)
	}
}

// finder finds functions token by token.
type finder struct {
	raw       []byte
	functions []function
	// current is the function that has begun, with its comment or with its first token.
	current *function
	// inside is true behind the keyword, and depth is that of brackets of all kinds.
	inside bool
	depth  int
	// braces are where the open ones are, and last is the token before.
	braces []int
	last   token.Token
	// other is true within another declaration.
	other bool
}

func (f *finder) newline() {
	if f.depth == 0 {
		f.other = false
	}
}

func (f *finder) token(at span, tok token.Token) {
	switch {
	case f.inside:
		f.part(at, tok)
	case tok == token.COMMENT && f.depth == 0:
		f.comment(at)
	case tok == token.FUNC && f.depth == 0 && !f.other:
		if f.current == nil {
			f.current = &function{span: at, alike: true}
		}
		f.inside = true
	default:
		// Part of another declaration: the functions before it are not the last.
		f.functions, f.current, f.other = nil, nil, true
		f.bracket(tok)
	}
}

func (f *finder) bracket(tok token.Token) {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		f.depth++
	case token.RPAREN, token.RBRACK, token.RBRACE:
		f.depth--
	}
}

// comment begins a function, unless it turns out that something else follows.
func (f *finder) comment(at span) {
	// jennifer leaves spaces at the end, and gofmt does not.
	at.end = at.start + len(bytes.TrimRight(f.raw[at.start:at.end], " "))
	if f.current == nil {
		f.current = &function{span: at, alike: true}
	}
	f.current.names = append(f.current.names, at)
	f.current.alike = f.current.alike && isPlain(f.raw[at.start:at.end])
}

// isPlain reports whether a comment is a line of words, which stays as it is. A line that starts otherwise may be part of
// a list, a heading or code.
func isPlain(comment []byte) bool {
	words, ok := bytes.CutPrefix(comment, []byte("// "))
	return ok && len(words) > 0 && isLetter(words[0]) && !bytes.ContainsAny(words, "`'\"")
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// part looks at a token of a function.
func (f *finder) part(at span, tok token.Token) {
	f.bracket(tok)
	switch tok {
	case token.IDENT, token.STRING:
		f.current.names = append(f.current.names, at)
	case token.LBRACE:
		f.braces = append(f.braces, at.start)
	case token.COLON:
		// Keys on lines of their own are aligned.
		if len(f.braces) == 0 || bytes.ContainsRune(f.raw[f.braces[len(f.braces)-1]:at.start], '\n') {
			f.current.alike = false
		}
	case token.COMMENT, token.STRUCT, token.INTERFACE:
		f.current.alike = false
	case token.RBRACE:
		f.closed(at)
	}
	f.last = tok
}

func (f *finder) closed(at span) {
	if len(f.braces) == 0 {
		// No Go; whoever formats it will say so.
		return
	}
	open := f.braces[len(f.braces)-1]
	f.braces = f.braces[:len(f.braces)-1]
	if f.last == token.LBRACE && f.raw[open-1] == ')' {
		// The empty body of a function stands in one line if that is short.
		f.current.alike = false
	}
	if f.depth == 0 {
		f.current.end = at.start + 1
		f.functions = append(f.functions, *f.current)
		f.current, f.inside = nil, false
	}
}
