// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// tryCreation asks the API server whether it would create an object again that is to be deleted for that: the operator may lack
// the right to, or a policy may have come since. It is asked for one beside it, since the name is taken. It returns what is
// said against it, nil if there is nothing, and an error if it could not be asked.
func (s *Set) tryCreation(ctx context.Context, d *desired, live Object) (refused, err error) {
	if d.kind.scaled {
		return nil, nil // nothing but its metadata is applied, so that it is never made again
	}
	if _, err := d.build(); err != nil {
		return nil, err
	}
	inherited, err := s.once(d, live)
	if err != nil {
		return nil, err
	}
	tree, err := d.with(d.first, inherited)
	if err != nil {
		return nil, err
	}
	beside := *d
	beside.ref.Name = nameBeside(live)
	metadata, ok := tree["metadata"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s has no metadata", d.ref)
	}
	metadata["name"] = beside.ref.Name
	_, err = s.dryApply(ctx, &beside, tree, s.applier.manager)
	switch {
	case err == nil, saysNothing(err), slices.ContainsFunc(inherited, func(f onceField) bool { return refusesField(err, inherited, f) }):
		return nil, nil
	case isLasting(err):
		return err, nil
	}
	return nil, err
}

// longestName is that of a Service, which has the shortest: a label of DNS.
const longestName = 63

// nameBeside is a name that nothing has, and that is allowed where the name of an object is.
func nameBeside(live Object) string {
	sum := sha256.Sum256([]byte(live.GetUID()))
	suffix := "-" + hex.EncodeToString(sum[:4])
	name := live.GetName()
	if most := max(longestName, len(name)) - len(suffix); len(name) > most {
		name = name[:most]
	}
	return strings.TrimRight(name, "-.") + suffix
}

// saysNothing reports whether a refusal is of the trial, and not of what is tried: it would be none once the object is gone,
// whose addresses, ports and place in a quota it has.
func saysNothing(err error) bool {
	switch {
	case !isOwn(err):
		return false
	case apierrors.IsConflict(err), apierrors.IsAlreadyExists(err), withinQuota(err):
		return true
	}
	found := causes(err)
	return len(found) > 0 && !slices.ContainsFunc(found, func(c metav1.StatusCause) bool {
		return c.Field != "metadata.name" && !strings.HasSuffix(c.Message, "is already allocated")
	})
}

// exceeds is what the API server says of a quota. Tried with Kubernetes 1.37.
var exceeds = regexp.MustCompile(forbids + `exceeded quota: [^,]+, requested: .*, used: (?<used>.*), limited: (?<limited>.*)$`)

// withinQuota reports whether a quota forbids another object, and has nothing against those that are there: then it has room for
// the new one once the old one is gone.
func withinQuota(err error) bool {
	found := exceeds.FindStringSubmatch(err.Error())
	if !apierrors.IsForbidden(err) || found == nil {
		return false
	}
	limits := map[string]resource.Quantity{}
	read := func(list string, each func(name string, q resource.Quantity) bool) bool {
		for one := range strings.SplitSeq(list, ",") {
			name, text, _ := strings.Cut(one, "=")
			q, err := resource.ParseQuantity(text)
			if err != nil || !each(name, q) {
				return false
			}
		}
		return true
	}
	return read(found[exceeds.SubexpIndex("limited")], func(name string, q resource.Quantity) bool {
		limits[name] = q
		return true
	}) && read(found[exceeds.SubexpIndex("used")], func(name string, q resource.Quantity) bool {
		limit, ok := limits[name]
		return ok && q.Cmp(limit) <= 0
	})
}
