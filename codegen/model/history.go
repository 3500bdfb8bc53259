// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/stackabletech/operator-go/codegen/diag"

// History is what the markers say about a type, a field or a constant. A nil History means "as it is, since ever".
type History struct {
	Added *Added `json:"added,omitempty"`
	// Changed is sorted by version, the oldest first, whatever the order of declaration.
	Changed    []Changed   `json:"changed,omitempty"`
	Deprecated *Deprecated `json:"deprecated,omitempty"`
	Removed    *Removed    `json:"removed,omitempty"`
	// DowngradeTo is the constant that a version shows which does not have this one.
	DowngradeTo *Ref `json:"downgradeTo,omitempty"`
}

// Ref is a name in a marker, and where it stands.
type Ref struct {
	Text string   `json:"text"`
	Pos  diag.Pos `json:"-"`
}

// Added says that something did not exist before a version.
type Added struct {
	Since string `json:"since"`
	// Default is the function that fills a field on upgrade; nil means the zero value.
	Default *Ref     `json:"default,omitempty"`
	Pos     diag.Pos `json:"-"`
}

// Changed says how something looked before a version.
type Changed struct {
	Since string `json:"since"`
	// FromName is the former Go name, FromJSON the former name in JSON (for constants: the former value).
	FromName string `json:"fromName,omitempty"`
	FromJSON string `json:"fromJSON,omitempty"`
	// FromType is the former type, nil if it did not change or if FromTypeText could not be understood.
	FromType     *Expr  `json:"fromType,omitempty"`
	FromTypeText string `json:"fromTypeText,omitempty"`
	// UpgradeWith is func(Old) New, DowngradeWith func(New) Old; nil where a built-in conversion is lossless.
	UpgradeWith   *Ref     `json:"upgradeWith,omitempty"`
	DowngradeWith *Ref     `json:"downgradeWith,omitempty"`
	Pos           diag.Pos `json:"-"`
}

// Deprecated says since when something should not be used.
type Deprecated struct {
	Since string   `json:"since"`
	Note  string   `json:"note,omitempty"`
	Pos   diag.Pos `json:"-"`
}

// Removed says that something is not part of a version and those after it.
type Removed struct {
	Since string `json:"since"`
	// UpgradeTo is the constant that takes the place of a removed one.
	UpgradeTo *Ref     `json:"upgradeTo,omitempty"`
	Pos       diag.Pos `json:"-"`
}
