// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// An object that cannot be changed is deleted and created again, and the process may end in between. What is set once, such as
// a password, is nowhere else then. So it is written into a Secret before, from which whoever creates the object takes it. The
// Secret goes once the object is seen to be there: by whoever has created it, else by the next process that adds it.

// AnnotationBackupOf is on the Secrets that hold what is set once of an object while it is deleted and created again. Its value
// names the object.
const AnnotationBackupOf = "operator.stackable.tech/backup-of"

// What is in a backup, besides the values: which object at which revision was to be deleted, when, and something that no other
// backup has, so that whoever deletes one never deletes what another process has written over it since.
const (
	backupValues   = "values"
	backupUID      = "uid"
	backupRevision = "resourceVersion"
	backupTime     = "time"
	backupNonce    = "nonce"
)

// backup says which one it is.
type backup struct {
	uid      types.UID
	revision string
}

// backsUp reports whether an object may be created again, and has something then that only the former one has.
func (d *desired) backsUp() bool { return d.options.recreate && d.hasOnce() }

func (d *desired) hasOnce() bool { return len(d.oncePaths()) > 0 && !d.kind.scaled }

// backupRef names the backup of an object. Another owner's is another one.
func (s *Set) backupRef(of Ref) Ref {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s", s.identity.owner.UID, of.GroupKind(), of.Name))
	return Ref{
		GroupVersionKind: s.applier.kinds.byGroup[secrets].GroupVersionKind,
		Namespace:        of.Namespace, Name: "backup-" + hex.EncodeToString(sum[:10]),
	}
}

// backUp writes down what an object has in the fields that are set once. It returns nil if there are none.
func (s *Set) backUp(ctx context.Context, d *desired, live Object) (*backup, error) {
	if !d.backsUp() {
		return nil, nil // there is nothing to be lost
	}
	fields, err := s.once(d, live)
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	if err := d.setOnce(values, fields); err != nil {
		return nil, err
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	ref := s.backupRef(d.ref)
	secret := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{
			Name: ref.Name, Namespace: ref.Namespace, Labels: s.applier.Labels(s.identity.owner),
			OwnerReferences: []metav1.OwnerReference{s.identity.owner.Reference()},
			Annotations:     map[string]string{AnnotationBackupOf: d.ref.String()},
		},
		Data: map[string][]byte{
			backupValues: text, backupUID: []byte(live.GetUID()), backupRevision: []byte(live.GetResourceVersion()),
			backupTime: []byte(s.applier.now().UTC().Format(time.RFC3339)), backupNonce: []byte(rand.Text()),
		},
	}
	secret.SetGroupVersionKind(ref.GroupVersionKind)
	tree, err := canonical.Tree(secret)
	if err != nil {
		return nil, err
	}
	body, err := canonical.Encode(tree)
	if err != nil {
		return nil, err
	}
	answer, err := s.applier.server.patch(ctx, s.applier.kinds.byGroup[secrets], ref.Namespace, ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: s.applier.manager, force: true,
	})
	if err == nil && !s.holds(answer, d.ref, secret.Data) {
		err = errors.New("the API server answered with something else, or it is being deleted: look for an admission policy or webhook that changes Secrets")
	}
	if err != nil {
		return nil, fmt.Errorf("write down in %s what is set once, before it is deleted: %w", ref, speakable(ref, 0, err))
	}
	return &backup{answer.GetUID(), answer.GetResourceVersion()}, nil
}

// holds reports whether a backup could be read again.
func (s *Set) holds(answer Object, of Ref, data map[string][]byte) bool {
	secret, ok := answer.(*corev1.Secret)
	if !ok || !s.identity.has(secret) || !s.isBackup(secret, of) || secret.DeletionTimestamp != nil {
		return false
	}
	for key, value := range data {
		if !bytes.Equal(secret.Data[key], value) {
			return false
		}
	}
	return true
}

// isBackup reports whether a Secret is a backup of the object. Whose object it is, its name says: a label or owner that somebody
// has taken from it is no reason to lose a password.
func (s *Set) isBackup(secret Object, of Ref) bool {
	return secret.GetName() == s.backupRef(of).Name && secret.GetAnnotations()[AnnotationBackupOf] == of.String()
}

// readBackup returns the backup of an object, nil if there is none, or one that is somebody else's.
func (s *Set) readBackup(ctx context.Context, of Ref) (*corev1.Secret, error) {
	ref := s.backupRef(of)
	found, err := s.read(ctx, s.applier.kinds.byGroup[secrets], ref)
	if err != nil {
		return nil, fmt.Errorf("%s: look whether %s has what is set once: %w", of, ref, speakable(ref, 0, err))
	}
	secret, ok := found.(*corev1.Secret)
	if !ok || !s.isBackup(secret, of) {
		return nil, nil // there is none
	}
	return secret, nil
}

// fromBackup returns what an object that is created begins with, if one was deleted for it to be created, and the backup that
// says so, nil for none.
func (s *Set) fromBackup(ctx context.Context, d *desired) ([]onceField, *backup, error) {
	var secret *corev1.Secret
	if found, ready := s.cachedBackup(d); d.options.recreate || ready && found != nil {
		var err error
		if secret, err = s.readBackup(ctx, d.ref); err != nil {
			return nil, nil, err
		}
	}
	if secret == nil {
		return nil, nil, nil
	}
	values := map[string]any{}
	if err := utiljson.Unmarshal(secret.Data[backupValues], &values); err != nil {
		// The text is left out: it is passwords.
		return nil, nil, &InvalidError{Object: s.backupRef(d.ref), Field: "data." + backupValues, Reason: fmt.Sprintf("it is no JSON object any more: mend it, or delete the Secret to have %s begin anew", d.ref)}
	}
	var fields []onceField
	for _, p := range d.oncePaths() {
		if value, there, err := unstructured.NestedFieldCopy(values, p...); err == nil && there {
			fields = append(fields, onceField{p, value})
		}
	}
	return d.differing(fields), &backup{secret.UID, secret.ResourceVersion}, nil
}

// differing returns those fields in which the object that is wanted would begin with something else.
func (d *desired) differing(fields []onceField) []onceField {
	return slices.DeleteFunc(fields, func(f onceField) bool {
		anew, _, err := unstructured.NestedFieldNoCopy(d.first, f.path...)
		return err != nil || reflect.DeepEqual(anew, f.value)
	})
}

// cachedBackup returns what the cache has under the name of a backup, and whether it knows.
func (s *Set) cachedBackup(d *desired) (found Object, ready bool) {
	store := s.applier.stores[s.applier.kinds.byGroup[secrets]]
	ref := s.backupRef(d.ref)
	return store.get(ref.Namespace, ref.Name), store.state(ref.Namespace) == cacheReady
}

// dropBackup deletes a backup, nil for none, of an object that is there. Another one that was written since stays, and if it
// fails, the next process that adds the object does it.
func (s *Set) dropBackup(ctx context.Context, of Ref, b *backup) {
	if b == nil {
		return
	}
	kind, ref := s.applier.kinds.byGroup[secrets], s.backupRef(of)
	err := s.applier.server.delete(ctx, kind, ref.Namespace, ref.Name, metav1.Preconditions{UID: &b.uid, ResourceVersion: &b.revision})
	switch {
	case err == nil:
		s.applier.memos.bury(kind, ref.key(), b.uid, s.applier.now())
	case isOwn(err) && (apierrors.IsNotFound(err) || apierrors.IsConflict(err)):
	default:
		s.applier.memos.doubtBackup(place{s.applier.kinds.byGroup[of.GroupKind()], of.key()})
		s.applier.log.Info("a backup is left for later", "object", ref.String(), "of", of.String(), "reason", speakable(ref, 0, err).Error())
	}
}

// sweepBackup deletes what another process has left behind of an object that seems to be there. The cache knows whether there is
// something; without one, the API server is asked once. A backup that is taken from an object that is not there would be the
// loss that it is for, so that the object is read.
func (s *Set) sweepBackup(ctx context.Context, d *desired) {
	if !d.hasOnce() {
		return
	}
	at := place{d.kind, d.ref.key()}
	found, ready := s.cachedBackup(d)
	if ready && (found == nil || s.applier.memos.isGone(found.GetUID())) || !ready && (!d.options.recreate || s.applier.memos.isSwept(at)) {
		return
	}
	secret, err := s.readBackup(ctx, d.ref)
	if err == nil && secret != nil {
		var live Object
		if live, err = s.read(ctx, d.kind, d.ref); err == nil && s.isNeeded(secret, live) {
			return
		}
	}
	if err != nil {
		s.applier.log.Info("it is not known whether a backup is needed", "of", d.ref.String(), "reason", speakable(d.ref, 0, err).Error())
		return
	}
	s.applier.memos.sweptBackup(at)
	switch {
	case secret != nil:
		s.dropBackup(ctx, d.ref, &backup{secret.UID, secret.ResourceVersion})
	case found != nil:
		s.applier.memos.bury(s.applier.kinds.byGroup[secrets], s.backupRef(d.ref).key(), found.GetUID(), s.applier.now())
	}
}

// isNeeded reports whether an object, nil for none, is not there, or may go any moment: a deletion that nobody has had an answer
// to may be on its way, as long as the object is at the very revision that was to be deleted.
func (s *Set) isNeeded(secret *corev1.Secret, live Object) bool {
	if live == nil || live.GetDeletionTimestamp() != nil {
		return true
	}
	if string(live.GetUID()) != string(secret.Data[backupUID]) || live.GetResourceVersion() != string(secret.Data[backupRevision]) {
		return false
	}
	at, err := time.Parse(time.RFC3339, string(secret.Data[backupTime]))
	return err == nil && s.applier.now().Sub(at) < trustOwnWrite
}

// holdsBackup reports whether an object is the backup of one that was added: then it is no orphan, whatever became of that.
func (s *Set) holdsBackup(kind *Kind, object Object) bool {
	_, is := object.GetAnnotations()[AnnotationBackupOf]
	return is && kind.GroupKind() == secrets && s.backups[object.GetName()]
}
