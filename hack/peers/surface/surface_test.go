// SPDX-License-Identifier: Apache-2.0

package surface_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/hack/peers/surface"
)

const source = `package x

import "io"

type Reader interface{ Read(into []byte) (n int, err error) }

type hidden struct{}

func (hidden) Promoted(v any) {}

type Thing struct {
	hidden
	Name string ` + "`json:\"name\"`" + `
	size int
	io.Writer
}

func (t *Thing) Grow(by int, options ...string) error { return nil }

const Max = 1 << 4

var Things []Thing

type Short = Thing

func Make[T any](of map[string]T) *Thing { return nil }
`

func TestSurfaceNamesAllThatIsExported(t *testing.T) {
	t.Parallel()
	got, err := read(t, source)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"Reader": {"type interface", "method Read([]byte) (int, error)"},
		"Thing": {
			"type struct", "field (embedded) Writer io.Writer", `field Name string json:"name"`,
			"method *Grow(int, ...string) error", "method Promoted(any)", "method Write([]byte) (int, error)",
		},
		"Max":    {"const untyped int = 16"},
		"Things": {"var []Thing"},
		"Short":  {"type = Thing"},
		"Make":   {"func[T any](map[string]T) *Thing"},
	}, got["/x"])
}

func TestCompareFindsWhatDiffers(t *testing.T) {
	t.Parallel()
	one, err := read(t, "package x\n\nfunc Both(a int) {}\n\nfunc One() {}\n\nfunc Other(a int) {}\n")
	require.NoError(t, err)
	two, err := read(t, "package x\n\nfunc Both(b int) {}\n\nfunc Two() {}\n\nfunc Other(a ...int) {}\n")
	require.NoError(t, err)
	assert.Empty(t, surface.Compare(one, one))
	assert.Equal(t, []surface.Difference{
		{"/x", "One", "-func()"}, {"/x", "Other", "-func(int)"}, {"/x", "Other", "+func(...int)"}, {"/x", "Two", "+func()"},
	}, surface.Compare(one, two))
	assert.Equal(t, []surface.Difference{{Package: "/x", Line: "-package"}}, surface.Compare(one, surface.Surface{}))
}

func TestSurfaceNeedsCodeThatCompiles(t *testing.T) {
	t.Parallel()
	_, err := read(t, "package x\n\nvar X missing\n")
	assert.ErrorContains(t, err, "missing")
}

func read(t *testing.T, text string) (surface.Surface, error) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module test.example.com/m\n\ngo 1.26.0\n"), 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "x"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x", "x.go"), []byte(text), 0o644))
	return surface.Of(t.Context(), dir, "test.example.com/m")
}
