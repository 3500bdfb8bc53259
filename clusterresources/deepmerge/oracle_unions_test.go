// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	kubernetes "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// TestOracleUnions shows what the table of unions is for: the server takes each of these overrides merged, but none of
// them applied on top, except that it does not mind a DaemonSet with parameters of the other strategy.
func TestOracleUnions(t *testing.T) {
	t.Parallel()
	client, err := dynamic.NewForConfig(configOf(t))
	require.NoError(t, err)
	const (
		pod = `{selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {
			securityContext: {seccompProfile: {type: Localhost, localhostProfile: x}, appArmorProfile: {type: Localhost, localhostProfile: x}},
			volumes: [{name: v, emptyDir: {}}],
			containers: [{name: c, image: "i:1", env: [{name: A, value: x}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}],
				livenessProbe: {httpGet: {port: 1}}, lifecycle: {preStop: {exec: {command: [x]}}}}]}}`
		statefulSet = `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: oracle-union}, spec: ` + pod + `}}`
		deployment  = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: oracle-union}, spec: ` + pod + `, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}`
		daemonSet   = `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: oracle-union}, spec: ` + pod + `, updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}}`
		budget      = `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: oracle-union}, spec: {maxUnavailable: 1}}`
	)
	for _, c := range []struct {
		name, resource, base, override string
		// taken says that the server takes the override on top.
		taken bool
	}{
		{name: "volume", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {volumes: [{name: v, configMap: {name: m}}]}}}}`},
		{name: "value", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {containers: [{name: c, env: [{name: B, value: w}]}]}}}}`},
		{name: "value from", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {containers: [{name: c, env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}}}}`},
		{name: "source of a value", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {containers: [{name: c, env: [{name: B, valueFrom: {configMapKeyRef: {name: m, key: k}}}]}]}}}}`},
		{name: "probe", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {containers: [{name: c, livenessProbe: {exec: {command: [x]}}}]}}}}`},
		{name: "hook", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {containers: [{name: c, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}}}}`},
		{name: "seccomp", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}}}}}`},
		{name: "AppArmor", resource: "statefulsets", base: statefulSet, override: `{spec: {template: {spec: {securityContext: {appArmorProfile: {type: RuntimeDefault}}}}}}`},
		{name: "strategy of a StatefulSet", resource: "statefulsets", base: statefulSet, override: `{spec: {updateStrategy: {type: OnDelete}}}`},
		{name: "strategy of a Deployment", resource: "deployments", base: deployment, override: `{spec: {strategy: {type: Recreate}}}`},
		{name: "strategy of a DaemonSet", resource: "daemonsets", base: daemonSet, override: `{spec: {updateStrategy: {type: OnDelete}}}`, taken: true},
		{name: "disruption budget", resource: "poddisruptionbudgets", base: budget, override: `{spec: {minAvailable: 2}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			base, override := tree(t, c.base), tree(t, c.override)
			override["apiVersion"], override["kind"], override["metadata"] = base["apiVersion"], base["kind"], base["metadata"]
			gv, err := kubernetes.ParseGroupVersion(base["apiVersion"].(string))
			require.NoError(t, err)
			o := oracle{api: client.Resource(gv.WithResource(c.resource)).Namespace("default")}
			merged, err := Merge(schemaOf(t, base), base, override)
			require.NoError(t, err)
			_, err = o.apply(t.Context(), "operator", merged, true)
			assert.NoError(t, err, "merged")
			stored, err := o.apply(t.Context(), "operator", base, false)
			require.NoError(t, err)
			defer o.remove(t, stored)
			_, err = o.apply(t.Context(), "user", override, true)
			assert.Equal(t, c.taken, err == nil, "applied on top: %v", err)
		})
	}
}
