// SPDX-License-Identifier: Apache-2.0

// Package diag holds what the generator has to say about its input: a position, a message, and whether it is an error.
//
// All stages of the generator collect into one [List], so that a run reports every problem at once and in one order.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a source file. The zero Pos means "no place is known".
type Pos struct {
	// File is the path as the loader saw it, absolute for files on disk.
	File string `json:"file,omitempty"`
	// Line and Col count from 1; Col counts bytes, as the Go compiler does.
	Line int `json:"line,omitempty"`
	Col  int `json:"col,omitempty"`
}

// IsValid reports whether the position names a file.
func (p Pos) IsValid() bool { return p.File != "" }

// Shift returns the position that many bytes further right on the same line.
func (p Pos) Shift(bytes int) Pos {
	p.Col += bytes
	return p
}

// Severity tells errors, which stop a run, from warnings, which do not.
type Severity int

// The severities.
const (
	Error Severity = iota
	Warning
)

// Diagnostic is one finding.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	// Message is one line: what is wrong, and what to write instead.
	Message string
	// Blurs are declarations of which, by this error, nobody knows what they look like; Needs are those whose look the
	// message relies on. What relies on a blurred one may be wrong, and follows from that error if it is right.
	Blurs, Needs []Pos
}

func (d Diagnostic) says(other Diagnostic) bool {
	return d.Pos == other.Pos && d.Severity == other.Severity && d.Message == other.Message
}

// Format prints the diagnostic as "path:line:col: message". Paths below dir are shortened to relative ones.
func (d Diagnostic) Format(dir string) string {
	message := d.Message
	if d.Severity == Warning {
		message = "warning: " + message
	}
	if !d.Pos.IsValid() {
		return message
	}
	return fmt.Sprintf("%s:%d:%d: %s", relative(dir, d.Pos.File), d.Pos.Line, d.Pos.Col, message)
}

func relative(dir, file string) string {
	if dir == "" {
		return file
	}
	if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(dir, "/")+"/"); ok {
		return rest
	}
	return file
}

// List collects diagnostics. The zero List is empty and ready to use.
type List struct {
	items []Diagnostic
}

// Errorf adds an error.
func (l *List) Errorf(pos Pos, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Severity: Error, Message: fmt.Sprintf(format, args...)})
}

// Blurf adds an error that leaves unknown what declarations look like.
func (l *List) Blurf(pos Pos, declarations []Pos, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Severity: Error, Message: fmt.Sprintf(format, args...), Blurs: declarations})
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Severity: Warning, Message: fmt.Sprintf(format, args...)})
}

// Add adds a diagnostic.
func (l *List) Add(d Diagnostic) {
	// A diagnostic is one line by contract; libraries whose messages end up here do not know that.
	d.Message = strings.Join(strings.Fields(d.Message), " ")
	l.items = append(l.items, d)
}

// Append adds all diagnostics of another list.
func (l *List) Append(other *List) { l.items = append(l.items, other.items...) }

// HasErrors reports whether any of the diagnostics is an error.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.items, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sorted returns the diagnostics by file, line and column, without repetitions. The receiver is not changed.
func (l *List) Sorted() []Diagnostic {
	sorted := slices.Clone(l.items)
	slices.SortStableFunc(sorted, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(sorted, Diagnostic.says)
}

// Len returns how many diagnostics there are.
func (l *List) Len() int { return len(l.items) }
