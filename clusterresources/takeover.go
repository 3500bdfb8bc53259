// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// restore writes what the API server keeps about our fields where it is lost or stands under a former name, and returns
// the object as it is then. Without it the server would take all that is there for somebody else's, and what is dropped
// from the desired state later would stay for ever.
func (s *Set) restore(ctx context.Context, d *desired, live Object) (Object, error) {
	entries, changed, err := s.entries(d, live)
	if err != nil || !changed {
		return live, err
	}
	body, err := json.Marshal([]map[string]any{
		{"op": "replace", "path": "/metadata/resourceVersion", "value": live.GetResourceVersion()},
		{"op": "add", "path": "/metadata/managedFields", "value": entries},
	})
	if err != nil {
		return nil, fmt.Errorf("encode the field sets of %s: %w", d.ref, err)
	}
	s.applier.log.V(1).Info("take over fields", "object", d.ref.String())
	return s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.JSONPatchType, body: body, manager: s.applier.manager,
	})
}

// entries are the managedFields that an object should have, and whether that is a change.
func (s *Set) entries(d *desired, live Object) ([]metav1.ManagedFieldsEntry, bool, error) {
	there := live.GetManagedFields()
	if len(there) == 0 {
		fields, err := d.fields()
		if err != nil {
			return nil, false, err
		}
		entry, err := s.entry(d, s.applier.manager, fields)
		return []metav1.ManagedFieldsEntry{entry}, true, err
	}
	var entries []metav1.ManagedFieldsEntry
	ours, once, changed := &fieldpath.Set{}, &fieldpath.Set{}, false
	for _, e := range there {
		// What a repair has set is ours: else it would stay when it is dropped from the desired state, even before it is applied.
		isOurs, isOnce := s.applier.isOwnEntry(e), appliedBy(e, s.applier.named(creatorSuffix)...)
		if !isOurs && !isOnce || e.FieldsV1 == nil {
			entries = append(entries, e)
			continue
		}
		fields, err := ownership.Entry{Raw: e.FieldsV1.GetRawBytes()}.Set()
		if err != nil {
			return nil, false, fmt.Errorf("%s: manager %s: %w", d.ref, e.Manager, err)
		}
		if isOurs {
			ours = ours.Union(fields)
		} else {
			once = once.Union(fields)
		}
		changed = changed || s.applier.isFormerEntry(e)
	}
	if !changed {
		return nil, false, nil
	}
	for _, is := range []struct {
		manager string
		fields  *fieldpath.Set
	}{{s.applier.manager, ours}, {s.applier.creator(), once}} {
		if is.fields.Empty() {
			continue
		}
		entry, err := s.entry(d, is.manager, is.fields)
		if err != nil {
			return nil, false, err
		}
		entries = append(entries, entry)
	}
	return entries, true, nil
}

// isOwnEntry reports whether an entry is of what we own: by applies, also under a former name, by repairs, and by what an earlier
// release wrote under a former name with create, update or patch.
func (a *Applier) isOwnEntry(e metav1.ManagedFieldsEntry) bool {
	written := e.Operation == metav1.ManagedFieldsOperationUpdate && e.Subresource == "" && slices.Contains(a.former, e.Manager)
	return written || a.isRepair(e) || appliedBy(e, a.managers()...)
}

// isFormerEntry reports whether an entry is of what is ours under another name than that of today.
func (a *Applier) isFormerEntry(e metav1.ManagedFieldsEntry) bool {
	return e.FieldsV1 != nil && e.Manager != a.manager && e.Manager != a.creator() && (a.isOwnEntry(e) || appliedBy(e, a.named(creatorSuffix)...))
}

// appliedBy reports whether an entry is of what one of the managers applied.
func appliedBy(e metav1.ManagedFieldsEntry, managers ...string) bool {
	return e.Operation == metav1.ManagedFieldsOperationApply && e.Subresource == "" && slices.Contains(managers, e.Manager)
}

func (s *Set) entry(d *desired, manager string, fields *fieldpath.Set) (metav1.ManagedFieldsEntry, error) {
	raw, err := fields.ToJSON()
	if err != nil {
		return metav1.ManagedFieldsEntry{}, fmt.Errorf("encode the field set of %s: %w", d.ref, err)
	}
	now := metav1.NewTime(s.applier.now())
	return metav1.ManagedFieldsEntry{
		Manager: manager, Operation: metav1.ManagedFieldsOperationApply, APIVersion: d.kind.GroupVersion().String(),
		Time: &now, FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(string(raw)),
	}, nil
}
