// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"runtime/debug"
	"strings"
	"sync"
)

// unknownField says which Kubernetes the fields are looked up in: a user who reads of a field in the documentation of
// another release should not have to search for a typing error.
func unknownField() *Error { return unknownFieldOf(compiledIn()) }

func unknownFieldOf(version string) *Error {
	if version == "" {
		return &Error{Reason: "unknown field of the compiled-in schema"}
	}
	return &Error{Reason: "unknown field of the compiled-in schema, which is that of Kubernetes " + version}
}

// compiledIn is the release of Kubernetes that client-go, and so the schema, is from. Test binaries do not know it.
var compiledIn = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return kubernetesOf(info.Deps)
})

// kubernetesOf returns the release by its modules, empty if it is not a release: v0.X.Y of them is 1.X.Y.
func kubernetesOf(modules []*debug.Module) string {
	for _, module := range modules {
		if module.Path != "k8s.io/client-go" {
			continue
		}
		for module.Replace != nil {
			module = module.Replace
		}
		if release, ok := strings.CutPrefix(module.Version, "v0."); ok && !strings.HasPrefix(release, "0.0-") {
			return "1." + release
		}
	}
	return ""
}
