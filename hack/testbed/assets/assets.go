// SPDX-License-Identifier: Apache-2.0

// Package assets builds the binaries of a Kubernetes control plane from their Go modules, once, into a cache folder.
//
// The versions are pinned by the go.mod files below hack/testbed/binaries. There are several, because etcd, kwok and
// Kubernetes do not agree on the versions of what they require, and because Kubernetes' go.mod needs a replacement for
// each of its staging modules.
package assets

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// KubernetesVersion is the release that is built. Clients refuse features of a server that does not know its version,
// so that it is linked in.
const KubernetesVersion = "v1.37.2"

// Binary is a program that can be built.
type Binary struct {
	// Name is the file's name, Module the folder of the go.mod that pins it, Package its main package.
	Name, Module, Package string
	// Minutes is how long a cold build took on two cores, rounded up.
	Minutes int
	// Version are the arguments that make it say its version.
	Version []string
	// Beside is a file that it needs in its folder; most need none.
	Beside string
}

// Binaries are all programs, in the order in which they are built.
var Binaries = []Binary{
	{Name: "etcd", Module: "etcd", Package: "go.etcd.io/etcd/server/v3", Minutes: 1, Version: []string{"--version"}},
	{Name: "kube-apiserver", Module: "kubernetes", Package: "k8s.io/kubernetes/cmd/kube-apiserver", Minutes: 6, Version: []string{"--version"}},
	{Name: "kubectl", Module: "kubernetes", Package: "k8s.io/kubernetes/cmd/kubectl", Minutes: 1, Version: []string{"version", "--client"}},
	{Name: "kube-controller-manager", Module: "kubernetes", Package: "k8s.io/kubernetes/cmd/kube-controller-manager", Minutes: 2, Version: []string{"--version"}},
	{Name: "kube-scheduler", Module: "kubernetes", Package: "k8s.io/kubernetes/cmd/kube-scheduler", Minutes: 1, Version: []string{"--version"}},
	{Name: "kwok", Module: "kwok", Package: "sigs.k8s.io/kwok/cmd/kwok", Minutes: 1, Version: []string{"--version"}, Beside: StagesFile},
}

// Default are the programs of a control plane that stores and serves objects, and nothing else.
var Default = []string{"etcd", "kube-apiserver", "kubectl"}

// Full are the programs of a cluster in which controllers run and pods seem to.
var Full = []string{"etcd", "kube-apiserver", "kubectl", "kube-controller-manager", "kube-scheduler", "kwok"}

// Find returns the program with a name.
func Find(name string) (Binary, error) {
	var known []string
	for _, b := range Binaries {
		if b.Name == name {
			return b, nil
		}
		known = append(known, b.Name)
	}
	return Binary{}, fmt.Errorf("there is no binary %q; there are %s", name, strings.Join(known, ", "))
}

// Dir returns the folder of the binaries: below the given cache folder, else below OPERATOR_GO_TESTBED_CACHE, else below
// the user's cache folder. Other versions have other folders.
func Dir(cache string) (string, error) {
	if cache == "" {
		cache = os.Getenv("OPERATOR_GO_TESTBED_CACHE")
	}
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("no folder to keep binaries in: %w; set OPERATOR_GO_TESTBED_CACHE", err)
		}
		cache = filepath.Join(user, "operator-go", "testbed")
	}
	absolute, err := filepath.Abs(cache)
	if err != nil {
		return "", err
	}
	return filepath.Join(absolute, fmt.Sprintf("kubernetes-%s-%s-%s", KubernetesVersion, runtime.GOOS, runtime.GOARCH)), nil
}

// Missing returns the programs of a list that a folder does not hold with all that they need.
func Missing(dir string, names []string) ([]Binary, error) {
	var missing []Binary
	for _, name := range names {
		b, err := Find(name)
		if err != nil {
			return nil, err
		}
		if b.Lacks(dir) != "" {
			missing = append(missing, b)
		}
	}
	return missing, nil
}

// Lacks returns the first file of a program that a folder does not hold, and nothing when it holds all.
func (b Binary) Lacks(dir string) string {
	for _, file := range []string{b.Name, b.Beside} {
		if file == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
			return file
		}
	}
	return ""
}

// ldflags leave out debugging symbols and link in the version.
func ldflags() string {
	major, minor, _ := strings.Cut(strings.TrimPrefix(KubernetesVersion, "v"), ".")
	minor, _, _ = strings.Cut(minor, ".")
	const version = "k8s.io/component-base/version"
	return fmt.Sprintf("-s -w -X %s.gitVersion=%s -X %s.gitMajor=%s -X %s.gitMinor=%s",
		version, KubernetesVersion, version, major, version, minor)
}
