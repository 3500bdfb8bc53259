// SPDX-License-Identifier: Apache-2.0

// Package shapes has a field for each way in which a value can be merged.
//
// +versioned:group=shapes.example.com
// +versioned:version:name=v1,storage=true
// +kubebuilder:skip
package shapes

import (
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/stackabletech/operator-go/codegen/emit/applyconfig/smd/testdata/odd"
)

// Shape is the kind.
//
// +versioned:crd
type Shape struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ShapeSpec   `json:"spec"`
	Status            ShapeStatus `json:"status,omitempty"`
}

// ShapeSpec has the fields.
type ShapeSpec struct {
	Base    `json:",inline"`
	Scalars Scalars   `json:"scalars,omitempty"`
	Lists   Lists     `json:"lists,omitempty"`
	Maps    Maps      `json:"maps,omitempty"`
	Structs Structs   `json:"structs,omitempty"`
	Open    Open      `json:"open,omitempty"`
	Foreign Foreign   `json:"foreign,omitempty"`
	Odd     *odd.Odd  `json:"odd,omitempty"`
	Level   odd.Level `json:"level,omitempty"`
	Loose   odd.Loose `json:"loose,omitempty"`
	Expiry  *Expiry   `json:"expiry,omitempty"`
	Claimed Claimed   `json:"claimed,omitempty"`
	Node    Node      `json:"node,omitempty"`
}

// Node contains itself, at places where anything may stand.
type Node struct {
	Name string `json:"name,omitempty"`
	// +kubebuilder:validation:Type=object
	// +kubebuilder:pruning:PreserveUnknownFields
	Object *Node `json:"object,omitempty"`
	// +kubebuilder:validation:Type=object
	// +kubebuilder:pruning:PreserveUnknownFields
	// +structType=atomic
	Atomic *Node `json:"atomic,omitempty"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Any *Node `json:"any,omitempty"`
	// +kubebuilder:validation:Type=object
	// +kubebuilder:validation:EmbeddedResource
	// +kubebuilder:pruning:PreserveUnknownFields
	Resource *Node `json:"resource,omitempty"`
}

// Expiry is a time by another name.
type Expiry metav1.Time

// Claimed says of itself what only fields can say.
//
// +kubebuilder:validation:EmbeddedResource
type Claimed struct {
	Name string `json:"name,omitempty"`
}

// Base is embedded.
type Base struct {
	Inlined string `json:"inlined,omitempty"`
	// +listType=set
	InlinedSet []string `json:"inlinedSet,omitempty"`
}

// Scalars are leaves.
type Scalars struct {
	Text     string              `json:"text,omitempty"`
	Flag     bool                `json:"flag,omitempty"`
	Number   int64               `json:"number,omitempty"`
	Bytes    []byte              `json:"bytes,omitempty"`
	Mode     Mode                `json:"mode,omitempty"`
	Quantity resource.Quantity   `json:"quantity,omitempty"`
	Port     *intstr.IntOrString `json:"port,omitempty"`
	Time     *metav1.Time        `json:"time,omitempty"`
	Micro    *metav1.MicroTime   `json:"micro,omitempty"`
	Duration *metav1.Duration    `json:"duration,omitempty"`
	// +kubebuilder:validation:Type=string
	Digits int64 `json:"digits,omitempty"`
	// +kubebuilder:validation:XIntOrString
	Either intstr.IntOrString `json:"either,omitempty"`
	// +kubebuilder:default=3
	Defaulted int32 `json:"defaulted,omitempty"`
}

// Mode is a text by another name.
type Mode string

// Item is an element of a list.
type Item struct {
	Name string `json:"name"`
	// +kubebuilder:default=TCP
	Protocol Mode `json:"protocol,omitempty"`
	// +default=8080
	Port int32  `json:"port,omitempty"`
	Note string `json:"note,omitempty"`
}

// Lists are merged in all ways.
type Lists struct {
	Untyped []Item `json:"untyped,omitempty"`
	// +listType=atomic
	Atomic []Item `json:"atomic,omitempty"`
	// +listType=set
	Set []string `json:"set,omitempty"`
	// +listType=map
	// +listMapKey=name
	ByName []Item `json:"byName,omitempty"`
	// +k8s:listType=map
	// +k8s:listMapKey=port
	// +k8s:listMapKey=protocol
	ByPort []Item `json:"byPort,omitempty"`
	// Both markers say the same.
	// +listType=map
	// +listMapKey=name
	// +k8s:listType=map
	// +k8s:listMapKey=name
	Twice    []Item  `json:"twice,omitempty"`
	Named    Items   `json:"named,omitempty"`
	Pointers []*Item `json:"pointers,omitempty"`
	// +listType=map
	// +listMapKey=name
	Pointer *[]Item    `json:"pointer,omitempty"`
	Nested  [][]string `json:"nested,omitempty"`
	Array   [2]string  `json:"array,omitempty"`
	// Only of patches is this a list by keys.
	Patched []Item `json:"patched,omitempty" patchStrategy:"merge" patchMergeKey:"name"`
}

// Items says how it is merged.
//
// +listType=map
// +listMapKey=name
type Items []Item

// Maps are merged by key, or not.
type Maps struct {
	Plain map[string]string `json:"plain,omitempty"`
	// +mapType=granular
	Granular map[string]string `json:"granular,omitempty"`
	// +mapType=atomic
	Atomic  map[string]string            `json:"atomic,omitempty"`
	Structs map[string]Item              `json:"structs,omitempty"`
	Nested  map[string]map[string]string `json:"nested,omitempty"`
	Named   Selectors                    `json:"named,omitempty"`
	Lists   map[string][]string          `json:"lists,omitempty"`
}

// Selectors is one value.
//
// +mapType=atomic
type Selectors map[string]string

// Structs are merged by field, or not.
type Structs struct {
	Item    Item  `json:"item,omitempty"`
	Pointer *Item `json:"pointer,omitempty"`
	// +structType=atomic
	Atomic Item  `json:"atomic,omitempty"`
	Whole  Whole `json:"whole,omitempty"`
	// +structType=granular
	Parts Whole `json:"parts,omitempty"`
	Copy  Copy  `json:"copy,omitempty"`
	Empty Empty `json:"empty,omitempty"`
}

// Whole is one value.
//
// +structType=atomic
type Whole struct {
	A string `json:"a,omitempty"`
	B string `json:"b,omitempty"`
}

// Copy has the fields of another type.
type Copy Item

// Empty has none.
type Empty struct{}

// Open holds what is not known.
type Open struct {
	// +kubebuilder:pruning:PreserveUnknownFields
	Raw  runtime.RawExtension  `json:"raw,omitempty"`
	JSON *apiextensionsv1.JSON `json:"json,omitempty"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Item Item       `json:"item,omitempty"`
	Type Preserving `json:"type,omitempty"`
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Schemaless
	Hidden Item `json:"hidden,omitempty"`
	// +kubebuilder:validation:EmbeddedResource
	// +kubebuilder:pruning:PreserveUnknownFields
	Object *runtime.RawExtension `json:"object,omitempty"`
	// +kubebuilder:validation:items:XEmbeddedResource
	// +kubebuilder:validation:items:XPreserveUnknownFields
	Objects []runtime.RawExtension `json:"objects,omitempty"`
	// +mapType=atomic
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Atomic apiextensionsv1.JSON `json:"atomic,omitempty"`
}

// Preserving keeps what it does not know.
//
// +kubebuilder:pruning:PreserveUnknownFields
type Preserving struct {
	Known string `json:"known,omitempty"`
	Item  Item   `json:"item,omitempty"`
}

// Foreign has types of Kubernetes.
type Foreign struct {
	Template *corev1.PodTemplateSpec `json:"template,omitempty"`
	// +listType=map
	// +listMapKey=name
	Env       []corev1.EnvVar                `json:"env,omitempty"`
	Claims    []corev1.PersistentVolumeClaim `json:"claims,omitempty"`
	Service   *corev1.Service                `json:"service,omitempty"`
	Resources corev1.ResourceRequirements    `json:"resources,omitempty"`
	Selector  *metav1.LabelSelector          `json:"selector,omitempty"`
	Affinity  *corev1.Affinity               `json:"affinity,omitempty"`
	Meta      metav1.ObjectMeta              `json:"meta,omitempty"`
}

// ShapeStatus has conditions.
type ShapeStatus struct {
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}
