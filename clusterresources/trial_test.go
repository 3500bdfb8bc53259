// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/tools/events"
)

// unborn refuses trials of new objects.
type unborn struct {
	*rival
	refusal error
	trials  []string
}

func (u *unborn) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if p.dryRun && p.kind == types.ApplyPatchType && u.objects[kind][name] == nil {
		u.trials = append(u.trials, name)
		if u.refusal != nil {
			return nil, u.refusal
		}
	}
	return u.rival.patch(ctx, kind, namespace, name, p)
}

// TestRecreationThatWouldBeRefused deletes nothing.
func TestRecreationThatWouldBeRefused(t *testing.T) {
	t.Parallel()
	configMaps, kind := schema.GroupResource{Resource: "configmaps"}, schema.GroupKind{Kind: "ConfigMap"}
	forbidden := func(says string) error { return apierrors.NewForbidden(configMaps, "config-1", errors.New(says)) }
	denied := func(says string) error {
		return &apierrors.StatusError{ErrStatus: metav1.Status{
			Status: metav1.StatusFailure, Code: http.StatusUnprocessableEntity, Reason: metav1.StatusReasonInvalid, Message: says,
		}}
	}
	invalid := func(at *field.Path, says string) error {
		return apierrors.NewInvalid(kind, "config-1", field.ErrorList{field.Invalid(at, "x", says)})
	}
	for name, c := range map[string]struct {
		refusal error
		// says is what an error says besides.
		says string
	}{
		"nobody refuses it": {nil, ""},
		"it may not be created": {
			forbidden(`User "operator" cannot create resource "configmaps" in API group ""`), `is not made again, since it could not be created: `,
		},
		"a policy refuses it": {
			denied(`configmaps "config-1" is forbidden: ValidatingAdmissionPolicy 'strict' with binding 'strict' denied request: no`),
			"could not be created: ConfigMap " + chaosNamespace + "/config: the API server refused it: Invalid, by ValidatingAdmissionPolicy strict",
		},
		"a webhook refuses it":               {denied(`admission webhook "strict" denied the request: no`), "by admission webhook strict"},
		"a webhook says that there is one":   {&apierrors.StatusError{ErrStatus: metav1.Status{Status: metav1.StatusFailure, Code: http.StatusConflict, Reason: metav1.StatusReasonAlreadyExists, Message: `admission webhook "strict" denied the request: no`}}, "by admission webhook strict"},
		"a webhook cannot be reached":        {apierrors.NewInternalError(errors.New(`failed calling webhook "gone": no`)), "ask whether it could be created again: ConfigMap " + chaosNamespace + "/config: the API server refused it: InternalError, by admission webhook gone"},
		"the server is too busy":             {apierrors.NewTooManyRequests("later", 1), "ask whether it could be created"},
		"its field is refused":               {invalid(field.NewPath("data"), "no"), "data (FieldValueInvalid): no"},
		"the name of the trial is refused":   {invalid(field.NewPath("metadata", "name"), "no"), "metadata.name (FieldValueInvalid): no"},
		"somebody has the name of the trial": {apierrors.NewConflict(configMaps, "config-1", errors.New("no")), "could not be created"},
		"a quota has no room for one more":   {forbidden("exceeded quota: few, requested: count/configmaps=1, used: count/configmaps=3, limited: count/configmaps=3"), "exceeded quota: few"},
		"the namespace goes":                 {forbidden("unable to create new content in namespace default because it is being terminated"), "unable to create new content"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := &unborn{}
			l := newLone(t, func(s *chaosServer) server { u.rival = &rival{chaosServer: s}; return u })
			require.Equal(t, Created, l.add(l.set(), "config"))
			l.catchUp()
			u.immutable, u.refusal = true, c.refusal
			was := l.server.objects[l.kind]["config"].GetUID()
			for _, dry := range []bool{true, false} {
				set, err := l.applier.NewSet(l.owner, SetOptions{DryRun: dry})
				require.NoError(t, err)
				_, err = Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
				if c.refusal == nil {
					require.NoError(t, err)
					assert.Equal(t, Recreated, set.Result().Changes[0].Action)
					continue
				}
				require.ErrorContains(t, err, c.says)
				require.ErrorIs(t, err, c.refusal)
			}
			assert.Equal(t, c.refusal == nil, l.server.objects[l.kind]["config"].GetUID() != was)
			require.Len(t, u.trials, 2)
			assert.NotContains(t, l.server.objects[l.kind], u.trials[0])
		})
	}
}

// TestRefusedTrialOfOverrides counts them once.
func TestRefusedTrialOfOverrides(t *testing.T) {
	t.Parallel()
	u := &unborn{}
	l := newLone(t, func(s *chaosServer) server { u.rival = &rival{chaosServer: s}; return u })
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	u.immutable, u.refusal = true, apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, "config-1", errors.New("no"))
	_, err := Add(t.Context(), l.setWith(Default, overridden+`,"data":{"value":"new"}}`), &corev1.ConfigMap{
		ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "ours"},
	}, RecreateIfImmutable())
	require.ErrorContains(t, err, "an override is part of the object")
	assert.Equal(t, 1, strings.Count(err.Error(), "an override is part of the object"))
}

// TestNamesBeside are allowed where the name of the object is.
func TestNamesBeside(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63)
	for _, name := range []string{"a", "web", long, long[:62], long[:54] + "-bcdefgh", long[:53] + "-.bcdefgh"} {
		beside := nameBeside(&corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: name, UID: "1"}})
		assert.NotEqual(t, name, beside)
		assert.LessOrEqual(t, len(beside), 63)
		assert.True(t, strings.HasPrefix(beside, strings.TrimRight(name[:min(len(name), 50)], "-.")))
		if len(validation.IsDNS1123Subdomain(name)) == 0 {
			assert.Empty(t, validation.IsDNS1123Subdomain(beside))
		}
	}
	domain := strings.Repeat("a.", 126) + "a"
	assert.Empty(t, validation.IsDNS1123Subdomain(nameBeside(&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: domain, UID: "1"}})))
}

// TestRecreationWithoutAnInheritedValue is tried as it would be done: without the value of the former object that is refused, it
// may be refused by somebody else.
func TestRecreationWithoutAnInheritedValue(t *testing.T) {
	t.Parallel()
	var p *strict
	l := newLone(t, func(s *chaosServer) server { p = &strict{holder: &holder{rival: &rival{chaosServer: s}}}; return p })
	add := func(value, other string) error {
		config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": other}}
		_, err := Add(t.Context(), l.set(), config, CreateOnce("data.value"), RecreateIfImmutable())
		return err
	}
	require.NoError(t, add("first", "a"))
	l.catchUp()
	p.immutable, p.strict = true, true
	require.ErrorContains(t, add("second", "b"), "is not made again, since it could not be created: ")
	assert.Contains(t, l.server.objects[l.kind], "config")
}

// strict refuses the value of the former object by name, and any other one for a lack of rights.
type strict struct {
	*holder
	strict bool
}

func (s *strict) patch(ctx context.Context, kind *Kind, namespace, name string, sent patch) (Object, error) {
	switch {
	case !s.strict || s.objects[kind][name] != nil || strings.HasPrefix(name, "backup-"):
	case strings.Contains(string(sent.body), "first"):
		return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Invalid(field.NewPath("data").Key("value"), "x", "no")})
	default:
		return nil, apierrors.NewForbidden(resourceOf(kind), name, errors.New("no"))
	}
	return s.holder.patch(ctx, kind, namespace, name, sent)
}

// TestRecreationForAUser is not one of those without end: each is for another specification.
func TestRecreationForAUser(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	h.deletion = func(kind *Kind, name string) error {
		h.immutable = false
		l.server.erase(kind, l.server.objects[kind][name])
		return nil
	}
	for i := range 2 * repairsAllowed {
		h.immutable = true
		l.owner.Generation++
		l.server.owners["web"] = chaosOwner{uid: l.owner.UID, generation: l.owner.Generation}
		_, err := add("first", strings.Repeat("x", i+2))
		require.NoError(t, err)
		l.catchUp()
	}
	l.applier.memos.sweep(l.now)
	assert.Len(t, l.applier.memos.recreations, 1)
	l.applier.memos.sweep(l.now.Add(repairWindow + time.Second))
	assert.Empty(t, l.applier.memos.recreations)
}

// TestRecreationWithoutEnd has an object asked for in another way each time, and never be as it should be. It is not deleted for
// ever.
func TestRecreationWithoutEnd(t *testing.T) {
	t.Parallel()
	var h *holder
	l := newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
	deletions := 0
	h.deletion = func(kind *Kind, name string) error {
		deletions++
		l.server.erase(kind, l.server.objects[kind][name])
		return nil
	}
	recorder := events.NewFakeRecorder(100)
	l.applier.events = recorder
	add := func(value string) error {
		l.catchUp()
		_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value}}, RecreateIfImmutable())
		return err
	}
	require.NoError(t, add("first"))
	h.immutable = true
	for range 20 {
		err := add(strings.Repeat("x", deletions+1))
		if deletions < repairsAllowed {
			require.NoError(t, err)
		}
	}
	assert.Equal(t, repairsAllowed, deletions)
	err := add("another")
	require.ErrorContains(t, err, "it is not made again, since it was 5 times within 10m0s")
	assert.Contains(t, <-recorder.Events, "ResourceCreated")
	assert.Contains(t, <-recorder.Events, "Normal ResourceDeleted deleted ConfigMap "+chaosNamespace+"/config to create it again")
	assert.Contains(t, <-recorder.Events, "Normal ResourceRecreated")

	l.now = l.now.Add(repairWindow)
	require.NoError(t, add("later"))
	assert.Equal(t, repairsAllowed+1, deletions)
}
