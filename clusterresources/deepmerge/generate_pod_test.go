// SPDX-License-Identifier: Apache-2.0

package deepmerge

import "fmt"

func (g generator) podSpec() object {
	containers := array{}
	for _, i := range g.Perm(3) {
		// The first container is what makes a base valid.
		if i == 0 && !g.override || g.one(2) {
			containers = append(containers, g.container(fmt.Sprintf("c%d", i)))
		}
	}
	spec := g.some(object{}, map[string]func() any{
		"initContainers": func() any {
			return g.named("name", []string{"i1", "i2", "i3"}, func(string) object { return g.container("") })
		},
		"serviceAccountName":            g.of("x", "y"),
		"terminationGracePeriodSeconds": g.number(1, 60),
		"enableServiceLinks":            g.truth,
		"shareProcessNamespace":         g.truth,
		"automountServiceAccountToken":  g.truth,
		"priorityClassName":             g.of("high", "low"),
		"dnsPolicy":                     g.of("ClusterFirst", "Default"),
		"nodeSelector":                  g.labels,
		"overhead":                      func() any { return g.quantities() },
		"hostAliases": func() any {
			return g.named("ip", []string{"10.0.0.1", "10.0.0.2"}, func(string) object {
				return object{"hostnames": array{g.of("x", "y")(), "z"}[:1+g.IntN(2)]}
			})
		},
		"imagePullSecrets": func() any {
			return g.named("name", []string{"p", "q", "r"}, func(string) object { return object{} })
		},
		"securityContext": func() any {
			return g.some(object{}, map[string]func() any{
				"runAsUser": g.number(0, 9), "fsGroup": g.number(1, 9), "runAsNonRoot": g.truth,
				"supplementalGroups": func() any { return array{int64(3), int64(1), int64(2)}[g.IntN(3):] },
				"seccompProfile":     func() any { return object{"type": g.of("RuntimeDefault", "Unconfined")()} },
				"sysctls": func() any {
					return array{object{"name": "kernel.shm_rmid_forced", "value": g.of("0", "1")()}}
				},
			})
		},
		"tolerations": func() any {
			return array{object{"key": g.of("x", "y")(), "operator": "Exists"}, object{"key": "z", "value": "v"}}[g.IntN(2):]
		},
		"topologySpreadConstraints": func() any {
			list := array{}
			for _, topology := range []string{"zone", "host"} {
				for _, otherwise := range []string{"DoNotSchedule", "ScheduleAnyway"} {
					if g.one(2) {
						list = append(list, g.some(object{"topologyKey": topology, "whenUnsatisfiable": otherwise, "maxSkew": g.number(1, 3)()}, map[string]func() any{
							"labelSelector": func() any { return object{"matchLabels": g.labels()} },
						}))
					}
				}
			}
			return list
		},
		"affinity": func() any {
			return object{"podAntiAffinity": object{"preferredDuringSchedulingIgnoredDuringExecution": array{object{
				"weight": g.number(1, 100)(), "podAffinityTerm": object{"topologyKey": "host", "labelSelector": object{"matchLabels": g.labels()}},
			}}}}
		},
	})
	if len(containers) > 0 {
		spec["containers"] = containers
	}
	if volumes := g.volumes(); len(volumes) > 0 {
		spec["volumes"] = volumes
	}
	return spec
}

// mounted are the volumes that every base has.
var mounted = []string{"config", "data", "log"}

func (g generator) volumes() array {
	list := array{}
	for _, name := range []string{"config", "data", "log", "keys", "all"} {
		isMounted := name == "config" || name == "data" || name == "log"
		if g.one(2) && (g.override || !isMounted) {
			continue
		}
		v := object{"name": name}
		switch name {
		case "config":
			v["configMap"] = g.some(object{"name": g.of("x", "y")()}, map[string]func() any{
				"defaultMode": g.number(256, 511), "optional": g.truth,
				"items": func() any { return array{object{"key": "k", "path": g.of("p", "q")()}} },
			})
		case "data":
			v["persistentVolumeClaim"] = g.some(object{"claimName": g.of("x", "y")()}, map[string]func() any{"readOnly": g.truth})
		case "log":
			v["emptyDir"] = g.some(object{}, map[string]func() any{"sizeLimit": g.of("1Gi", "500Mi", int64(1000)), "medium": g.of("Memory", "")})
		case "keys":
			v["secret"] = g.some(object{"secretName": g.of("x", "y")()}, map[string]func() any{"defaultMode": g.number(256, 511), "optional": g.truth})
		case "all":
			v["projected"] = object{"sources": array{object{"configMap": object{"name": g.of("x", "y")()}}, object{"secret": object{"name": "z"}}}[g.IntN(2):]}
		}
		list = append(list, v)
	}
	return list
}

func (g generator) quantities() object {
	return g.some(object{}, map[string]func() any{"cpu": g.of("1", "500m", int64(2)), "memory": g.of("1Gi", "2Gi"), "example.com/disk": g.of("1", int64(3))})
}

// container is complete in a base, and in an override if it is one that the base need not have.
func (g generator) container(name string) object {
	c := object{}
	if name != "" {
		c["name"] = name
	}
	if !g.override || name != "c0" || g.one(2) {
		c["image"] = g.of("i:1", "i:2", "i:latest", "i")()
	}
	if !g.override {
		c["imagePullPolicy"] = g.of("Always", "IfNotPresent", "Never")()
	}
	return g.some(c, map[string]func() any{
		"command":                  func() any { return array{"sh", "-c", g.of("x", "y")()}[g.IntN(2):] },
		"args":                     func() any { return array{g.of("x", "y")(), "z", "z"}[g.IntN(3):] },
		"workingDir":               g.of("/x", "/y"),
		"imagePullPolicy":          g.of("Always", "Never"),
		"tty":                      g.truth,
		"terminationMessagePolicy": g.of("File", "FallbackToLogsOnError"),
		"env":                      func() any { return g.env() },
		"envFrom": func() any {
			return array{object{"configMapRef": object{"name": g.of("x", "y")()}}, object{"prefix": "P", "secretRef": object{"name": "s", "optional": g.truth()}}}[g.IntN(2):]
		},
		"ports": func() any { return g.ports("containerPort", func(object) {}) },
		"resources": func() any {
			return g.some(object{}, map[string]func() any{"limits": func() any { return g.quantities() }, "requests": func() any {
				return g.some(object{}, map[string]func() any{"cpu": g.of("100m", int64(0)), "memory": g.of("1Mi", "2Mi")})
			}})
		},
		"livenessProbe": func() any {
			if name == "" {
				return nil
			}
			return g.probe(object{"tcpSocket": object{"port": g.of("http", int64(80))()}})
		},
		"readinessProbe": func() any {
			if name == "" {
				return nil
			}
			return g.probe(object{"httpGet": g.some(object{"port": g.of("http", int64(80))()}, map[string]func() any{
				"path": g.of("/x", "/y"), "scheme": g.of("HTTP", "HTTPS"), "httpHeaders": func() any { return array{object{"name": "h", "value": g.of("x", "y")()}} },
			})})
		},
		"lifecycle": func() any {
			if name == "" {
				return nil
			}
			return g.some(object{}, map[string]func() any{
				"preStop":   func() any { return object{"exec": object{"command": array{g.of("x", "y")()}}} },
				"postStart": func() any { return object{"httpGet": object{"port": int64(80), "path": g.of("/x", "/y")()}} },
			})
		},
		"securityContext": func() any {
			return g.some(object{}, map[string]func() any{
				"runAsUser": g.number(0, 9), "readOnlyRootFilesystem": g.truth, "privileged": g.truth,
				"capabilities": func() any { return object{"drop": array{"ALL"}, "add": array{"KILL", "CHOWN"}[g.IntN(2):]} },
			})
		},
		"volumeMounts": func() any {
			return g.named("mountPath", []string{"/a", "/b", "/c", "/d"}, func(path string) object {
				return g.some(object{"name": mounted[g.IntN(len(mounted))]}, map[string]func() any{"readOnly": g.truth, "subPath": g.of("s", "t")})
			})
		},
	})
}

func (g generator) env() array {
	return g.named("name", []string{"A", "B", "C", "D", "E", "F"}, func(name string) object {
		switch name {
		case "D":
			return object{"valueFrom": object{"fieldRef": object{"fieldPath": g.of("metadata.name", "metadata.namespace")()}}}
		case "E":
			return object{"valueFrom": object{"secretKeyRef": g.some(object{"name": g.of("x", "y")(), "key": "k"}, map[string]func() any{"optional": g.truth})}}
		case "F":
			return object{"valueFrom": object{"resourceFieldRef": g.some(object{"resource": "limits.cpu"}, map[string]func() any{"divisor": g.of("1", "1m")})}}
		}
		return object{"value": g.of("1", "2", "", "$(A)")()}
	})
}

func (g generator) probe(p object) object {
	return g.some(p, map[string]func() any{"periodSeconds": g.number(1, 9), "timeoutSeconds": g.number(1, 9), "failureThreshold": g.number(1, 9), "initialDelaySeconds": g.number(0, 9)})
}
