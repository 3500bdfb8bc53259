// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFormatterIsGofmt formats sources with functions of all sorts, each twice, by names that are longer the second time.
func TestFormatterIsGofmt(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"// Do does it.\nfunc NAME(x NAME)NAME{\nreturn x\n}\n",
		"// Do does it, \n// in two lines. \nfunc(b *NAME)Do(NAME string)*NAME{\nb.X=&NAME\nif b==nil&&len(NAME)>0{\nb.X=make(map[string]NAME,len(NAME))\n}\nreturn b\n}\n",
		"// Lists:\n//  - NAME\n//  - other\nfunc NAME(){\nx()\n}\n",
		"// # NAME\nfunc NAME(){\nx()\n}\n",
		"func NAME(){}\n",
		"func NAME()error{\nreturn call(NAME,func()int{\nreturn 1\n},func(){})\n}\n",
		"func NAME()T{\nreturn T{A:1,\nNAME:2,\nLonger:3,\n}\n}\n",
		"func NAME()T{\nreturn T{A:NAME,B:2}\n}\n",
		"func NAME(x int)int{\nswitch x{\n// The first.\ncase 1:\nreturn NAME\ndefault:\nreturn 2\n}\n}\n",
		"func NAME(x int)int{\na:=1 // one\nNAME:=2 // two\nreturn a*2+NAME\n}\n",
		"func NAME()string{\nreturn `a\n  b`+\"c\"\n}\n",
		"func NAME[T any](values...T)chan struct{}{\nfor i:=range values{\nx[i]++\n}\nreturn nil\n}\n",
		"type NAME func(int)string\n\nvar x=func(){\ny()\n}\n",
		"type NAME struct{\na int\nNAME string `json:\"x\"`\n}\n",
	} {
		var f formatter
		for _, name := range []string{"A", strings.Repeat("LongName", 20)} {
			source := "// Header.\n\npackage p\n\nimport (\n\"fmt\"\nx \"y\"\n)\n\n// V is used.\nvar V=fmt.Sprint(x.Z)\n\n" +
				strings.ReplaceAll(body, "NAME", name) + "\n// Last is the last.\nfunc Last()int{\nreturn 1\n}\n"
			want, err := format.Source([]byte(source))
			require.NoError(t, err, source)
			got, err := f.source([]byte(source))
			require.NoError(t, err, source)
			assert.Equal(t, string(want), string(got))
		}
	}
}

func TestFormatterRefuses(t *testing.T) {
	t.Parallel()
	var f formatter
	for _, source := range []string{"package p\nfunc f() {\n", "package p\nfunc f() {\nreturn )\n}\n", "package p\nvar = 1\n\nfunc f() {\nreturn\n}\n"} {
		_, err := f.source([]byte(source))
		require.Error(t, err, source)
	}
}

// FuzzFormatter formats whatever gofmt accepts.
func FuzzFormatter(f *testing.F) {
	files, err := filepath.Glob("*.go")
	require.NoError(f, err)
	for _, name := range files {
		content, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(content)
	}
	f.Fuzz(func(_ *testing.T, source []byte) {
		// It may differ where source is not as jennifer writes it, but must not panic.
		var formatter formatter
		_, _ = formatter.source(source)
	})
}
