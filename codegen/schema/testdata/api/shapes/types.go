// SPDX-License-Identifier: Apache-2.0

// Package shapes has a field of every shape.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package shapes

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/lenient"
	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/plain"
)

// Shape is a kind.
// +versioned:crd
type Shape struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// Spec has a comment of its own.
	Spec   ShapeSpec   `json:"spec"`
	Status ShapeStatus `json:"status,omitempty"`
}

// ShapeSpec is what is wanted.
type ShapeSpec struct {
	// A string.
	String   string   `json:"string"`
	Bool     bool     `json:"bool"`
	Int      int      `json:"int"`
	Int8     int8     `json:"int8"`
	Int16    int16    `json:"int16"`
	Int32    int32    `json:"int32"`
	Int64    *int64   `json:"int64"`
	Uint     uint     `json:"uint"`
	Uint8    uint8    `json:"uint8"`
	Uint16   uint16   `json:"uint16"`
	Uint32   uint32   `json:"uint32"`
	Uint64   uint64   `json:"uint64"`
	Uintptr  uintptr  `json:"uintptr"`
	Float32  float32  `json:"float32"`
	Float64  float64  `json:"float64"`
	Byte     byte     `json:"byte"`
	Rune     rune     `json:"rune"`
	Bytes    []byte   `json:"bytes"`
	ByteRow  [4]byte  `json:"byteRow"`
	Pointers **string `json:"pointers"`

	Strings      []string                        `json:"strings"`
	Matrix       [][]string                      `json:"matrix"`
	Row          [3]int32                        `json:"row"`
	PointerList  []*Inner                        `json:"pointerList"`
	ListPointer  *[]Inner                        `json:"listPointer"`
	Map          map[string]string               `json:"map"`
	MapOfMaps    map[string]map[Key]Inner        `json:"mapOfMaps"`
	MapOfLists   map[string][]Inner              `json:"mapOfLists"`
	MapOfPointer map[string]*plain.Leaf          `json:"mapOfPointer"`
	MapOfBytes   map[string][]byte               `json:"mapOfBytes"`
	KeyMap       map[plain.Name]plain.Name       `json:"keyMap"`
	Nested       map[string][]map[string][]Inner `json:"nested"`

	Inner        Inner         `json:"inner"`
	InnerPointer *Inner        `json:"innerPointer"`
	Renamed      Renamed       `json:"renamed"`
	Twice        Twice         `json:"twice"`
	Mode         Mode          `json:"mode"`
	ModePointer  *Mode         `json:"modePointer"`
	SubMode      SubMode       `json:"subMode"`
	Modes        []Mode        `json:"modes"`
	List         List          `json:"list"`
	Dictionary   Dictionary    `json:"dictionary"`
	Foreign      Foreign       `json:"foreign"`
	ForeignMode  ForeignMode   `json:"foreignMode"`
	Pointer      PointerType   `json:"pointer"`
	Blank        Blank         `json:"blank"`
	Group        GroupedString `json:"group"`
	Anonymous    interface{}   `json:"-"`
	Dash         string        `json:"-,"`

	LocalAlias    LocalAlias    `json:"localAlias"`
	StructAlias   StructAlias   `json:"structAlias"`
	ForeignAlias  ForeignAlias  `json:"foreignAlias"`
	AliasOfAlias  AliasOfAlias  `json:"aliasOfAlias"`
	AliasOfStruct AliasOfStruct `json:"aliasOfStruct"`

	PlainName     plain.Name        `json:"plainName"`
	PlainNames    plain.Names       `json:"plainNames"`
	PlainLabels   plain.Labels      `json:"plainLabels"`
	PlainAlias    plain.Alias       `json:"plainAlias"`
	PlainString   plain.StringAlias `json:"plainString"`
	PlainEnv      plain.Env         `json:"plainEnv"`
	PlainAffinity plain.Affinity    `json:"plainAffinity"`
	PlainBase     plain.Base        `json:"plainBase"`
	PlainNumber   *plain.Number     `json:"plainNumber"`
	Settings      lenient.Settings  `json:"settings"`

	Template  corev1.PodTemplateSpec       `json:"template"`
	Volumes   []corev1.Volume              `json:"volumes,omitempty"`
	Resources *corev1.ResourceRequirements `json:"resources,omitempty"`
	Selector  *metav1.LabelSelector        `json:"selector,omitempty"`
}

// ShapeStatus is what is.
type ShapeStatus struct {
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// Inner is inside.
type Inner struct {
	// Value of it.
	Value string `json:"value"`
}

// Renamed is another Inner.
type Renamed Inner

// Twice is renamed.
type Twice Renamed

// Mode is a word.
// +kubebuilder:validation:Enum=A;B
type Mode string

// SubMode is a Mode.
// +kubebuilder:validation:MinLength=1
type SubMode Mode

// List is a list.
type List []Inner

// Dictionary is a map.
type Dictionary map[string]List

// Key is a key.
type Key string

// Foreign is a type of another package.
type Foreign plain.Base

// ForeignMode is a word of another package.
type ForeignMode plain.Name

// PointerType points.
type PointerType *Inner

// Blank is empty.
type Blank struct{}

type (
	// GroupedString is declared in a group.
	// +kubebuilder:validation:MaxLength=3
	GroupedString string

	// Unused is not.
	Unused string
)

// LocalAlias is a string.
// +kubebuilder:validation:MinLength=3
type LocalAlias = string

// StructAlias is Inner.
type StructAlias = Inner

// ForeignAlias is Leaf.
type ForeignAlias = plain.Leaf

// AliasOfAlias is a string.
type AliasOfAlias = LocalAlias

// AliasOfStruct is Inner.
type AliasOfStruct = StructAlias
