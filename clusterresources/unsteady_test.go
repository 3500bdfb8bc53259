// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
)

// TestUnsteadyObject is asked for in another way with each reconcile: it is applied each time, and the owner is told after so
// many times. Generations of the owner, and ten minutes, begin anew.
func TestUnsteadyObject(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(*lone)
		told    int
	}{
		"the same generation":               {between: func(*lone) {}, told: 2},
		"one of a kind without generations": {between: func(l *lone) { l.owner.Generation = 0 }},
		"each time another generation":      {between: func(l *lone) { l.owner.Generation++ }},
		"now and then":                      {between: func(l *lone) { l.now = l.now.Add(repairWindow / (changesExpected - 1)) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			recorder := events.NewFakeRecorder(1000)
			l.applier.events = recorder
			warnings := 0
			rounds := 2*changesExpected + 4
			for round := range rounds {
				c.between(l)
				set := l.set()
				_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
					Name: "config", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
				}, Data: map[string]string{"value": strconv.Itoa(round)}})
				require.NoError(t, err)
				l.catchUp()
				for _, w := range set.Result().Warnings {
					assert.Contains(t, w, "ConfigMap "+chaosNamespace+"/config was asked for in another way 51 times within 10m0s")
					warnings++
				}
				// A reconcile that changes nothing counts for nothing.
				require.NoError(t, l.try(l.set(), "other"))
				l.catchUp()
			}
			assert.Equal(t, c.told, warnings)
			told := 0
			for len(recorder.Events) > 0 {
				if strings.Contains(<-recorder.Events, "Warning "+ReasonUnsteady) {
					told++
				}
			}
			assert.Equal(t, c.told, told)
		})
	}
}
