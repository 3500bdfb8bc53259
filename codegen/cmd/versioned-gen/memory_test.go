// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/codegen/stamp"
)

// meanwhile is an output after which somebody does something before the run ends.
type meanwhile struct {
	output.Output
	do func()
}

func (m meanwhile) Put(ctx context.Context, plan output.Plan) (output.Result, error) {
	result, err := m.Output.Put(ctx, plan)
	m.do()
	return result, err
}

// TestMemoryThatCannotBeWritten stops no run. A folder in the place of the stamp does what a read-only disk does, also to root.
func TestMemoryThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := module(t)
	args := []string{"generate", "./apis/person"}
	require.Equal(t, exitDone, execute(t, dir, args...).code)
	stamps, err := filepath.Glob(filepath.Join(dir, ".cache", "*.json"))
	require.NoError(t, err)
	require.Len(t, stamps, 1)
	require.NoError(t, os.Remove(stamps[0]))
	place(t, filepath.Join(stamps[0], "file"), "")
	assert.Equal(t, outcome{}, execute(t, dir, args...))

	args = append(args, "-v")
	require.Equal(t, exitDone, execute(t, dir, args...).code)
	stamps, err = filepath.Glob(filepath.Join(dir, ".cache", "*.json"))
	require.NoError(t, err)
	for _, stamp := range stamps {
		require.NoError(t, os.RemoveAll(stamp))
		place(t, filepath.Join(stamp, "file"), "")
	}
	got := execute(t, dir, args...)
	assert.Equal(t, exitDone, got.code)
	assert.Contains(t, got.stderr, "the memory of the last run cannot be removed")
}

// TestWhatChangesDuringARunIsNotRemembered as what the run read.
func TestWhatChangesDuringARunIsNotRemembered(t *testing.T) {
	t.Parallel()
	const source, home = "apis/person/person.go", "home/home.go"
	edit := func(t *testing.T, path string) {
		place(t, path, string(mustRead(t, path))+"\n// Somebody was here.\n")
	}
	for name, tc := range map[string]struct {
		do    func(t *testing.T, dir string)
		fresh bool
	}{
		"nothing": {func(*testing.T, string) {}, true},
		"source":  {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, source)) }, false},
		"source, by a disk whose clock is behind": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, source))
			past := time.Now().Add(-time.Hour)
			require.NoError(t, os.Chtimes(filepath.Join(dir, source), past, past))
		}, false},
		"imported package": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, home)) }, false},
		"imported package is removed": {func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, home)))
		}, false},
		"go.mod": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, "go.mod")) }, false},
		"header": {func(t *testing.T, dir string) { place(t, filepath.Join(dir, "header.txt"), "Another one.\n") }, false},
		"emitted file": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "apis/person/v1/zz_generated.versioned.types.go"))
		}, false},
		"a source comes": {func(t *testing.T, dir string) {
			place(t, filepath.Join(dir, "apis/person/late.go"), "package person\n")
		}, false},
		"a package comes": {func(t *testing.T, dir string) {
			place(t, filepath.Join(dir, "apis/pet/pet.go"), strings.Replace(person, "package person", "package pet", 1))
		}, false},
		"a hidden file comes": {func(t *testing.T, dir string) { place(t, filepath.Join(dir, "apis/.person.go.swp"), "") }, true},
	} {
		commands := []string{"generate"}
		if name == "nothing" || name == "source" { // what the commands remember differs in what they put
			commands = append(commands, "verify")
		}
		for _, command := range commands {
			t.Run(command+"/"+name, func(t *testing.T) {
				t.Parallel()
				dir := module(t)
				place(t, filepath.Join(dir, "header.txt"), "Somebody's.\n")
				place(t, filepath.Join(dir, home), "// Package home is ordinary.\npackage home\n\n// Home is where the heart is.\ntype Home struct{}\n")
				place(t, filepath.Join(dir, source), strings.NewReplacer(
					"import metav1", "import (\n\t\"test.example.com/operator/home\"\n\tmetav1", "meta/v1\"\n", "meta/v1\"\n)\n",
					"\tName string", "\tHome home.Home `json:\"home\"`\n\n\tName string", "\t// +versioned:changed:since=v1,fromName=Title\n", "",
				).Replace(person))
				options := codegen.Options{Dir: dir, Patterns: []string{"./apis/..."}, CRDs: "crds", Header: "header.txt"}
				var out output.Output = output.Disk{}
				if command == "verify" {
					_, err := codegen.Run(t.Context(), options, out)
					require.NoError(t, err)
					out = output.Compare{}
				}
				result, err := codegen.Run(t.Context(), options, meanwhile{out, func() { tc.do(t, dir) }})
				require.NoError(t, err)
				require.False(t, result.HasErrors(), reportOf(result, dir))
				m := memory{Stamp: stamp.Open(filepath.Join(dir, ".cache"), command), options: options}
				err = m.save(result, nil)
				_, fresh := m.Fresh()
				assert.Equal(t, tc.fresh, fresh, "%v", err)
			})
		}
	}
}
