// SPDX-License-Identifier: Apache-2.0

// Package validation has every marker.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package validation

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/plain"
)

// +versioned:crd
// +kubebuilder:validation:XValidation:rule="self.metadata.name != 'x'",message="no x"
type Rule struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RuleSpec `json:"spec"`
}

// RuleSpec has them on fields.
type RuleSpec struct {
	// +kubebuilder:validation:Maximum=100
	// +kubebuilder:validation:Minimum=-1
	// +kubebuilder:validation:ExclusiveMaximum=true
	// +kubebuilder:validation:ExclusiveMinimum=true
	// +kubebuilder:validation:MultipleOf=2
	Number int32 `json:"number"`
	// +kubebuilder:validation:Maximum=1.5
	// +kubebuilder:validation:MultipleOf=0.5
	Float float64 `json:"float"`
	// +k8s:minimum=1 # as of now
	// +k8s:maximum=9
	K8sNumber int64 `json:"k8sNumber"`
	// +kubebuilder:validation:MaxLength=10
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:Pattern=`^[a-z]+=\d$`
	// +kubebuilder:validation:Format=hostname
	Text string `json:"text"`
	// +kubebuilder:validation:Pattern="^a\\.b$"
	Quoted string `json:"quoted"`
	// +kubebuilder:validation:MaxItems=10
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:UniqueItems=true
	// +kubebuilder:validation:items:MaxLength=3
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:Pattern=a+
	// +kubebuilder:validation:items:Enum=a;aa
	// +kubebuilder:validation:items:Format=x
	// +kubebuilder:validation:items:XValidation:rule="self != 'b'"
	List []string `json:"list"`
	// +k8s:maxItems=4
	// +kubebuilder:validation:items:Maximum=3
	// +kubebuilder:validation:items:Minimum=1
	Numbers []int32 `json:"numbers"`
	// +kubebuilder:validation:items:MinItems=1
	Nested [][]string `json:"nested"`
	// +kubebuilder:validation:MaxProperties=3
	// +kubebuilder:validation:MinProperties=1
	Map map[string]string `json:"map"`
	// +kubebuilder:validation:Enum=A;B;"c d"
	// +kubebuilder:default=A
	Enum string `json:"enum,omitempty"`
	// +kubebuilder:validation:Enum={1,2,3}
	// +default=2
	IntEnum int32 `json:"intEnum,omitempty"`
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:Format=date-time
	Typed int64 `json:"typed"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Keep Item `json:"keep"`
	// +kubebuilder:validation:XPreserveUnknownFields
	KeepOld Item `json:"keepOld"`
	// +kubebuilder:validation:EmbeddedResource
	// +kubebuilder:pruning:PreserveUnknownFields
	Embedded runtime.RawExtension `json:"embedded"`
	// +kubebuilder:validation:XEmbeddedResource
	EmbeddedOld runtime.RawExtension `json:"embeddedOld"`
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:Pattern="^(\\d+|\\d+%)$"
	// +kubebuilder:validation:MaxLength=5
	IntOrString intstr.IntOrString `json:"intOrString"`
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:Enum=1;auto
	IntOrEnum intstr.IntOrString `json:"intOrEnum"`
	// +kubebuilder:validation:XValidation:rule="self.size() > 0",message="must not be empty",reason="FieldValueInvalid",fieldPath=".x"
	// +kubebuilder:validation:XValidation:rule="self.size() < 9",messageExpression="'at most 9, not ' + string(self.size())"
	// +kubebuilder:validation:XValidation:rule="!oldSelf.hasValue() || self == oldSelf.value()",optionalOldSelf=true
	Rules string `json:"rules"`
	// +nullable
	Nullable *string `json:"nullable"`
	// +kubebuilder:default={a: 1, b: "x", c: {1,2}, d: {e: true}}
	Default map[string]string `json:"default,omitempty"`
	// +kubebuilder:default={}
	DefaultObject Item `json:"defaultObject,omitempty"`
	// +kubebuilder:default={}
	DefaultList []string `json:"defaultList,omitempty"`
	// +kubebuilder:default=true
	DefaultBool *bool `json:"defaultBool,omitempty"`
	// +kubebuilder:default:=5
	DefaultColon *int32 `json:"defaultColon,omitempty"`
	// +default={"value":"x"}
	// +kubebuilder:default={value: "y"}
	TwoDefaults Item `json:"twoDefaults,omitempty"`
	// +default=ref(somewhere)
	RefDefault string `json:"refDefault,omitempty"`
	// +kubebuilder:example={value: "z"}
	// +kubebuilder:title="The item"
	// +kubebuilder:externalDocs:url="https://example.com",description="More"
	Documented Item `json:"documented"`
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Type=object
	// +kubebuilder:pruning:PreserveUnknownFields
	Schemaless *RuleSpec `json:"schemaless,omitempty"`
	// +kubebuilder:validation:Schemaless
	Nothing Item `json:"nothing"`
	// +listType=map
	// +listMapKey=value
	// +listMapKey=other
	MapList []Item `json:"mapList"`
	// +k8s:listType=map
	// +k8s:listMapKey=value
	K8sMapList []Item `json:"k8sMapList"`
	// +listType=set
	Set []string `json:"set"`
	// +listType=atomic
	Atomic ItemList `json:"atomic"`
	// +mapType=atomic
	AtomicMap map[string]Item `json:"atomicMap"`
	// +mapType=granular
	NamedMap ItemMap `json:"namedMap"`
	// +structType=atomic
	AtomicStruct Item `json:"atomicStruct"`
	// +k8s:immutable
	Immutable string `json:"immutable"`
	// +k8s:immutable
	ImmutableOptional string `json:"immutableOptional,omitempty"`
	// +k8s:immutable
	// +optional
	ImmutableItem *Item `json:"immutableItem"`
	// +k8s:required
	K8sString string `json:"k8sString"`
	// +k8s:required
	K8sList []string `json:"k8sList"`
	// +k8s:required
	K8sMap map[string]string `json:"k8sMap"`
	// +k8s:required
	K8sStruct Item `json:"k8sStruct"`
	// +k8s:required
	K8sInt int32 `json:"k8sInt"`
	// +k8s:required
	// +kubebuilder:validation:MinLength=3
	K8sMin string `json:"k8sMin"`
	// +k8s:required
	K8sWord Word `json:"k8sWord"`
	// +k8s:required
	K8sForeign plain.Name `json:"k8sForeign"`
	// +kubebuilder:validation:MaxLength=4
	Word Word `json:"word"`
	// +kubebuilder:validation:MaxLength=4
	WordPointer *Word `json:"wordPointer"`
	// +kubebuilder:validation:MaxItems=3
	// +listType=set
	WordList WordList `json:"wordList"`
	// +kubebuilder:validation:MaxItems=3
	ForeignList plain.Names `json:"foreignList"`
	// +kubebuilder:validation:MinProperties=3
	ForeignMap plain.Labels `json:"foreignMap"`
	// +kubebuilder:validation:XValidation:rule="self != 'yes'"
	ForeignName plain.Name `json:"foreignName"`
	// +kubebuilder:validation:Enum=x;y
	ForeignEnum plain.Name `json:"foreignEnum"`
	Enumerated  Enumerated `json:"enumerated"`
	Choice      Choice     `json:"choice"`
	Limited     Limited    `json:"limited"`
	Small       Small      `json:"small"`
	Open        Open       `json:"open"`
	Matched     Matched    `json:"matched"`
	// An unknown marker is left alone.
	// +somebody:else=1
	// +kubebuilder:printcolumn:name=x
	Other string `json:"other"`
}

// Item is an item.
type Item struct {
	Value string `json:"value"`
	Other string `json:"other"`
}

// ItemList is a list.
// +listType=map
// +listMapKey=value
// +kubebuilder:validation:MinItems=1
type ItemList []Item

// ItemMap is a map.
// +kubebuilder:validation:MaxProperties=4
type ItemMap map[string]Item

// Word is a word.
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:Format=word
type Word string

// WordList has words.
type WordList []Word

// Enumerated has all its constants.
// +k8s:enum
type Enumerated string

const (
	// Second comes second.
	Second Enumerated = "Second"
	// First comes first.
	First Enumerated = "First"
	// Quoted has a quote.
	Quoted Enumerated = `"<Quoted>"`
	// Derived is not a literal.
	Derived = Second
	// Converted is not a literal either.
	Converted = Enumerated("Converted")
)

// Choice is one of several.
// +kubebuilder:validation:ExactlyOneOf=a;b
// +kubebuilder:validation:AtMostOneOf=c;d
// +kubebuilder:validation:AtMostOneOf=d;e
// +kubebuilder:validation:AtLeastOneOf=a;c
// +kubebuilder:validation:XValidation:rule="self.f != ”"
type Choice struct {
	A *string `json:"a,omitempty"`
	B *string `json:"b,omitempty"`
	C *string `json:"c,omitempty"`
	D *string `json:"d,omitempty"`
	// +optional
	E *string `json:"e"`
	F string  `json:"f"`
}

// Limited is an object with limits.
// +kubebuilder:validation:MinProperties=1
// +kubebuilder:validation:MaxProperties=2
// +structType=atomic
// +kubebuilder:title="Limited"
// +kubebuilder:externalDocs:url="https://example.com/limited"
type Limited struct {
	A string `json:"a,omitempty"`
}

// Small is a small number.
// +kubebuilder:validation:Maximum=3
// +kubebuilder:validation:ExclusiveMaximum=true
// +kubebuilder:validation:MultipleOf=3
type Small int

// Open is open.
// +kubebuilder:pruning:PreserveUnknownFields
type Open struct {
	A string `json:"a,omitempty"`
}

// Matched is a string in the schema only.
// +kubebuilder:validation:Type=string
// +kubebuilder:validation:Pattern=x
type Matched struct {
	A string `json:"a,omitempty"`
}
