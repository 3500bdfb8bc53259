// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// readmeStep is a block of README that is marked to be carried out: a file to write, or commands to run, of which some are
// for those who use a release, and some for those who use a checkout.
var readmeStep = regexp.MustCompile("(?s)<!-- test:(shell|release|checkout|file) ?([^ ]*) ?-->\n```[a-z]+\n(.*?)```")

// TestREADME does in a fresh module outside of the repository exactly what README tells users to do. The only addition
// is where the module comes from: this checkout, or a release of it, published by a module proxy of the test's own.
func TestREADME(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	text := strings.ReplaceAll(string(readme), "/path/to/checkout", root)
	require.NotEqual(t, text, string(readme))
	steps := readmeStep.FindAllStringSubmatch(text, -1)
	require.Len(t, steps, 4, "README has a step to get the tool in two ways, one file, and a step to generate")
	for leftOut, name := range map[string]string{"checkout": "release", "release": "checkout"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var env []string
			if name == "release" {
				env = []string{"GOPROXY=" + publish(t, root), "GONOSUMDB=" + published}
			}
			carryOut(t, steps, leftOut, env)
		})
	}
}

// carryOut does the steps but those of one sort.
func carryOut(t *testing.T, steps [][]string, leftOut string, env []string) {
	t.Helper()
	dir := t.TempDir()
	shell := func(script string) {
		cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", script)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-modcacherw", "VERSIONED_GEN_CACHE="+filepath.Join(dir, ".cache"))
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s\n%s", script, out)
	}
	shell("go mod init example.com/myoperator")
	for _, step := range steps {
		switch step[1] {
		case leftOut:
		case "file":
			write(t, filepath.Join(dir, step[2]), []byte(step[3]))
		default:
			shell(step[3])
		}
	}
	for _, name := range []string{
		"apis/person/v1alpha1/zz_generated.versioned.types.go",
		"apis/person/v1/zz_generated.versioned.types.go",
		"apis/person/install/zz_generated.versioned.install.go",
		"apis/person/definitions/zz_generated.versioned.definitions.go",
		"crds/test.example.com_people.yaml",
		"generated/clientset/versioned/clientset.go",
	} {
		assert.FileExists(t, filepath.Join(dir, name))
	}
	shell("go vet ./... && go tool versioned-gen verify --crds crds --clients generated ./apis/person")
}

// published is the module that the proxy of the test serves.
const published = "github.com/stackabletech/operator-go"

// publish makes a module proxy out of the checkout, by the protocol of https://go.dev/ref/mod#goproxy-protocol, and
// returns a GOPROXY that asks it first.
func publish(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	// A version of its own for every run: the module cache believes that a version never changes.
	version := module.PseudoVersion("v0", "", time.Now(), fmt.Sprintf("%012x", rand.Uint64()>>16))
	t.Cleanup(func() { forget(t, version) })
	versions := filepath.Join(dir, published, "@v")
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	info := []byte(`{"Version":"` + version + `","Time":"2026-01-02T03:04:05Z"}`)
	write(t, filepath.Join(versions, "list"), nil)
	write(t, filepath.Join(versions, version+".mod"), mod)
	write(t, filepath.Join(versions, version+".info"), info)
	write(t, filepath.Join(dir, published, "@latest"), info)
	archive, err := os.Create(filepath.Join(versions, version+".zip"))
	require.NoError(t, err)
	require.NoError(t, zip.CreateFromDir(archive, module.Version{Path: published, Version: version}, root))
	require.NoError(t, archive.Close())
	upstream, err := exec.CommandContext(t.Context(), "go", "env", "GOPROXY").Output()
	require.NoError(t, err)
	return "file://" + dir + "," + strings.TrimSpace(string(upstream))
}

// forget takes the version out of the module cache.
func forget(t *testing.T, version string) {
	t.Helper()
	cache, err := exec.CommandContext(context.WithoutCancel(t.Context()), "go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	dir := strings.TrimSpace(string(cache))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, published+"@"+version)))
	downloads, err := filepath.Glob(filepath.Join(dir, "cache/download", published, "@v", version+".*"))
	require.NoError(t, err)
	for _, path := range downloads {
		require.NoError(t, os.Remove(path))
	}
}
