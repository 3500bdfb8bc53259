// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"sigs.k8s.io/yaml"
)

// wrapAt is the column after which text goes on in the next line.
const wrapAt = 80

// keyWords are words that YAML takes for something else than text, and that begin with a letter.
var keyWords = map[string]bool{}

func init() {
	for _, word := range []string{"y", "yes", "true", "on", "n", "no", "false", "off", "null"} {
		keyWords[word] = true
		keyWords[strings.ToUpper(word)] = true
		keyWords[strings.ToUpper(word[:1])+word[1:]] = true
	}
}

// shape is how a text is written.
type shape int

const (
	// strange is text that is left to the library.
	strange shape = iota
	// word is one that would mean something else without quotes.
	word
	bare
	quoted
	block
)

// shapeOf looks at a text once. Everything that is not printable ASCII is strange, and so is text that looks like a
// number.
func shapeOf(s string) shape {
	if s == "" || keyWords[s] {
		return word
	}
	if last := s[len(s)-1]; last == ' ' || last == '\n' {
		return strange
	}
	found := bare
	switch first := s[0]; {
	case first >= 'a' && first <= 'z', first >= 'A' && first <= 'Z', strings.IndexByte("/($^<\\_;=", first) >= 0:
	case strings.IndexByte(",[]{}&*!|>'\"%@`#", first) >= 0:
		found = quoted
	default:
		return strange
	}
	lines := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\n':
			if i > 0 && s[i-1] == ' ' {
				return strange
			}
			lines = true
		case c < ' ' || c > '~':
			return strange
		case c == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\n'),
			c == '#' && i > 0 && s[i-1] == ' ':
			found = quoted
		}
	}
	if lines {
		return block
	}
	return found
}

// key writes a key. Keys are never wrapped.
func (w *yamlWriter) key(s string) {
	if len(s) <= 128 && shapeOf(s) == bare {
		w.out = append(w.out, s...)
		return
	}
	text, err := yaml.Marshal(map[string]any{s: 0})
	key, ok := bytes.CutSuffix(text, []byte(": 0\n"))
	if err != nil || !ok {
		key = escaped(s)
	}
	w.out = append(w.out, key...)
}

// text writes a text behind a key or a dash that is indented by that much.
func (w *yamlWriter) text(s string, indent int) {
	switch shapeOf(s) {
	case word:
		w.out = append(append(append(w.out, '"'), s...), '"')
	case bare:
		w.wrapped(s, indent+indentation)
	case quoted:
		w.out = append(w.out, '\'')
		w.wrapped(strings.ReplaceAll(s, "'", "''"), indent+indentation)
		w.out = append(w.out, '\'')
	case block:
		w.out = append(w.out, "|-"...)
		for line := range strings.SplitSeq(s, "\n") {
			if line == "" {
				w.newline(0)
				continue
			}
			w.newline(indent + indentation)
			w.out = append(w.out, line...)
		}
	default:
		w.other(s, indent)
	}
}

// wrapped writes text that goes on in the next line at the first single space after the wrapping column.
func (w *yamlWriter) wrapped(s string, indent int) {
	column := w.column()
	if column+len(s) <= wrapAt {
		w.out = append(w.out, s...)
		return
	}
	for i := range len(s) {
		if s[i] == ' ' && s[i-1] != ' ' && s[i+1] != ' ' && column > wrapAt {
			w.newline(indent)
			column = indent
			continue
		}
		w.out = append(w.out, s[i])
		column++
	}
}

// other leaves a scalar to the library.
func (w *yamlWriter) other(value any, indent int) {
	text, err := library(value, indent, w.column())
	if s, ok := value.(string); ok && err != nil {
		text, err = escaped(s), nil
	}
	if err != nil {
		w.fail(err)
		return
	}
	if newline := bytes.LastIndexByte(text, '\n'); newline >= 0 {
		w.lineStart = len(w.out) + newline + 1
	}
	w.out = append(w.out, text...)
}

// escaped writes text that the library refuses, such as control characters.
func escaped(s string) []byte {
	out := []byte{'"'}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r >= ' ' && r <= '~':
			out = append(out, byte(r))
		default:
			out = fmt.Appendf(out, `\U%08x`, r)
		}
	}
	return append(out, '"')
}

// compareKeys sorts keys as the library does: letters by code, everything else before letters, and numbers by value. It
// has circles among numbers with zeros in front of them, so that keys have to be sorted by code first to come out the
// same each time.
func compareKeys(a, b string) int {
	if a == b {
		return 0
	}
	if lessKeys([]rune(a), []rune(b)) {
		return -1
	}
	return 1
}

func lessKeys(a, b []rune) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) {
		return len(a) < len(b)
	}
	if aLetter, bLetter := unicode.IsLetter(a[i]), unicode.IsLetter(b[i]); aLetter && bLetter {
		return a[i] < b[i]
	} else if aLetter || bLetter {
		return bLetter
	}
	aNumber, aEnd := number(a, i)
	bNumber, bEnd := number(b, i)
	if (a[i] == '0' || b[i] == '0') && significantBefore(a, i) {
		// A digit before makes these zeros count: 10 comes after 1.
		aNumber, bNumber = withDigitBefore(aNumber, aEnd-i), withDigitBefore(bNumber, bEnd-i)
	}
	if order := cmp.Or(cmp.Compare(aNumber, bNumber), cmp.Compare(aEnd, bEnd)); order != 0 {
		return order < 0
	}
	return a[i] < b[i]
}

// number reads digits as far as they go.
func number(s []rune, from int) (value int64, end int) {
	for end = from; end < len(s) && unicode.IsDigit(s[end]); end++ {
		value = value*10 + int64(s[end]-'0')
	}
	return value, end
}

// significantBefore reports whether the digits right before an index are not all zeros.
func significantBefore(s []rune, i int) bool {
	for i--; i >= 0 && unicode.IsDigit(s[i]); i-- {
		if s[i] != '0' {
			return true
		}
	}
	return false
}

func withDigitBefore(value int64, digits int) int64 {
	power := int64(1)
	for range digits {
		power *= 10
	}
	return power + value
}
