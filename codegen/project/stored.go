// SPDX-License-Identifier: Apache-2.0

package project

import (
	"strconv"

	"github.com/stackabletech/operator-go/codegen/model"
)

// versionMarkers say of an emitted root type what controller-gen has to know of its version. A kind with one version
// needs no word on where it is stored.
func (p *projector) versionMarkers(t *model.Type) []model.Marker {
	version := p.api.Versions[p.api.Index(p.version)]
	var markers []model.Marker
	add := func(name, text string) {
		markers = append(markers, model.Marker{Name: name, Text: text, Pos: t.Root.Pos})
	}
	if count, stored := p.storedAt(t); count > 1 && stored == p.version {
		add("kubebuilder:storageversion", "kubebuilder:storageversion")
	}
	if !version.Served {
		add("kubebuilder:unservedversion", "kubebuilder:unservedversion")
	}
	switch {
	case version.Deprecated && version.DeprecationWarning != "":
		add("kubebuilder:deprecatedversion:warning", "kubebuilder:deprecatedversion:warning="+strconv.Quote(version.DeprecationWarning))
	case version.Deprecated:
		add("kubebuilder:deprecatedversion", "kubebuilder:deprecatedversion")
	}
	return markers
}

// storedAt counts the versions of a kind and names the one in which it is stored: the one that is declared so, or, for a
// kind that does not exist in it, the one nearest to it by age.
func (p *projector) storedAt(t *model.Type) (count int, stored string) {
	declared, found := false, false
	for _, v := range p.api.Versions {
		declared = declared || v.Storage
		if !ExistsAt(p.api, t.History, v.Name) {
			continue
		}
		count++
		if !found {
			stored, found = v.Name, declared
		}
	}
	return count, stored
}
