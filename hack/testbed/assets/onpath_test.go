// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// onPath makes PATH one folder with scripts. The go among them may be real.
func onPath(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
}

// realGo calls the go command of the PATH of before.
func realGo(t *testing.T) string {
	t.Helper()
	file, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`exec %q "$@"`, file)
}

// fakeGo writes a file where it was asked to build one.
const fakeGo = `while [ "$1" != -o ]; do shift; done; echo built > "$2"`

func TestProgramsOnPath(t *testing.T) {
	for _, tc := range []struct {
		name, binary, script string
		taken                bool
		says                 string
	}{
		{"pinned minor", "etcd", `[ "$*" = --version ] && echo "etcd Version: 3.7.99" && echo "Go Version: go1.26.8"`, true, "is of version 3.7.99"},
		{"pinned release", "kube-apiserver", `[ "$*" = --version ] && echo "Kubernetes v1.37.2"`, true, "is of version 1.37.2"},
		{"of a vendor", "kube-scheduler", `[ "$*" = --version ] && echo "Kubernetes v1.37.0+k3s1"`, true, "is of version 1.37.0+k3s1"},
		{"another way to ask", "kubectl", `[ "$*" = "version --client" ] && echo "Client Version: v1.37.1"`, true, "is of version 1.37.1"},
		{"older", "etcd", `echo "etcd Version: 3.6.5"`, false, "it is of version 3.6.5, not 3.7.x"},
		{"one digit more", "kube-apiserver", `echo "Kubernetes v1.370.0"`, false, "it is of version 1.370.0, not 1.37.x"},
		{"preview", "kube-apiserver", `echo "Kubernetes v1.37.0-rc.1"`, false, "it is of version 1.37.0-rc.1"},
		{"fails", "etcd", `echo "etcd Version: 3.7.3"; exit 3`, false, "it does not say its version: exit status 3"},
		{"says something else", "etcd", `echo hello`, false, "it does not say its version"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			onPath(t, map[string]string{"go": fakeGo, tc.binary: tc.script})
			dir := t.TempDir()
			var said bytes.Buffer
			builder := &Builder{Dir: dir, Modules: "../binaries", Progress: &said}
			if err := builder.Build(t.Context(), []string{tc.binary}); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(dir, tc.binary))
			if err != nil {
				t.Fatal(err)
			}
			if taken := string(got) != "built\n"; taken != tc.taken || !strings.Contains(said.String(), tc.says) {
				t.Errorf("taken from PATH: %t, want %t and %q\n%s", taken, tc.taken, tc.says, &said)
			}
		})
	}
}

func TestKwokOnPathGetsItsStages(t *testing.T) {
	onPath(t, map[string]string{"go": realGo(t), "kwok": `echo "kwok version v0.8.1 go1.26.8 (linux/amd64)"`})
	dir := t.TempDir()
	builder := &Builder{Dir: dir, Modules: "../binaries", Progress: io.Discard}
	if err := builder.Build(t.Context(), []string{"kwok"}); err != nil {
		t.Fatal(err)
	}
	stages, err := os.ReadFile(filepath.Join(dir, StagesFile))
	if err != nil || !strings.Contains(string(stages), "kind: Stage") {
		t.Errorf("%v\n%s", err, stages)
	}
}

func TestEveryProgramIsPinnedAndSaysItsVersion(t *testing.T) {
	builder := &Builder{Modules: "../binaries"}
	for _, binary := range Binaries {
		version, err := builder.pinned(binary)
		if err != nil {
			t.Error(err)
		}
		if binary.Module == "kubernetes" && "v"+version != KubernetesVersion {
			t.Errorf("%s is pinned at %s, but %s is linked in", binary.Name, version, KubernetesVersion)
		}
		if len(binary.Version) == 0 {
			t.Errorf("nothing makes %s say its version", binary.Name)
		}
	}
}
