// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"

	"github.com/stackabletech/operator-go/hack/cluster"
)

var server *cluster.Cluster

func TestMain(m *testing.M) {
	var err error
	if server, err = cluster.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// TestContestantsDoTheSame compares what the three leave on the server: a race is fair only if all run the same way.
func TestContestantsDoTheSame(t *testing.T) {
	b, err := newBench(t.Context(), server, &bytes.Buffer{})
	require.NoError(t, err)
	mine, err := newOurs(t.Context(), b.config)
	require.NoError(t, err)
	defer func() { require.NoError(t, mine.end()) }()
	hand, err := newByHand(b.config)
	require.NoError(t, err)
	theirs, err := newFlux(b.config)
	require.NoError(t, err)
	client, err := dynamic.NewForConfig(b.config)
	require.NoError(t, err)
	var specs []map[string]any
	for _, c := range []contestant{mine, hand, theirs} {
		namespace, err := b.namespace(t.Context())
		require.NoError(t, err)
		owner := b.owner(namespace, "one")
		for range 2 {
			require.NoError(t, c.reconcile(t.Context(), owner, 7))
		}
		all := map[string]any{}
		for _, resource := range listed {
			list, err := client.Resource(resource).Namespace(namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "app.kubernetes.io/name=bench"})
			require.NoError(t, err)
			for _, object := range list.Items {
				content := fmt.Sprint(object.Object["spec"], object.Object["data"], object.Object["rules"], object.Object["roleRef"])
				all[object.GetKind()+" "+object.GetName()] = strings.ReplaceAll(strings.ReplaceAll(content, namespace, "NAMESPACE"), c.manager(), "MANAGER")
			}
		}
		assert.Len(t, all, 20, c.name())
		specs = append(specs, all)
	}
	assert.Equal(t, specs[0], specs[1])
	assert.Equal(t, specs[0], specs[2])
}

// TestBench runs all of it with little, and holds the counts of requests.
func TestBench(t *testing.T) {
	b, err := newBench(t.Context(), server, &bytes.Buffer{})
	require.NoError(t, err)
	one, err := b.oneCluster(t.Context(), 2)
	require.NoError(t, err)
	many, err := b.manyClusters(t.Context(), 3, 2)
	require.NoError(t, err)
	want := map[string]float64{
		"nothing changed clusterresources": 0, "nothing changed apply and list": 31, "nothing changed fluxcd/pkg/ssa": 40,
		"one object changed clusterresources": 1, "one object changed apply and list": 31, "one object changed fluxcd/pkg/ssa": 41,
	}
	for _, o := range one {
		assert.InDelta(t, want[o.situation+" "+o.contestant], o.requests, 0.01, "%s %s", o.situation, o.contestant)
	}
	assert.Equal(t, [4]int64{60, 0, 0, 3}, many[0].requests, "create, restart, nothing changed, one object changed")
	var out bytes.Buffer
	oneTable(&out, one)
	manyTable(&out, many)
	assert.Equal(t, 8, strings.Count(out.String(), "changed | "), out.String())
	assert.Positive(t, many[0].first)
	assert.Less(t, many[0].first, many[0].restart, "one cluster of three")
	assert.Contains(t, out.String(), "| time to the first reconcile after a start | ")
}
