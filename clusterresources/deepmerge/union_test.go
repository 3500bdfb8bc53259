// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnions(t *testing.T) {
	t.Parallel()
	const volume = "io.k8s.api.core.v1.Volume"
	runMergeCases(t, []mergeCase{
		{
			name:     "value of a variable",
			reason:   "a server rejects a variable with value and valueFrom",
			of:       container,
			base:     `{name: a, env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: B, valueFrom: {fieldRef: {fieldPath: x}}}]}`,
			override: `{env: [{name: A, value: plain}]}`,
			want:     `{name: a, env: [{name: A, value: plain}, {name: B, valueFrom: {fieldRef: {fieldPath: x}}}]}`,
		},
		{
			name:     "source of a variable",
			reason:   "it goes the other way, too",
			of:       "io.k8s.api.core.v1.EnvVar",
			base:     `{name: A, value: plain}`,
			override: `{valueFrom: {secretKeyRef: {name: s, key: k}}}`,
			want:     `{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}`,
		},
		{
			name:     "another source of a variable",
			reason:   "valueFrom is a union in a union",
			of:       "io.k8s.api.core.v1.EnvVar",
			base:     `{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}`,
			override: `{valueFrom: {fieldRef: {fieldPath: x}}}`,
			want:     `{name: A, valueFrom: {fieldRef: {fieldPath: x}}}`,
		},
		{
			name:     "the same member",
			reason:   "its fields merge",
			of:       volume,
			base:     `{name: A, configMap: {name: s, optional: true}}`,
			override: `{configMap: {name: z}}`,
			want:     `{name: A, configMap: {name: z, optional: true}}`,
		},
		{
			name:     "envFrom",
			reason:   "the prefix is not part of the union",
			of:       "io.k8s.api.core.v1.EnvFromSource",
			base:     `{prefix: P, configMapRef: {name: a}}`,
			override: `{secretRef: {name: b}}`,
			want:     `{prefix: P, secretRef: {name: b}}`,
		},
		{
			name:     "source of a volume",
			reason:   "users put volumes of their own in place of an emptyDir",
			of:       podSpec,
			base:     `{volumes: [{name: a, emptyDir: {sizeLimit: 1Gi}}, {name: b, configMap: {name: c}}]}`,
			override: `{volumes: [{name: a, persistentVolumeClaim: {claimName: p}}, {name: b, emptyDir: {}}]}`,
			want:     `{volumes: [{name: a, persistentVolumeClaim: {claimName: p}}, {name: b, emptyDir: {}}]}`,
		},
		{
			name:     "handler of a probe",
			reason:   "what is no handler stays",
			of:       container,
			base:     `{name: a, livenessProbe: {httpGet: {port: 1}, periodSeconds: 5}, readinessProbe: {tcpSocket: {port: 1}}, startupProbe: {exec: {}}}`,
			override: `{livenessProbe: {exec: {command: [x]}}, readinessProbe: {grpc: {port: 2}}, startupProbe: {httpGet: {port: 3}}}`,
			want:     `{name: a, livenessProbe: {exec: {command: [x]}, periodSeconds: 5}, readinessProbe: {grpc: {port: 2}}, startupProbe: {httpGet: {port: 3}}}`,
		},
		{
			name:     "handler of a hook",
			reason:   "hooks may sleep",
			of:       container,
			base:     `{name: a, lifecycle: {preStop: {exec: {command: [x]}}, postStart: {httpGet: {port: 1}}}}`,
			override: `{lifecycle: {preStop: {sleep: {seconds: 1}}, postStart: {tcpSocket: {port: 2}}}}`,
			want:     `{name: a, lifecycle: {preStop: {sleep: {seconds: 1}}, postStart: {tcpSocket: {port: 2}}}}`,
		},
		{
			name:     "strategy of a StatefulSet",
			reason:   "OnDelete has no parameters",
			base:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}}`,
			override: `{spec: {updateStrategy: {type: OnDelete}}}`,
			want:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {updateStrategy: {type: OnDelete}}}`,
		},
		{
			name:     "strategy of a DaemonSet",
			reason:   "OnDelete has no parameters",
			base:     `{apiVersion: apps/v1, kind: DaemonSet, spec: {updateStrategy: {rollingUpdate: {maxSurge: 1}}}}`,
			override: `{spec: {updateStrategy: {type: OnDelete}}}`,
			want:     `{apiVersion: apps/v1, kind: DaemonSet, spec: {updateStrategy: {type: OnDelete}}}`,
		},
		{
			name:     "strategy of a Deployment",
			reason:   "Recreate has no parameters",
			base:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {rollingUpdate: {maxSurge: 1}}}}`,
			override: `{spec: {strategy: {type: Recreate}}}`,
			want:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {type: Recreate}}}`,
		},
		{
			name:     "the same strategy",
			reason:   "parameters belong to RollingUpdate",
			base:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {rollingUpdate: {maxSurge: 1}}}}`,
			override: `{spec: {strategy: {type: RollingUpdate}}}`,
			want:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}`,
		},
		{
			name:     "source of a metric",
			reason:   "an HPA's metric has one",
			of:       "io.k8s.api.autoscaling.v2.MetricSpec",
			base:     `{type: Resource, resource: {name: cpu}}`,
			override: `{type: Pods, pods: {metric: {name: m}}}`,
			want:     `{type: Pods, pods: {metric: {name: m}}}`,
		},
		{
			name:     "type of a metric",
			reason:   "a member that is not of the type is rejected",
			of:       "io.k8s.api.autoscaling.v2.MetricSpec",
			base:     `{type: Resource, resource: {name: cpu}}`,
			override: `{type: External}`,
			want:     `{type: External}`,
		},
		{
			name:     "seccomp profile",
			reason:   "only Localhost has a file",
			of:       podSpec,
			base:     `{securityContext: {seccompProfile: {type: Localhost, localhostProfile: x}, appArmorProfile: {type: Localhost, localhostProfile: x}}}`,
			override: `{securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Unconfined}}}`,
			want:     `{securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Unconfined}}}`,
		},
		{
			name:     "disruption budget",
			reason:   "it counts either those that are there or those that are not",
			base:     `{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {maxUnavailable: 1, selector: {matchLabels: {a: b}}}}`,
			override: `{spec: {minAvailable: 2}}`,
			want:     `{apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {minAvailable: 2, selector: {matchLabels: {a: b}}}}`,
		},
		{
			name:     "two members at once",
			reason:   "the server says what is wrong with it",
			of:       volume,
			base:     `{name: a, emptyDir: {}}`,
			override: `{secret: {secretName: s}, configMap: {name: c}}`,
			want:     `{name: a, secret: {secretName: s}, configMap: {name: c}}`,
		},
		{
			name:     "a strategy with parameters that it does not have",
			reason:   "the server says what is wrong with it",
			base:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}`,
			override: `{spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 2}}}}`,
			want:     `{apiVersion: apps/v1, kind: Deployment, spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 2}}}}`,
		},
		{
			name:     "deleting in a member that is not there",
			reason:   "it sets no member",
			of:       volume,
			base:     `{name: a, secret: {secretName: s}}`,
			override: `{configMap: {items: null}, emptyDir: {$patch: delete}, nfs: null}`,
			want:     `{name: a, secret: {secretName: s}}`,
		},
	})
}

// TestUnionsExist fails when a type or field of the table is renamed, or gets company.
func TestUnionsExist(t *testing.T) {
	t.Parallel()
	for name, union := range unions {
		s := typeNamed(t, name)
		atom, ok := s.Schema.Resolve(s.Type)
		require.True(t, ok && atom.Map != nil, name)
		fields := slices.Clone(union.members)
		for member := range union.when {
			fields = append(fields, member)
		}
		if union.by != "" {
			fields = append(fields, union.by)
		}
		for _, field := range fields {
			_, ok := atom.FindField(field)
			assert.True(t, ok, "%s.%s", name, field)
		}
	}
	// Of these types all fields are members, except for those named here.
	for name, others := range map[string][]string{
		"io.k8s.api.autoscaling.v2.MetricSpec": {"type"},
		"io.k8s.api.core.v1.EnvFromSource":     {"prefix"},
		"io.k8s.api.core.v1.EnvVar":            {"name"},
		"io.k8s.api.core.v1.EnvVarSource":      {},
		"io.k8s.api.core.v1.LifecycleHandler":  {},
		"io.k8s.api.core.v1.Probe": {
			"failureThreshold", "initialDelaySeconds", "periodSeconds", "successThreshold", "terminationGracePeriodSeconds", "timeoutSeconds",
		},
		"io.k8s.api.core.v1.Volume": {"name"},
	} {
		s := typeNamed(t, name)
		atom, _ := s.Schema.Resolve(s.Type)
		var members []string
		for _, field := range atom.Fields {
			if !slices.Contains(others, field.Name) {
				members = append(members, field.Name)
			}
		}
		assert.ElementsMatch(t, members, unions[name].members, name)
	}
}
