// SPDX-License-Identifier: Apache-2.0

// Package realapi turns API packages that real projects publish into API packages of the versioned generator: it copies
// their Go files out of the module cache into a module of its own and adds the markers.
//
// Nothing of them is kept in this repository, so that an update of a dependency is all it takes to compare with what
// those projects write today.
package realapi

// API is a package of a dependency that declares kinds.
type API struct {
	// Name is the package's name after copying, and that of its folder below apis.
	Name string
	// Source is the import path that it is copied from.
	Source string
	// Group is the API group.
	Group string
	// Count is how many kinds it has at least, so that a change there does not turn the comparison into one of nothing.
	Count int
	// Markers are lines that every root type gets besides versioned:crd.
	Markers []string
	// Edits are what its authors would have to change by hand.
	Edits []Edit
}

// Edit replaces a text that stands exactly once in a file.
type Edit struct {
	File, Old, New string
}

// Gateway is Gateway API: ten kinds, deep structs, many CEL rules.
var Gateway = API{
	Name: "gateway", Source: "sigs.k8s.io/gateway-api/apis/v1", Group: "gateway.networking.k8s.io", Count: 10,
	// Its own generator adds the annotation without which an API server refuses groups below k8s.io.
	Markers: []string{
		`+kubebuilder:metadata:annotations="api-approved.kubernetes.io=https://github.com/kubernetes-sigs/gateway-api/pull/2466"`,
	},
}

// Monitoring is prometheus-operator: fewer kinds with very large specs that embed core types.
var Monitoring = API{
	Name: "monitoring", Source: "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1",
	Group: "monitoring.coreos.com", Count: 7,
	// GET on /scale of an Alertmanager without replicas answers with status 500, which the generator refuses to cause.
	Edits: []Edit{{
		File: "alertmanager_types.go",
		Old:  "\tReplicas *int32 `json:\"replicas,omitempty\"`",
		New:  "\t// +kubebuilder:default=1\n\tReplicas *int32 `json:\"replicas,omitempty\"`",
	}},
}

// Options is an API of this module that has what shows in clients only, and what the others lack: the options of genclient, and
// a folder that is not called like the group.
var Options = API{
	Name: "options", Source: "github.com/stackabletech/operator-go/hack/peers/testdata/options", Group: "genclient.example.com", Count: 10,
}

// All are the APIs that the comparisons run on.
var All = []API{Gateway, Monitoring}
