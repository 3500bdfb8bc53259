// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/tools/cache"
	cachetesting "k8s.io/client-go/tools/cache/testing"
)

// controlled is a ConfigMap whose controlling owner is called as it is.
func controlled(namespace, name, manager string) *corev1.ConfigMap {
	yes := true
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: name, Namespace: namespace, UID: types.UID(name), Labels: map[string]string{LabelManagedBy: manager},
		OwnerReferences: []metav1.OwnerReference{{Kind: "Thing", Name: name, UID: types.UID("of-" + name), Controller: &yes}},
	}}
}

// TestChangesOfOthers are nothing to the operator, although borrowed informers have them.
func TestChangesOfOthers(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	l.applier.namespaces, l.applier.former = []string{"here"}, []string{"former"}
	told := make(chan string, 10)
	l.applier.changed = func(namespace string, owner metav1.OwnerReference) { told <- namespace + "/" + owner.Name }
	next := func() string {
		select {
		case one := <-told:
			return one
		case <-time.After(10 * time.Second):
			return "nothing"
		}
	}
	source := cachetesting.NewFakeControllerSource()
	source.Add(controlled("here", "ours", l.applier.manager))
	i := &informer{kind: l.kind, shared: cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, cache.Indexers{}), back: func() {}}
	_, err := i.tell(l.applier)
	require.NoError(t, err)
	go i.shared.RunWithContext(t.Context())
	require.Equal(t, "here/ours", next())

	source.Add(controlled("here", "foreign", "helm"))
	source.Add(controlled("elsewhere", "far", l.applier.manager))
	source.Add(controlled("here", "former", "former"))
	assert.Equal(t, "here/former", next(), "events come in order")
	source.Delete(controlled("here", "foreign", "helm"))
	source.Modify(controlled("here", "ours", "helm"))
	assert.Equal(t, "here/ours", next(), "it was the operator's")
	source.Modify(controlled("here", "ours", "argo"))
	source.Delete(controlled("here", "former", "former"))
	assert.Equal(t, "here/former", next())
}

// TestBorrowedInformerAfterStart goes on, and does not call the applier any more.
func TestBorrowedInformerAfterStart(t *testing.T) {
	t.Parallel()
	for name, lendersEnd := range map[string]bool{"goes on": false, "has ended": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			told := make(chan string, 10)
			l.applier.changed = func(_ string, owner metav1.OwnerReference) { told <- owner.Name }
			source := cachetesting.NewFakeControllerSource()
			source.Add(controlled("x", "first", l.applier.manager))
			shared := cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, cache.Indexers{})
			lending, end := context.WithCancel(t.Context())
			defer end()
			ended := make(chan struct{})
			go func() { defer close(ended); shared.RunWithContext(lending) }()
			l.lend(&lender{SharedIndexInformer: shared}, func(context.Context, *Kind, string) (string, error) { return "", nil },
				&listed{source: source})
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			result := make(chan error, 1)
			go func() { result <- l.applier.Start(ctx) }()
			require.Equal(t, "first", <-told)
			if lendersEnd {
				end()
				<-ended
			}
			stop()
			select {
			case err := <-result:
				require.NoError(t, err)
			case <-time.After(20 * time.Second):
				require.Fail(t, "Start has not returned")
			}
			if !lendersEnd {
				source.Add(controlled("x", "late", l.applier.manager))
				_ = wait.PollUntilContextTimeout(t.Context(), time.Millisecond, 10*time.Second, true, func(context.Context) (bool, error) {
					_, found, err := shared.GetIndexer().GetByKey("x/late")
					return found, err
				})
			}
			assert.Empty(t, told)
		})
	}
}
