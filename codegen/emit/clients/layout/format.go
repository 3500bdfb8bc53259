// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"bytes"
	"errors"
	"go/format"
	"strings"
	"sync"
)

// formatter formats Go as gofmt does, and faster where functions are alike, as those of apply configurations are:
// thousands that differ in nothing but names. One of each kind is formatted, and the names of the others are put into it.
type formatter struct {
	// known is what stands between the names of formatted functions, by their text without names.
	known sync.Map
}

// source formats a file.
func (f *formatter) source(raw []byte) ([]byte, error) {
	functions := trailingFunctions(raw)
	if len(functions) == 0 {
		return format.Source(raw)
	}
	head, err := format.Source(raw[:functions[0].start])
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(make([]byte, 0, len(raw)*5/4))
	out.Write(bytes.TrimRight(head, "\n"))
	for _, fn := range functions {
		out.WriteString("\n\n")
		if err := f.function(out, raw, fn); err != nil {
			return nil, err
		}
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func (f *formatter) function(out *bytes.Buffer, raw []byte, fn function) error {
	if !fn.alike {
		formatted, err := formatFunction(raw[fn.start:fn.end])
		out.Write(formatted)
		return err
	}
	between, err := f.between(raw, fn)
	if err != nil {
		return err
	}
	for i, name := range fn.names {
		out.WriteString(between[i])
		out.Write(raw[name.start:name.end])
	}
	out.WriteString(between[len(fn.names)])
	return nil
}

// between returns what stands before, between and behind the names of a function when it is formatted.
func (f *formatter) between(raw []byte, fn function) ([]string, error) {
	key := strings.Join(fn.split(raw), "\x00")
	if known, ok := f.known.Load(key); ok {
		between, _ := known.([]string)
		return between, nil
	}
	formatted, err := formatFunction(raw[fn.start:fn.end])
	if err != nil {
		return nil, err
	}
	again := trailingFunctions(append([]byte(preamble), formatted...))
	if len(again) != 1 || len(again[0].names) != len(fn.names) {
		return nil, errors.New("formatting changed the names of a function")
	}
	between := again[0].split(append([]byte(preamble), formatted...))
	f.known.Store(key, between)
	return between, nil
}

// preamble makes a file of a function.
const preamble = "package p\n\n"

func formatFunction(text []byte) ([]byte, error) {
	formatted, err := format.Source(append([]byte(preamble), text...))
	if err != nil {
		return nil, err
	}
	return bytes.TrimSpace(formatted[len(preamble):]), nil
}
