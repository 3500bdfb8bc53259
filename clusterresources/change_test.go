// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
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
	registration, err := i.tell(l.applier)
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

	require.NoError(t, i.shared.RemoveEventHandler(registration))
	source.Add(controlled("here", "late", l.applier.manager))
	require.Eventually(t, func() bool { return i.get("here", "late") != nil }, 10*time.Second, time.Millisecond)
	assert.Empty(t, told)
}
