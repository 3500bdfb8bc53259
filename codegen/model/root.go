// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/stackabletech/operator-go/codegen/diag"

// Root is what makes a type a resource. Paths in it are those of the latest shape in an [API], and those of the version
// in a [View].
type Root struct {
	Plural     string   `json:"plural"`
	Singular   string   `json:"singular"`
	ShortNames []string `json:"shortNames,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Namespaced bool     `json:"namespaced"`
	// Status is true when the resource has a status subresource.
	Status  bool     `json:"status,omitempty"`
	Scale   *Scale   `json:"scale,omitempty"`
	Columns []Column `json:"columns,omitempty"`
	// SelectableFields are the JSON paths that field selectors may use.
	SelectableFields []Selectable `json:"selectableFields,omitempty"`
	// Stored is true in the view of the version in which objects of the kind are stored, and false in an [API].
	Stored bool `json:"stored,omitempty"`
	// Labels and Annotations are those of the CRD object itself (kubebuilder:metadata).
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`

	Pos diag.Pos `json:"-"`
}

// Path is a JSON path such as ".spec.replicas" and where it was written.
type Path struct {
	Text string   `json:"text"`
	Pos  diag.Pos `json:"-"`
}

// Selectable is the JSON path of a field that field selectors may use.
type Selectable struct {
	Path
	// Since and Until limit it to some versions; Until is exclusive. Both are empty in a view.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
}

// Scale holds the paths of the scale subresource.
type Scale struct {
	SpecReplicas   Path     `json:"specReplicas"`
	StatusReplicas Path     `json:"statusReplicas"`
	LabelSelector  *Path    `json:"labelSelector,omitempty"`
	Pos            diag.Pos `json:"-"`
}

// Column is a column of kubectl get.
type Column struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Format      string `json:"format,omitempty"`
	Description string `json:"description,omitempty"`
	Priority    int32  `json:"priority,omitempty"`
	Path        Path   `json:"path"`
	// Since and Until limit the column to some versions; Until is exclusive. Both are empty in a view.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`

	Pos diag.Pos `json:"-"`
}
