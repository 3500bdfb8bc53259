// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// chaosLink is the way of a process to the server: on it, the world changes before every request, requests and answers are
// lost, the process may end before and after, and what it asks for is judged.
type chaosLink struct {
	operator *chaosOperator
}

func (l chaosLink) before() error {
	o := l.operator
	if o.dead {
		return errCrash
	}
	o.world.meddle(o)
	o.requests++
	if o.life == 0 {
		return l.crash()
	}
	o.life--
	return l.lose()
}

// errLost is all that a process learns of a request that was lost, or whose answer was.
var errLost = errors.New("the connection broke")

// lose breaks the connection now and then.
func (l chaosLink) lose() error {
	w := l.operator.world
	if w.calm || w.random.IntN(60) > 0 {
		return nil
	}
	w.say("  the connection breaks")
	w.count("connections broken")
	return errLost
}

// after may end the process between a request and what it would have made of the answer.
func (l chaosLink) after(err error) error {
	w := l.operator.world
	switch {
	case apierrors.IsConflict(err), apierrors.IsAlreadyExists(err):
		w.count("conflicts")
	case apierrors.IsInvalid(err):
		w.count("refusals")
	case apierrors.IsForbidden(err):
		w.count("forbidden")
	}
	if l.operator.life == 0 && w.random.IntN(2) == 0 {
		return l.crash()
	}
	if lost := l.lose(); lost != nil {
		return lost
	}
	return err
}

func (l chaosLink) crash() error {
	l.operator.dead = true
	l.operator.world.say("  crash")
	return errCrash
}

func (l chaosLink) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	if err := l.before(); err != nil {
		return nil, err
	}
	w := l.operator.world
	w.count("GET")
	object, err := w.server.get(ctx, kind, namespace, name)
	l.operator.looked[chaosName{kind, name}] = w.server.counter
	if lie := w.mutant.read; lie != nil && err == nil {
		object = lie(l.operator, kind, object)
	}
	w.say("  GET %s %s: %v", kind.Kind, name, err)
	return object, l.after(err)
}

func (l chaosLink) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if err := l.before(); err != nil {
		return nil, err
	}
	w := l.operator.world
	w.count("PATCH")
	live := w.server.objects[kind][name]
	if lie := w.mutant.applied; lie != nil && p.kind == types.ApplyPatchType {
		a := chaosApply{by: l.operator, name: chaosName{kind, name}, live: live, manager: p.manager}
		require.NoError(w.t, json.Unmarshal(p.body, &a.tree))
		lie(a)
		var err error
		p.body, err = json.Marshal(a.tree)
		require.NoError(w.t, err)
	}
	object, err := w.server.patch(ctx, kind, namespace, name, p)
	tries := ""
	if p.dryRun {
		tries = ", dry run"
	}
	w.say("  PATCH %s %s by %s%s: %v", kind.Kind, name, p.manager, tries, err)
	if err == nil && !p.dryRun {
		w.judgePatch(l.operator, chaosName{kind, name}, live, object, p)
	}
	return object, l.after(err)
}

func (l chaosLink) create(ctx context.Context, object Object, kind *Kind, manager string, dryRun bool) (Object, error) {
	if err := l.before(); err != nil {
		return nil, err
	}
	w := l.operator.world
	w.count("POST")
	created, err := w.server.create(ctx, object, kind, manager, dryRun)
	w.say("  POST %s %s by %s: %v", kind.Kind, object.GetName(), manager, err)
	if err == nil {
		w.judgeWrite(l.operator, chaosName{kind, object.GetName()}, nil, created)
	}
	return created, l.after(err)
}

func (l chaosLink) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	w := l.operator.world
	if lie := w.mutant.unasked; lie != nil && lie(l.operator) {
		return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Name: owner.Name, UID: owner.UID, Generation: owner.Generation}}, nil
	}
	if err := l.before(); err != nil {
		return nil, err
	}
	w.count("GET of an owner")
	answer, err := w.server.owner(ctx, owner)
	w.say("  GET owner %s: %v", owner.Name, err)
	if live, ok := w.server.owners[owner.Name]; ok {
		l.operator.asked = &live
	}
	return answer, l.after(err)
}

func (l chaosLink) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	w := l.operator.world
	if !l.operator.dead {
		w.touch(kind, name)
	}
	if err := l.before(); err != nil {
		return err
	}
	w.count("DELETE")
	live := w.server.objects[kind][name]
	sent := preconditions
	if lie := w.mutant.demanded; lie != nil && live != nil {
		sent = lie(l.operator, live, preconditions)
	}
	err := w.server.delete(ctx, kind, namespace, name, sent)
	w.say("  DELETE %s %s: %v", kind.Kind, name, err)
	if err == nil {
		w.judgeDelete(l.operator, chaosName{kind, name}, live, preconditions)
	}
	return l.after(err)
}
