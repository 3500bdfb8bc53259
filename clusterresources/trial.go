// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// tryCreation asks the API server whether it would create an object again that is to be deleted for that: the operator may lack
// the right to, or a policy may have come since. It is asked for one beside it, since the name is taken. It returns what is
// said against it, nil if there is nothing, and an error if it could not be asked.
func (s *Set) tryCreation(ctx context.Context, d *desired, live Object) (refused, err error) {
	if _, err := d.build(); err != nil {
		return nil, err
	}
	inherited, err := s.once(d, live)
	if err != nil {
		return nil, err
	}
	anew := d.first
	_, _, err = s.createWith(d, d.differing(inherited), func() (Object, error) {
		beside := *d
		beside.ref.Name = nameBeside(live)
		tree := runtime.DeepCopyJSON(d.first)
		if metadata, ok := tree["metadata"].(map[string]any); ok {
			metadata["name"] = beside.ref.Name
		}
		withoutPorts(tree, live)
		precondition{revision: absentRevision}.into(tree)
		return s.dryApply(ctx, &beside, tree, s.applier.manager)
	})
	d.first = anew
	switch {
	case err == nil:
		return nil, nil
	case isLasting(err), isGoneOrReplaced(err):
		return err, nil
	}
	return nil, fmt.Errorf("ask whether it could be created again: %w", err)
}

// longestName is that of a Service, which has the shortest: a label of DNS.
const longestName = 63

// nameBeside is a name that nobody gives, and that is allowed where the name of an object is.
func nameBeside(live Object) string {
	sum := sha256.Sum256([]byte(live.GetUID()))
	suffix := "-" + hex.EncodeToString(sum[:4])
	name := live.GetName()
	if most := max(longestName, len(name)) - len(suffix); len(name) > most {
		name = name[:most]
	}
	return strings.TrimRight(name, "-.") + suffix
}

// withoutPorts takes from what is tried the ports of the node that the Service that is there has: no two can have them, and the new
// one gets them once the old one is gone. At addresses, the API server does not look in a dry run.
func withoutPorts(tree map[string]any, live Object) {
	service, is := live.(*corev1.Service)
	spec, ok := tree["spec"].(map[string]any)
	if !is || !ok {
		return
	}
	taken := map[any]bool{int64(service.Spec.HealthCheckNodePort): true}
	for _, port := range service.Spec.Ports {
		taken[int64(port.NodePort)] = true
	}
	ports, _ := spec["ports"].([]any)
	for _, holder := range append([]any{spec}, ports...) {
		fields, _ := holder.(map[string]any)
		for _, field := range []string{"nodePort", "healthCheckNodePort"} {
			if taken[fields[field]] {
				delete(fields, field)
			}
		}
	}
}
