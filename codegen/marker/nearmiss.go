// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"slices"
	"strings"

	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
)

// kubebuilder are the names of controller-tools' markers about CRDs, and of its other generators' markers.
var kubebuilder = func() []string {
	names := []string{
		"kubebuilder:object:root", "kubebuilder:object:generate", "kubebuilder:ac:generate", "kubebuilder:ac:output:package",
		"kubebuilder:rbac", "kubebuilder:webhook", "kubebuilder:webhookconfiguration", "kubebuilder:skip",
		"kubebuilder:conversion:hub", "kubebuilder:conversion:spoke", "kubebuilder:scaffold",
		"kubebuilder:conversion", "kubebuilder:storageversion", "kubebuilder:docs-gen:collapse", "kubebuilder:unservedversion",
	}
	for _, def := range crdmarkers.AllDefinitions {
		if strings.HasPrefix(def.Name, "kubebuilder:") {
			names = append(names, def.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}()

// plain are the names of markers outside of the kubebuilder namespace: those of controller-tools, and those by which
// code-generator and the API machinery know types and fields.
var plain = func() []string {
	names := []string{"genclient", "groupGoName", "resourceName", "patchStrategy", "patchMergeKey"}
	for _, def := range crdmarkers.AllDefinitions {
		if !strings.HasPrefix(def.Name, "kubebuilder:") {
			names = append(names, def.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}()

// NearPlain returns the marker outside of the kubebuilder namespace that a name probably means; "" if the name is one
// itself (with or without something behind it), or is like none. Others may have markers of their own, so that only what is
// very much alike counts.
func NearPlain(name string) string {
	word, rest, _ := strings.Cut(name, ":")
	if after, ok := strings.CutPrefix(name, "k8s:"); ok {
		word, rest, _ = strings.Cut(after, ":")
		word = "k8s:" + word
	}
	near := Nearest(word, plain)
	if near == "" || slices.Contains(plain, word) || distance(strings.ToLower(word), strings.ToLower(near)) > 1 {
		return ""
	}
	if rest != "" {
		near += ":" + rest
	}
	return near
}

// NearNamespace returns the name that one of a misspelt namespace probably means; "" if there is none. Names of a
// namespace of somebody else's are not much like ours.
func NearNamespace(name string) string {
	namespace, rest, ok := strings.Cut(name, ":")
	if !ok {
		return ""
	}
	if shortName, _, _ := strings.Cut(rest, ":"); namespace == "version" && Find(Namespace+shortName) != nil {
		return Namespace + rest
	}
	for _, known := range []string{"kubebuilder", strings.TrimSuffix(Namespace, ":")} {
		if d := distance(strings.ToLower(namespace), known); namespace != known && d <= 2 && len(namespace) >= len(known)-1 {
			return known + ":" + rest
		}
	}
	return ""
}

// NearMiss returns the marker of controller-tools that a name of its namespace probably means; "" if the name is one
// itself (with or without an argument's name behind it), is of another namespace, or is like none.
func NearMiss(name string) string {
	rest, ok := strings.CutPrefix(name, "kubebuilder:")
	if !ok {
		return ""
	}
	var candidates []string
	for _, known := range kubebuilder {
		if name == known || strings.HasPrefix(name, known+":") && !strings.HasSuffix(known, "validation") {
			return ""
		}
		candidates = append(candidates, strings.TrimPrefix(known, "kubebuilder:"))
	}
	for _, known := range candidates {
		// Most markers are about validation, so that the word is easily left out.
		if short, ok := strings.CutPrefix(known, "validation:"); ok && strings.EqualFold(rest, short) {
			return "kubebuilder:" + known
		}
	}
	if near := nearest(rest, candidates); near != "" {
		return "kubebuilder:" + near
	}
	// The last part may be the name of an argument.
	if i := strings.LastIndex(rest, ":"); i > 0 {
		if near := nearest(rest[:i], candidates); near != "" {
			return "kubebuilder:" + near + rest[i:]
		}
	}
	return ""
}

func nearest(word string, candidates []string) string {
	near := Nearest(word, candidates)
	if near == "" || distance(strings.ToLower(word), strings.ToLower(near)) > 3 {
		return ""
	}
	return near
}
