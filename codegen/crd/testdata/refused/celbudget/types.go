// SPDX-License-Identifier: Apache-2.0

// Package celbudget has CEL rules that are cheap enough alone and not together.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package celbudget

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	// +kubebuilder:validation:MaxItems=90000
	Items []Item `json:"items"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 700))"
	L0 []Word `json:"l0"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 701))"
	L1 []Word `json:"l1"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 702))"
	L2 []Word `json:"l2"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 703))"
	L3 []Word `json:"l3"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 704))"
	L4 []Word `json:"l4"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 705))"
	L5 []Word `json:"l5"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 706))"
	L6 []Word `json:"l6"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 707))"
	L7 []Word `json:"l7"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 708))"
	L8 []Word `json:"l8"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 709))"
	L9 []Word `json:"l9"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 710))"
	L10 []Word `json:"l10"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 711))"
	L11 []Word `json:"l11"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 712))"
	L12 []Word `json:"l12"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 713))"
	L13 []Word `json:"l13"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 714))"
	L14 []Word `json:"l14"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 715))"
	L15 []Word `json:"l15"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 716))"
	L16 []Word `json:"l16"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 717))"
	L17 []Word `json:"l17"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 718))"
	L18 []Word `json:"l18"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 719))"
	L19 []Word `json:"l19"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 720))"
	L20 []Word `json:"l20"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 721))"
	L21 []Word `json:"l21"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 722))"
	L22 []Word `json:"l22"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 723))"
	L23 []Word `json:"l23"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 724))"
	L24 []Word `json:"l24"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 725))"
	L25 []Word `json:"l25"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 726))"
	L26 []Word `json:"l26"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 727))"
	L27 []Word `json:"l27"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 728))"
	L28 []Word `json:"l28"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 729))"
	L29 []Word `json:"l29"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 730))"
	L30 []Word `json:"l30"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 731))"
	L31 []Word `json:"l31"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 732))"
	L32 []Word `json:"l32"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 733))"
	L33 []Word `json:"l33"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 734))"
	L34 []Word `json:"l34"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 735))"
	L35 []Word `json:"l35"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 736))"
	L36 []Word `json:"l36"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 737))"
	L37 []Word `json:"l37"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 738))"
	L38 []Word `json:"l38"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 739))"
	L39 []Word `json:"l39"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 740))"
	L40 []Word `json:"l40"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 741))"
	L41 []Word `json:"l41"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 742))"
	L42 []Word `json:"l42"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 743))"
	L43 []Word `json:"l43"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 744))"
	L44 []Word `json:"l44"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 745))"
	L45 []Word `json:"l45"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 746))"
	L46 []Word `json:"l46"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 747))"
	L47 []Word `json:"l47"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 748))"
	L48 []Word `json:"l48"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 749))"
	L49 []Word `json:"l49"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 750))"
	L50 []Word `json:"l50"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 751))"
	L51 []Word `json:"l51"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 752))"
	L52 []Word `json:"l52"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 753))"
	L53 []Word `json:"l53"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 754))"
	L54 []Word `json:"l54"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 755))"
	L55 []Word `json:"l55"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 756))"
	L56 []Word `json:"l56"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 757))"
	L57 []Word `json:"l57"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 758))"
	L58 []Word `json:"l58"`
	// +kubebuilder:validation:MaxItems=600
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x.size() + y.size() < 759))"
	L59 []Word `json:"l59"`
}

type Item struct {
	// +kubebuilder:validation:MaxLength=10
	// +kubebuilder:validation:XValidation:rule="self.matches('^([a-z]+[0-9]*)+$') && self.matches('^([a-z]+[0-9]*)+$')"
	Name string `json:"name"`
}

// +kubebuilder:validation:MaxLength=10
type Word string

type Status struct{}
