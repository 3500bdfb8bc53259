// SPDX-License-Identifier: Apache-2.0

// Package ownership reads what the API server keeps about the fields that a manager applied, and fingerprints the live
// values at these fields.
//
// Whether somebody touched what an operator owns cannot be told from values alone: the server writes "1000m" back as
// "1", and puts defaults into lists that are owned as a whole. It cannot be told from the field set alone either: a
// mutating admission webhook changes values and leaves the owner, and so does one that reorders a list. What the server
// answered to the last apply is the measure for both.
package ownership

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Hash is a fingerprint, half a SHA-256; the zero value is none.
type Hash [16]byte

// HashOf is the fingerprint of some texts, in that order.
func HashOf(parts ...[]byte) Hash {
	h := sha256.New()
	for _, part := range parts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(part)))
		_, _ = h.Write(length[:])
		_, _ = h.Write(part)
	}
	return sum(h)
}

// Entry is what one manager owns of an object by server-side apply.
type Entry struct {
	// APIVersion is that of the object the manager applied.
	APIVersion string
	// Raw is the field set as the server wrote it, in its canonical order.
	Raw []byte
}

// Of returns the entry of a manager for the main resource of an object. The time of an entry is no part of it: the
// server moves it whenever somebody applies the same again.
func Of(object metav1.Object, manager string) (Entry, bool) {
	for _, e := range object.GetManagedFields() {
		if e.Manager == manager && e.Operation == metav1.ManagedFieldsOperationApply && e.Subresource == "" && e.FieldsV1 != nil {
			return Entry{APIVersion: e.APIVersion, Raw: e.FieldsV1.GetRawBytes()}, true
		}
	}
	return Entry{}, false
}

// Hash is the fingerprint of the entry itself.
func (e Entry) Hash() Hash {
	return HashOf([]byte(e.APIVersion), e.Raw)
}

// Set returns the fields as the library of server-side apply has them.
func (e Entry) Set() (*fieldpath.Set, error) {
	set := &fieldpath.Set{}
	if err := set.FromJSON(bytes.NewReader(e.Raw)); err != nil {
		return nil, fmt.Errorf("read a field set: %w", err)
	}
	return set, nil
}

// Project is the fingerprint of the values that a tree has at the fields of the entry. A field that holds an object as a
// whole counts as there or not: what others put into "securityContext: {}" is theirs, and who replaces an atomic object
// takes it out of the entry. Lists count in the order of the tree.
func (e Entry) Project(tree map[string]any) (Hash, error) { return e.project(tree, false) }

// ProjectExactly also has what is in objects that are owned as a whole, to compare trees of which one was never applied.
func (e Entry) ProjectExactly(tree map[string]any) (Hash, error) { return e.project(tree, true) }

func (e Entry) project(tree map[string]any, exactly bool) (Hash, error) {
	fields := map[string]any{}
	if err := utiljson.Unmarshal(e.Raw, &fields); err != nil {
		return Hash{}, fmt.Errorf("read a field set: %w", err)
	}
	p := projector{Hash: sha256.New(), exactly: exactly}
	if err := p.object(fields, tree); err != nil {
		return Hash{}, err
	}
	return sum(p.Hash), nil
}

func sum(h hash.Hash) Hash {
	var out Hash
	copy(out[:], h.Sum(nil))
	return out
}
