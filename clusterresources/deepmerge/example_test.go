// SPDX-License-Identifier: Apache-2.0

package deepmerge_test

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	builtin "k8s.io/client-go/applyconfigurations"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/clusterresources/deepmerge"
)

func pods() deepmerge.Schema {
	kind := metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}
	s, err := deepmerge.SchemaOf(builtin.NewTypeConverter(clientgoscheme.Scheme), &corev1.Pod{TypeMeta: kind})
	if err != nil {
		panic(err)
	}
	return s
}

func parse(text string) map[string]any {
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(text), &tree); err != nil {
		panic(err)
	}
	return tree
}

func Example() {
	base := parse(`
spec:
  containers:
  - name: nifi
    image: nifi:2.4.0
    env:
    - {name: LEVEL, value: info}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: nifi, key: password}}}
  - name: vector
    image: vector:0.46
  volumes:
  - {name: log, emptyDir: {}}
`)
	override := parse(`
spec:
  containers:
  - name: nifi
    env:
    - {name: LEVEL, value: debug}
    - {name: EXTRA, value: new}
  - {name: vector, $patch: delete}
  volumes:
  - {name: log, persistentVolumeClaim: {claimName: logs}}
`)
	merged, err := deepmerge.Merge(pods(), base, override)
	if err != nil {
		panic(err)
	}
	text, err := yaml.Marshal(merged)
	if err != nil {
		panic(err)
	}
	fmt.Print(string(text))
	// Output:
	// spec:
	//   containers:
	//   - env:
	//     - name: LEVEL
	//       value: debug
	//     - name: PASSWORD
	//       valueFrom:
	//         secretKeyRef:
	//           key: password
	//           name: nifi
	//     - name: EXTRA
	//       value: new
	//     image: nifi:2.4.0
	//     name: nifi
	//   volumes:
	//   - name: log
	//     persistentVolumeClaim:
	//       claimName: logs
}

func ExampleError() {
	_, err := deepmerge.Merge(pods(), nil, parse(`{spec: {containers: [{name: nifi, env: [{name: PASSWORD, value: 12345}]}]}}`))
	var wrong *deepmerge.Error
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Path)
		fmt.Println(wrong.Reason)
	}
	// Output:
	// spec.containers[name="nifi"].env[name="PASSWORD"].value
	// expected a string, found a number
}
