// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"math/rand/v2"
)

type (
	object = map[string]any
	array  = []any
)

// generator writes objects that a server takes, and overrides that it takes on top of them. Which member of a union an
// element has goes by its name, so that an override never changes it: there, DeepMerge and a second apply differ on
// purpose. Likewise, overrides leave out what a server does not let anybody change, and bases say themselves what a
// server would say depending on a field that the override may change: see TestOracleDefaults.
type generator struct {
	*rand.Rand
	// override makes an override and not a base, which has all that is required.
	override bool
}

func (g generator) one(in int) bool { return g.IntN(in) == 0 }

// some fills a few fields of an object; those whose value is nil stay away.
func (g generator) some(o object, fields map[string]func() any) object {
	for _, name := range sortedKeys(fields) {
		if !g.one(3) {
			continue
		}
		if value := fields[name](); value != nil {
			o[name] = value
		}
	}
	return o
}

func (g generator) number(from, to int) func() any {
	return func() any { return int64(from + g.IntN(to-from+1)) }
}

func (g generator) truth() any { return g.one(2) }

func (g generator) of(values ...any) func() any {
	return func() any { return values[g.IntN(len(values))] }
}

// labels are a map with some of four entries.
func (g generator) labels() any {
	labels := object{}
	for _, name := range []string{"a", "b", "example.com/c", "d"} {
		if g.one(2) {
			labels[name] = g.of("1", "2", "three", "")()
		}
	}
	return labels
}

// named are elements with some of the names in any order.
func (g generator) named(key string, names []string, element func(name string) object) array {
	list := array{}
	for _, i := range g.Perm(len(names)) {
		if g.one(2) {
			e := element(names[i])
			e[key] = names[i]
			list = append(list, e)
		}
	}
	return list
}

func (g generator) metadata(name string) object {
	return g.some(object{"name": name}, map[string]func() any{
		"labels":      g.labels,
		"annotations": g.labels,
		"finalizers": func() any {
			all := array{"example.com/a", "example.com/b", "example.com/c"}
			g.Shuffle(3, func(i, j int) { all[i], all[j] = all[j], all[i] })
			return all[:1+g.IntN(3)]
		},
		"ownerReferences": func() any {
			return g.named("uid", []string{"u1", "u2", "u3"}, func(uid string) object {
				return g.some(object{"apiVersion": "v1", "kind": "ConfigMap", "name": g.of("x", "y")()}, map[string]func() any{
					"blockOwnerDeletion": g.truth,
				})
			})
		},
	})
}

func (g generator) statefulSet(name string) object {
	pod := g.podSpec()
	template := object{"spec": pod}
	spec := object{"template": template}
	if !g.override {
		template["metadata"] = object{"labels": object{"app": "x"}}
		spec["selector"] = object{"matchLabels": object{"app": "x"}}
		g.some(spec, map[string]func() any{
			"serviceName":         g.of("s", "t"),
			"podManagementPolicy": g.of("Parallel", "OrderedReady"),
			"volumeClaimTemplates": func() any {
				return array{object{"metadata": object{"name": "claim"}, "spec": object{
					"accessModes": array{"ReadWriteOnce"}, "resources": object{"requests": object{"storage": g.of("1Gi", "2Gi")()}},
				}}}
			},
		})
	} else if g.one(2) {
		template["metadata"] = object{"labels": g.labels(), "annotations": g.labels()}
	}
	g.some(spec, map[string]func() any{
		"replicas":             g.number(0, 5),
		"minReadySeconds":      g.number(0, 5),
		"revisionHistoryLimit": g.number(0, 5),
		"updateStrategy": func() any {
			return object{"type": "RollingUpdate", "rollingUpdate": g.some(object{}, map[string]func() any{
				"partition": g.number(0, 3), "maxUnavailable": g.of(int64(1), "50%"),
			})}
		},
		"persistentVolumeClaimRetentionPolicy": func() any {
			return g.some(object{}, map[string]func() any{"whenDeleted": g.of("Retain", "Delete"), "whenScaled": g.of("Retain", "Delete")})
		},
		"ordinals": func() any { return object{"start": g.number(0, 3)()} },
	})
	return object{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": g.metadata(name), "spec": spec}
}

// ports often leave out their protocol.
func (g generator) ports(key string, more func(port object)) array {
	list := array{}
	for _, i := range g.Perm(6) {
		if g.one(2) {
			continue
		}
		port := object{key: int64(8000 + i/2)}
		switch {
		case i%2 == 1:
			port["protocol"] = "UDP"
		case g.one(2):
			port["protocol"] = "TCP"
		}
		// Names are unique in a list of ports, whoever adds them.
		port["name"] = fmt.Sprintf("p%d", i)
		more(port)
		list = append(list, port)
	}
	return list
}

func (g generator) service(name string) object {
	spec := g.some(object{}, map[string]func() any{
		"selector":                 g.labels,
		"type":                     g.of("ClusterIP", "NodePort"),
		"sessionAffinity":          g.of("None", "ClientIP"),
		"publishNotReadyAddresses": g.truth,
		"internalTrafficPolicy":    g.of("Cluster", "Local"),
		"externalIPs":              func() any { return array{"10.1.0.1", "10.1.0.2", "10.1.0.3"}[g.IntN(3):] },
		"trafficDistribution":      g.of("PreferClose", "PreferSameZone"),
	})
	ports := g.ports("port", func(port object) {
		g.some(port, map[string]func() any{"targetPort": g.of("http", int64(80)), "appProtocol": g.of("x", "y")})
	})
	if !g.override && len(ports) == 0 {
		ports = array{object{"port": int64(8000), "name": "p0"}}
	}
	if len(ports) > 0 {
		spec["ports"] = ports
	}
	return object{"apiVersion": "v1", "kind": "Service", "metadata": g.metadata(name), "spec": spec}
}

func (g generator) horizontalPodAutoscaler(name string) object {
	rules := func() any {
		return g.some(object{"policies": array{
			object{"type": "Pods", "value": g.number(1, 5)(), "periodSeconds": g.number(1, 60)()},
			object{"type": "Percent", "value": g.number(1, 5)(), "periodSeconds": g.number(1, 60)()},
		}[g.IntN(2):]}, map[string]func() any{"stabilizationWindowSeconds": g.number(0, 60), "selectPolicy": g.of("Min", "Max")})
	}
	spec := g.some(object{}, map[string]func() any{
		"minReplicas": g.number(1, 3),
		"metrics": func() any {
			return array{
				object{"type": "Resource", "resource": object{"name": g.of("cpu", "memory")(), "target": object{"type": "Utilization", "averageUtilization": g.number(1, 99)()}}},
				object{"type": "Pods", "pods": object{"metric": object{"name": g.of("x", "y")()}, "target": object{"type": "AverageValue", "averageValue": g.of("1", int64(2))()}}},
				object{"type": "External", "external": object{"metric": object{"name": "m", "selector": object{"matchLabels": g.labels()}}, "target": object{"type": "Value", "value": "5"}}},
			}[g.IntN(3):]
		},
		"behavior": func() any { return g.some(object{}, map[string]func() any{"scaleUp": rules, "scaleDown": rules}) },
	})
	if !g.override || g.one(3) {
		spec["maxReplicas"] = g.number(3, 9)()
		spec["scaleTargetRef"] = object{"apiVersion": "apps/v1", "kind": g.of("StatefulSet", "Deployment")(), "name": g.of("x", "y")()}
	}
	return object{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": g.metadata(name), "spec": spec}
}

func (g generator) stackableScaler(name string) object {
	o := object{"apiVersion": "autoscaling.stackable.tech/v1alpha1", "kind": "StackableScaler", "metadata": g.metadata(name)}
	if !g.override || g.one(2) {
		o["spec"] = object{"replicas": g.number(0, 9)()}
	}
	return o
}

// secret has data in both spellings.
func (g generator) secret(name string) object {
	values := map[string]func() any{}
	for _, key := range []string{"a", "b", "c.d"} {
		values[key] = g.of("MQ==", "Mg==", "")
	}
	return g.some(object{"apiVersion": "v1", "kind": "Secret", "metadata": g.metadata(name)}, map[string]func() any{
		"data":       func() any { return g.some(object{}, values) },
		"stringData": func() any { return g.some(object{}, values) },
	})
}
