// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"cmp"
	"go/build"
	"go/token"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/stackabletech/operator-go/codegen/model"
)

// Upper returns the name with its first letter in upper case.
func Upper(name string) string {
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// Lower returns the name with its first letter in lower case.
func Lower(name string) string {
	if name == "" {
		return name
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// Plural spells the plural of a kind as code-generator does, which knows no irregular nouns.
func Plural(name string) string {
	if len(name) < 2 {
		return name
	}
	stem, last, before := name[:len(name)-1], name[len(name)-1], name[len(name)-2]
	switch {
	case strings.IndexByte("sxz", last) >= 0, last == 'h' && (before == 'c' || before == 's'):
		return name + "es"
	case last == 'y' && isConsonant(before):
		return stem + "ies"
	case last == 'f':
		return stem + "ves"
	case last == 'e' && before == 'f':
		return stem[:len(stem)-1] + "ves"
	}
	return name + "s"
}

func isConsonant(letter byte) bool {
	return 'a' <= letter && letter <= 'z' && strings.IndexByte("aeiou", letter) < 0
}

// goName makes a Go name of the first segment of a group's name.
func goName(group string) string {
	first, _, _ := strings.Cut(group, ".")
	if first == "" {
		first = "core"
	}
	var name strings.Builder
	for word := range strings.FieldsFuncSeq(first, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		name.WriteString(Upper(word))
	}
	if text := name.String(); text != "" && unicode.IsLetter(rune(text[0])) {
		return text
	}
	// A group such as "3scale.net" has no Go name of its own.
	return "Group" + name.String()
}

// NamePart makes a part of a Go name of the name of a subresource or a folder.
func NamePart(of string) string {
	var name strings.Builder
	for word := range strings.FieldsFuncSeq(of, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		name.WriteString(Upper(strings.ToLower(word)))
	}
	return name.String()
}

// goNameMarker returns what +groupGoName says, empty if there is none: above the package clause, where documentation of
// code-generator has it, or on a type, since code-generator finds it anywhere in doc.go.
func goNameMarker(view *model.View) (string, *Problem) {
	markers := slices.Clone(view.API.Markers)
	for _, t := range view.Types {
		markers = append(markers, t.Markers...)
	}
	i := slices.IndexFunc(markers, func(m model.Marker) bool { return m.Name == "groupGoName" })
	if i < 0 {
		return "", nil
	}
	_, value, _ := strings.Cut(markers[i].Text, "=")
	value = strings.TrimSpace(value)
	name := value
	if text, err := strconv.Unquote(value); err == nil {
		name = text
	}
	if name = Upper(name); !token.IsIdentifier(name) || !token.IsExported(name) {
		return "", problemf(markers[i].Pos, "+groupGoName: %s is no name in Go: write letters and digits only, such as +groupGoName=%s", cmp.Or(value, "nothing"), goName(view.API.Group))
	}
	return name, nil
}

// FileName is the name of the Go file of a type, or of its fake: "person.go", "fake_person.go". A name that Go would not
// build everywhere gets an underscore: "load_test.go" is a test, and "fake_windows.go" is for one system. So does the
// name of a file that a package has besides those of its types.
func FileName(name string) string {
	name = strings.ToLower(name)
	if name == "doc" || name == "interface" || strings.HasSuffix(name, "_test") || isForSomeSystem(name+".go") {
		name += "_"
	}
	return name + ".go"
}

// isForSomeSystem asks Go itself, which may come to know more systems and architectures, whether it builds a file
// for a system of no known name.
func isForSomeSystem(file string) bool {
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: build.Default.Compiler}
	nowhere.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package p\n")), nil }
	match, err := nowhere.MatchFile("", file)
	return err == nil && !match
}
