// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
)

// realisticStatefulSet is what an operator builds for a role group: two containers with 20 variables and five volumes.
func realisticStatefulSet(t testing.TB) map[string]any {
	t.Helper()
	base := tree(t, `
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: simple-nifi-node-default
  namespace: default
  labels: &labels
    app.kubernetes.io/name: nifi
    app.kubernetes.io/instance: simple-nifi
    app.kubernetes.io/component: node
    app.kubernetes.io/role-group: default
    app.kubernetes.io/managed-by: nifi.stackable.tech_nificluster
  ownerReferences:
  - {apiVersion: nifi.stackable.tech/v1alpha1, kind: NifiCluster, name: simple-nifi, uid: 3f0a, controller: true}
spec:
  replicas: 3
  serviceName: simple-nifi-node-default
  podManagementPolicy: Parallel
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}
  selector:
    matchLabels: {app.kubernetes.io/instance: simple-nifi, app.kubernetes.io/component: node}
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: simple-nifi-serviceaccount
      terminationGracePeriodSeconds: 300
      enableServiceLinks: false
      securityContext: {fsGroup: 1000}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 70
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
              labelSelector: {matchLabels: {app.kubernetes.io/instance: simple-nifi}}
      containers:
      - name: nifi
        image: oci.stackable.tech/sdp/nifi:2.4.0
        command: [/bin/bash, -x, -euo, pipefail, -c]
        args: ["bin/nifi.sh run & wait_for_termination $!"]
        env: []
        ports:
        - {name: https, containerPort: 8443, protocol: TCP}
        - {name: protocol, containerPort: 9088, protocol: TCP}
        - {name: balance, containerPort: 6243, protocol: TCP}
        resources:
          requests: {cpu: 500m, memory: 4Gi}
          limits: {cpu: "4", memory: 4Gi}
        livenessProbe: {tcpSocket: {port: https}, periodSeconds: 10}
        startupProbe: {tcpSocket: {port: https}, periodSeconds: 10, failureThreshold: 120}
        volumeMounts:
        - {name: keystore, mountPath: /stackable/keystore}
        - {name: config, mountPath: /stackable/config}
        - {name: log, mountPath: /stackable/log}
        - {name: sensitive, mountPath: /stackable/sensitiveproperty}
        - {name: tmp, mountPath: /tmp}
      - name: vector
        image: oci.stackable.tech/sdp/vector:0.46
        command: [/bin/bash, -c]
        args: ["vector --config /stackable/config/vector.yaml"]
        env: []
        resources:
          requests: {cpu: 250m, memory: 128Mi}
          limits: {cpu: 500m, memory: 128Mi}
        volumeMounts:
        - {name: config, mountPath: /stackable/config}
        - {name: log, mountPath: /stackable/log}
      volumes:
      - name: keystore
        ephemeral:
          volumeClaimTemplate:
            metadata: {annotations: {secrets.stackable.tech/class: tls, secrets.stackable.tech/scope: "node,pod"}}
            spec:
              storageClassName: secrets.stackable.tech
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: "1"}}
      - {name: config, configMap: {name: simple-nifi-node-default}}
      - {name: log, emptyDir: {sizeLimit: 30Mi}}
      - {name: sensitive, secret: {secretName: nifi-sensitive}}
      - {name: tmp, emptyDir: {}}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
`)
	pod := base["spec"].(map[string]any)["template"].(map[string]any)["spec"].(map[string]any)
	for _, element := range pod["containers"].([]any) {
		c := element.(map[string]any)
		var env []any
		for i := range 10 {
			variable := map[string]any{"name": fmt.Sprintf("VARIABLE_%d", i), "value": "some value"}
			if i%3 == 0 {
				delete(variable, "value")
				variable["valueFrom"] = map[string]any{"fieldRef": map[string]any{"fieldPath": "metadata.name"}}
			}
			env = append(env, variable)
		}
		c["env"] = env
	}
	return base
}

// smallOverride is what users typically change.
const smallOverride = `
metadata: {labels: {team: data}}
spec:
  template:
    spec:
      containers:
      - name: nifi
        resources: {limits: {memory: 8Gi}}
        env:
        - {name: VARIABLE_4, value: other}
        - {name: EXTRA, value: new}
`

// BenchmarkMerge compares with what else could do the job. All start from the same two trees and give a new one.
func BenchmarkMerge(b *testing.B) {
	base, override := realisticStatefulSet(b), tree(b, smallOverride)
	types := kubernetesTypes()
	s := schemaOf(b, base)
	want, err := Merge(s, base, override)
	require.NoError(b, err)
	check := func(b *testing.B, merge func() (map[string]any, error)) {
		got, err := merge()
		require.NoError(b, err)
		require.Len(b, got["metadata"].(map[string]any)["labels"], 6)
		require.Len(b, got, len(want))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := merge(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("ours", func(b *testing.B) {
		check(b, func() (map[string]any, error) { return Merge(s, base, override) })
	})
	b.Run("strategicpatch", func(b *testing.B) {
		lookup, err := strategicpatch.NewPatchMetaFromStruct(appsv1.StatefulSet{})
		require.NoError(b, err)
		check(b, func() (map[string]any, error) {
			// It merges into its first argument.
			return strategicpatch.StrategicMergeMapPatchUsingLookupPatchMeta(runtime.DeepCopyJSON(base), runtime.DeepCopyJSON(override), lookup)
		})
	})
	b.Run("smd", func(b *testing.B) {
		said := runtime.DeepCopyJSON(override)
		said["apiVersion"], said["kind"] = base["apiVersion"], base["kind"]
		check(b, func() (map[string]any, error) {
			left, err := types.ObjectToTyped(&unstructured.Unstructured{Object: base})
			if err != nil {
				return nil, err
			}
			right, err := types.ObjectToTyped(&unstructured.Unstructured{Object: said})
			if err != nil {
				return nil, err
			}
			merged, err := left.Merge(right)
			if err != nil {
				return nil, err
			}
			// It shares what the override does not touch.
			return runtime.DeepCopyJSON(merged.AsValue().Unstructured().(map[string]any)), nil
		})
	})
	// copy is the least that any of them has to do.
	b.Run("copy", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			runtime.DeepCopyJSON(base)
		}
	})
}
