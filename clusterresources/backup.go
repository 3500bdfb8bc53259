// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// An object that cannot be changed is deleted and created again, and the process may end in between. What is set once, such as
// a password, is nowhere else then. So it is written into a Secret before: whoever creates the object reads it there, and
// deletes the Secret once the object has it. What a process leaves behind is an orphan like any other.

// AnnotationBackupOf is on the Secrets that hold what is set once of an object while it is deleted and created again. Its value
// names the object.
const AnnotationBackupOf = "operator.stackable.tech/backup-of"

const (
	backupValues = "values"
	// backupFor is the uid of the object that is deleted: a backup of another one is never the same, so that nobody deletes
	// it for the former one.
	backupFor = "uid"
)

// backsUp reports whether an object is one that may be created again, and has something then that only the former one has.
func (d *desired) backsUp() bool { return d.options.recreate && len(d.oncePaths()) > 0 }

// backupRef names the backup of an object. Another owner's is another one.
func (s *Set) backupRef(of Ref) Ref {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s", s.identity.owner.UID, of.GroupKind(), of.Name))
	return Ref{
		GroupVersionKind: s.applier.kinds.byGroup[secrets].GroupVersionKind,
		Namespace:        of.Namespace, Name: "backup-" + hex.EncodeToString(sum[:10]),
	}
}

// backUp writes down what an object has in the fields that are set once, if a new one would begin with something else.
func (s *Set) backUp(ctx context.Context, d *desired, live Object) error {
	if !d.backsUp() {
		return nil
	}
	if _, err := d.build(); err != nil {
		return err
	}
	fields, err := s.inherited(d, live)
	if err != nil || len(fields) == 0 {
		return err
	}
	values := map[string]any{}
	if err := d.setOnce(values, fields); err != nil {
		return err
	}
	text, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("%s: %w", d.ref, err)
	}
	ref := s.backupRef(d.ref)
	secret := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{
			Name: ref.Name, Namespace: ref.Namespace, Labels: s.applier.Labels(s.identity.owner),
			OwnerReferences: []metav1.OwnerReference{s.identity.owner.Reference()},
			Annotations:     map[string]string{AnnotationBackupOf: d.ref.String()},
		},
		Data: map[string][]byte{backupValues: text, backupFor: []byte(live.GetUID())},
	}
	secret.SetGroupVersionKind(ref.GroupVersionKind)
	tree, err := canonical.Tree(secret)
	if err != nil {
		return err
	}
	body, err := canonical.Encode(tree)
	if err != nil {
		return err
	}
	_, err = s.applier.server.patch(ctx, s.applier.kinds.byGroup[secrets], ref.Namespace, ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: s.applier.manager, force: true,
	})
	if err != nil {
		return fmt.Errorf("write down in %s what is set once, before it is deleted: %w", ref, speakable(ref, 0, err))
	}
	return nil
}

// readBackup returns the backup of an object, nil if there is none, or one that is somebody else's.
func (s *Set) readBackup(ctx context.Context, of Ref) (*corev1.Secret, error) {
	ref := s.backupRef(of)
	found, err := s.applier.server.get(ctx, s.applier.kinds.byGroup[secrets], ref.Namespace, ref.Name)
	if isOwn(err) && (apierrors.IsNotFound(err) || apierrors.IsForbidden(err)) {
		return nil, nil // whoever may not read Secrets cannot have it back
	}
	if err != nil {
		return nil, fmt.Errorf("%s: look for a backup of what is set once: %w", of, err)
	}
	secret, ok := found.(*corev1.Secret)
	if !ok || !s.identity.has(secret) || secret.Annotations[AnnotationBackupOf] != of.String() {
		return nil, nil
	}
	return secret, nil
}

// fromBackup returns what an object that is created begins with, if another process has deleted it to create it again. It
// reports whether there is a backup.
func (s *Set) fromBackup(ctx context.Context, d *desired) (fields []onceField, found bool, err error) {
	secret, err := s.readBackup(ctx, d.ref)
	if err != nil || secret == nil {
		return nil, false, err
	}
	values := map[string]any{}
	if err := utiljson.Unmarshal(secret.Data[backupValues], &values); err != nil {
		// The text is left out: it is passwords.
		return nil, true, &InvalidError{Object: s.backupRef(d.ref), Field: "data." + backupValues, Reason: fmt.Sprintf("it is no JSON object any more: mend it, or delete the Secret to have %s begin anew", d.ref)}
	}
	for _, p := range d.oncePaths() {
		value, there, err := unstructured.NestedFieldCopy(values, p...)
		if err != nil || !there {
			continue
		}
		if anew, _, err := unstructured.NestedFieldNoCopy(d.first, p...); err == nil && !reflect.DeepEqual(anew, value) {
			fields = append(fields, onceField{p, value})
		}
	}
	return fields, true, nil
}

// dropBackup deletes the backup of an object that has what is in it, or that was not deleted. A failure costs nothing but time:
// it is an orphan.
func (s *Set) dropBackup(ctx context.Context, of Ref) {
	kind, ref := s.applier.kinds.byGroup[secrets], s.backupRef(of)
	secret, err := s.readBackup(ctx, of)
	if err == nil && secret != nil {
		uid, revision := secret.UID, secret.ResourceVersion
		err = s.applier.server.delete(ctx, kind, ref.Namespace, ref.Name, metav1.Preconditions{UID: &uid, ResourceVersion: &revision})
		if err == nil {
			s.applier.memos.bury(kind, ref.key(), uid, s.applier.now())
		}
	}
	if err != nil {
		s.applier.log.Info("a backup is left for the deletion of orphans", "object", ref.String(), "of", of.String(), "reason", speakable(ref, 0, err).Error())
	}
}

// holdBackup keeps the backup of an object that is not there yet from being taken for an orphan.
func (s *Set) holdBackup(d *desired) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.added[s.backupRef(d.ref).key()] = true
}
