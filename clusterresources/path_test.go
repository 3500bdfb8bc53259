// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

func TestPaths(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]path{
		"spec":                         {"spec"},
		".spec.replicas":               {"spec", "replicas"},
		"data[log4j.properties]":       {"data", "log4j.properties"},
		"metadata.labels[a.b/c].d[e]":  {"metadata", "labels", "a.b/c", "d", "e"},
		"metadata.annotations[x y][z]": {"metadata", "annotations", "x y", "z"},
	} {
		got, err := parsePath(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		again, err := parsePath(got.String())
		require.NoError(t, err, text)
		assert.Equal(t, want, again, text)
	}
	for _, text := range []string{"", ".", "a.", "a..b", "a[", "a[]", "a[b", "a[b]c", "a]b", "..a", "a/b", "a b", "a.1"} {
		_, err := parsePath(text)
		require.Error(t, err, text)
	}
	assert.Equal(t, "metadata.labels[app.kubernetes.io/name]", path{"metadata", "labels", "app.kubernetes.io/name"}.String())
}

// TestFieldsThatAreNotSetOnce are refused before anything is sent.
func TestFieldsThatAreNotSetOnce(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	set := l.set()
	config, proxy, daemon := &corev1.ConfigMap{}, &appsv1.Deployment{}, &appsv1.DaemonSet{}
	for _, c := range []struct {
		object Object
		path   string
		says   string
	}{
		{config, "", "it is no path"},
		{config, "apiVersion", "apiVersion is not set once"},
		{config, "metadata", "metadata.name is not set once"},
		{config, "metadata.name", "metadata.name is not set once"},
		{config, "metadata.labels", "metadata.labels[app.kubernetes.io/"},
		{config, "metadata.labels[app.kubernetes.io/name]", "metadata.labels[app.kubernetes.io/name] is not set once"},
		{config, "metadata.annotations", AnnotationKeep},
		{config, "metadata.ownerReferences.name", "metadata.ownerReferences is not set once"},
		{config, "data.log4j.properties", "data.log4j has no fields: if the key has dots, write data[log4j.properties]"},
		{config, "nothing.of.that", "a ConfigMap has no nothing"},
		{config, "binaryData.", "it is no path"},
		{proxy, "spec", "could not be stopped without spec.replicas"},
		{proxy, "status.replicas", "status is not set once"},
		{proxy, "spec.template.spec.containers.name", "spec.template.spec.containers has no fields"},
		{proxy, "spec.template.spec.nodeSelector.zone", "spec.template.spec.nodeSelector has one owner as a whole"},
		{daemon, "spec.template.spec", "could not be stopped without spec.template.spec.nodeSelector"},
		{daemon, "spec.template.spec.nodeSelector", "could not be stopped without"},
		{daemon, "spec.replicas", "a DaemonSet has no spec.replicas"},
	} {
		kind, err := set.applier.kinds.of(c.object)
		require.NoError(t, err)
		d := &desired{kind: kind, identity: set.identity, options: addOptions{once: []string{c.path}, keep: true}}
		var invalid *InvalidError
		require.ErrorAs(t, d.checkOnce(), &invalid, c.path)
		assert.Equal(t, c.path, invalid.Field)
		assert.Contains(t, invalid.Reason, c.says, c.path)
	}
	for _, c := range []struct {
		object Object
		paths  []string
		want   []path
	}{
		{config, []string{"data[a.b]", ".data.c"}, []path{{"data", "a.b"}, {"data", "c"}}},
		{config, []string{"data.a", "data"}, []path{{"data"}}},
		{proxy, []string{"spec.replicas", "metadata.labels[tier]"}, []path{{"spec", "replicas"}, {"metadata", "labels", "tier"}}},
		{&v1alpha1.StackableScaler{}, []string{"spec.replicas"}, []path{{"spec"}}},
		{&v1alpha1.StackableScaler{}, nil, []path{{"spec"}}},
	} {
		kind, err := set.applier.kinds.of(c.object)
		require.NoError(t, err)
		d := &desired{kind: kind, identity: set.identity, options: addOptions{once: c.paths}}
		require.NoError(t, d.checkOnce(), c.paths)
		assert.Equal(t, c.want, d.once)
	}
}
