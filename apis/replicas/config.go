// SPDX-License-Identifier: Apache-2.0

package replicas

import (
	"errors"
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// ReplicasConfig says how many replicas a role group has, or who decides on it. It is one of the four, and exactly one
// of its fields is set; the zero value is not valid, use [Fixed] and the others.
//
// In JSON it is a number, the string externallyScaled, or an object with one of the keys fixed, hpa and auto. Null is 1.
//
// +versioned:schema=replicasconfig.schema.yaml
type ReplicasConfig struct { //nolint:revive // the name that users of the Rust SDK know, and that CRDs embed
	// FixedReplicas is a number of replicas, at least 1. JSON: 3, or {"fixed": 3}.
	FixedReplicas *int32
	// ExternallyScaled leaves the number to whoever writes the scale subresource. JSON: "externallyScaled".
	ExternallyScaled bool
	// HPA makes a HorizontalPodAutoscaler of the user's own. JSON: {"hpa": {...}}. Its scaleTargetRef is set by the operator.
	HPA *autoscalingv2.HorizontalPodAutoscalerSpec
	// Auto makes a HorizontalPodAutoscaler with documented defaults. JSON: {"auto": {...}}.
	Auto *AutoConfig
}

// AutoConfig are the bounds of an autoscaler with documented defaults.
type AutoConfig struct {
	// MinReplicas is the lower bound, at least 1.
	// +kubebuilder:validation:Minimum=1
	MinReplicas int32 `json:"minReplicas"`
	// MaxReplicas is the upper bound, at least minReplicas.
	// +kubebuilder:validation:Minimum=1
	MaxReplicas int32 `json:"maxReplicas"`
}

// Fixed is a number of replicas.
func Fixed(n int32) ReplicasConfig { return ReplicasConfig{FixedReplicas: &n} }

// Externally leaves the number to whoever writes the scale subresource.
func Externally() ReplicasConfig { return ReplicasConfig{ExternallyScaled: true} }

// Auto is an autoscaler with documented defaults.
func Auto(minimum, maximum int32) ReplicasConfig {
	return ReplicasConfig{Auto: &AutoConfig{MinReplicas: minimum, MaxReplicas: maximum}}
}

// HPA is an autoscaler of the user's own.
func HPA(spec autoscalingv2.HorizontalPodAutoscalerSpec) ReplicasConfig {
	return ReplicasConfig{HPA: &spec}
}

// Validate says what is wrong with the values; nil if nothing is.
func (c ReplicasConfig) Validate() error {
	switch set := c.count(); {
	case set == 0:
		return errors.New("replicas: nothing is set: give a number, externallyScaled, hpa or auto")
	case set > 1:
		return errors.New("replicas: more than one of fixed, externallyScaled, hpa and auto is set")
	}
	switch {
	case c.FixedReplicas != nil && *c.FixedReplicas < 1:
		return fmt.Errorf("replicas: %d is less than 1: stop the cluster if it should have none", *c.FixedReplicas)
	case c.Auto != nil:
		return bounds("auto", c.Auto.MinReplicas, c.Auto.MaxReplicas)
	case c.HPA != nil && c.HPA.MinReplicas != nil:
		return bounds("hpa", *c.HPA.MinReplicas, c.HPA.MaxReplicas)
	case c.HPA != nil:
		return bounds("hpa", 1, c.HPA.MaxReplicas)
	}
	return nil
}

func bounds(key string, minimum, maximum int32) error {
	if minimum < 1 {
		return fmt.Errorf("replicas.%s.minReplicas: %d is less than 1", key, minimum)
	}
	if maximum < minimum {
		return fmt.Errorf("replicas.%s.maxReplicas: %d is less than minReplicas, which is %d", key, maximum, minimum)
	}
	return nil
}

func (c ReplicasConfig) count() int {
	n := 0
	for _, set := range []bool{c.FixedReplicas != nil, c.ExternallyScaled, c.HPA != nil, c.Auto != nil} {
		if set {
			n++
		}
	}
	return n
}

// DeepCopyInto copies the receiver into out. Both must be non-nil.
func (c *ReplicasConfig) DeepCopyInto(out *ReplicasConfig) {
	*out = *c
	if c.FixedReplicas != nil {
		n := *c.FixedReplicas
		out.FixedReplicas = &n
	}
	out.HPA = c.HPA.DeepCopy()
	if c.Auto != nil {
		auto := *c.Auto
		out.Auto = &auto
	}
}

// DeepCopy returns a copy of the receiver; nil for nil.
func (c *ReplicasConfig) DeepCopy() *ReplicasConfig {
	if c == nil {
		return nil
	}
	out := new(ReplicasConfig)
	c.DeepCopyInto(out)
	return out
}
