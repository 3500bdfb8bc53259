// SPDX-License-Identifier: Apache-2.0

package marker_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/marker"
)

func TestParseReadsArguments(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		at   marker.Target
		want map[string][]string
	}{
		"unnamed":         {"+versioned:group=a.example.com", marker.Package, map[string][]string{"": {"a.example.com"}}},
		"unnamed quoted":  {`+versioned:group="a.example.com"`, marker.Package, map[string][]string{"": {"a.example.com"}}},
		"none":            {"+versioned:crd", marker.Type, map[string][]string{}},
		"list":            {"+versioned:crd:shortNames={pp,p2},scope=Cluster", marker.Type, map[string][]string{"shortNames": {"pp", "p2"}, "scope": {"Cluster"}}},
		"list semicolons": {"+versioned:crd:shortNames=pp;p2", marker.Type, map[string][]string{"shortNames": {"pp", "p2"}}},
		"quoted comma":    {`+versioned:deprecated:since=v1,note="use a, b"`, marker.Field, map[string][]string{"since": {"v1"}, "note": {"use a, b"}}},
		"type with comma": {"+versioned:changed:since=v1,fromType=map[string]Pair[int,string],upgradeWith=F", marker.Field, map[string][]string{
			"since": {"v1"}, "fromType": {"map[string]Pair[int,string]"}, "upgradeWith": {"F"},
		}},
		"backquotes": {"+versioned:marker:text=`+kubebuilder:default={\"a\":1,\"b\":2}`,since=v1", marker.Field, map[string][]string{
			"text": {`+kubebuilder:default={"a":1,"b":2}`}, "since": {"v1"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, problems := marker.Parse(tc.text, tc.at)
			require.Empty(t, problems)
			got := map[string][]string{}
			for _, arg := range m.Args {
				got[arg.Name] = arg.Values
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestParseReportsProblems(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]marker.Problem{
		"+versioned:add:since=v1":                {0, "unknown marker +versioned:add, did you mean +versioned:added?"},
		"+versioned:frobnicate":                  {0, "unknown marker +versioned:frobnicate; versioned-gen explain lists them all"},
		"+versioned:added:sinse=v1":              {17, `+versioned:added has no argument "sinse", did you mean since?`},
		"+versioned:added:since=v1,wibble=3":     {26, `+versioned:added has no argument "wibble"; it has since, default`},
		"+versioned:added":                       {0, "+versioned:added needs the argument since (version)"},
		"+versioned:added=v1":                    {16, "+versioned:added takes named arguments: +versioned:added:since=..."},
		"+versioned:added:since=":                {17, "argument since needs a value: since=version"},
		"+versioned:added:since=v1,since=v2":     {26, "argument since is given twice"},
		"+versioned:added:since=v1,":             {25, "an argument is missing after the comma"},
		"+versioned:group=g":                     {0, "+versioned:group may not stand on a field, only on the package clause"},
		"+versioned:deprecated:since=v1,note=\"": {31, `argument note: " is no string literal of Go`},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			m, problems := marker.Parse(text, marker.Field)
			assert.Nil(t, m)
			require.NotEmpty(t, problems)
			assert.Equal(t, want, problems[0])
		})
	}
}

func TestEveryDefinitionHasAnExampleThatParses(t *testing.T) {
	t.Parallel()
	for _, def := range marker.Definitions {
		assert.NotEmpty(t, def.Doc, def.Name)
		assert.Contains(t, def.Example, "+"+def.Name, def.Name)
		for _, arg := range def.Args {
			assert.NotEmpty(t, arg.Doc, "%s %s", def.Name, arg.Name)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, def := range marker.Definitions {
		f.Add("+" + def.Name)
		f.Add("+" + def.Name + ":since=v1,fromType=map[string]*a.B,text=\"x,y\"")
	}
	f.Add("+versioned:crd:shortNames={")
	f.Fuzz(func(t *testing.T, text string) {
		for _, at := range []marker.Target{marker.Package, marker.Type, marker.Field, marker.Constant} {
			m, problems := marker.Parse("+"+text, at)
			if (m == nil) == (len(problems) == 0) {
				t.Fatalf("either a marker or problems: %v %v", m, problems)
			}
			for _, p := range problems {
				if p.Offset < 0 || p.Offset > len(text)+1 {
					t.Fatalf("offset %d outside of %q", p.Offset, text)
				}
			}
		}
	})
}
