// SPDX-License-Identifier: Apache-2.0

package replicas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	kjson "sigs.k8s.io/json"
)

// externallyScaled is the only string that a ReplicasConfig can be.
const externallyScaled = "externallyScaled"

// MarshalJSON writes the shortest form.
func (c ReplicasConfig) MarshalJSON() ([]byte, error) {
	switch set := c.count(); {
	case set > 1:
		return nil, errors.New("replicas: more than one of fixed, externallyScaled, hpa and auto is set")
	case c.FixedReplicas != nil:
		return json.Marshal(*c.FixedReplicas)
	case c.ExternallyScaled:
		return json.Marshal(externallyScaled)
	case c.HPA != nil:
		return json.Marshal(map[string]any{"hpa": shortHPA(*c.HPA)})
	case c.Auto != nil:
		return json.Marshal(map[string]any{"auto": c.Auto})
	}
	return []byte("null"), nil
}

// shortHPA leaves out a target that is not set: the Go type would write one with empty names, and a user who never wrote
// it would own it in the API server's eyes.
func shortHPA(spec autoscalingv2.HorizontalPodAutoscalerSpec) any {
	short := struct {
		autoscalingv2.HorizontalPodAutoscalerSpec
		// It hides the embedded one.
		ScaleTargetRef *autoscalingv2.CrossVersionObjectReference `json:"scaleTargetRef,omitempty"`
	}{HorizontalPodAutoscalerSpec: spec}
	if spec.ScaleTargetRef != (autoscalingv2.CrossVersionObjectReference{}) {
		short.ScaleTargetRef = &spec.ScaleTargetRef
	}
	return short
}

// UnmarshalJSON reads any form, and refuses everything else with what was wrong and what can be written.
func (c *ReplicasConfig) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return errors.New("replicas: empty input")
	}
	var read ReplicasConfig
	var err error
	switch first := data[0]; {
	case bytes.Equal(data, []byte("null")):
		read = Fixed(1)
	case first == '"':
		read, err = fromString(data)
	case first == '{':
		read, err = fromObject(data)
	case first == '[':
		err = errors.New("replicas: a list: write a number, externallyScaled, or an object with fixed, hpa or auto")
	case first == 't' || first == 'f':
		err = errors.New("replicas: a boolean: write a number, externallyScaled, or an object with fixed, hpa or auto")
	default:
		var n int32
		n, err = number("replicas", data)
		read = Fixed(n)
	}
	if err != nil {
		return err
	}
	*c = read
	return nil
}

func fromString(data []byte) (ReplicasConfig, error) {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return ReplicasConfig{}, fmt.Errorf("replicas: %w", err)
	}
	if text != externallyScaled {
		return ReplicasConfig{}, fmt.Errorf("replicas: unknown string %q: the only one is %s", text, externallyScaled)
	}
	return Externally(), nil
}

func fromObject(data []byte) (ReplicasConfig, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return ReplicasConfig{}, fmt.Errorf("replicas: %w", err)
	}
	keys := slices.Sorted(maps.Keys(object))
	switch len(keys) {
	case 0:
		return ReplicasConfig{}, errors.New("replicas: an empty object: it needs one of the keys fixed, hpa and auto")
	case 1:
	default:
		return ReplicasConfig{}, fmt.Errorf("replicas: the keys %s: exactly one of fixed, hpa and auto can be set", strings.Join(keys, ", "))
	}
	value := object[keys[0]]
	switch key := keys[0]; key {
	case "fixed":
		n, err := number("replicas.fixed", value)
		return Fixed(n), err
	case "hpa":
		var spec autoscalingv2.HorizontalPodAutoscalerSpec
		if err := strictly(value, &spec); err != nil {
			return ReplicasConfig{}, fmt.Errorf("replicas.hpa: %w", err)
		}
		return HPA(spec), nil
	case "auto":
		var auto AutoConfig
		if err := strictly(value, &auto); err != nil {
			return ReplicasConfig{}, fmt.Errorf("replicas.auto: %w", err)
		}
		return ReplicasConfig{Auto: &auto}, nil
	default:
		return ReplicasConfig{}, fmt.Errorf("replicas: unknown key %q: the keys are fixed, hpa and auto", key)
	}
}

// strictly reads an object as the API server does: keys have a case, and none may be unknown or there twice.
func strictly(data []byte, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return errors.New("an object is needed")
	}
	problems, err := kjson.UnmarshalStrict(data, into)
	return errors.Join(append(problems, err)...)
}

// number reads a number of replicas.
func number(path string, data []byte) (int32, error) {
	text := string(bytes.TrimSpace(data))
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !json.Valid(data) {
		return 0, fmt.Errorf("%s: %.40s is no number", path, text)
	}
	switch {
	case f != math.Trunc(f):
		return 0, fmt.Errorf("%s: %s is a fraction: replicas are whole", path, text)
	case f < 1 || f > math.MaxInt32:
		return 0, fmt.Errorf("%s: %s is out of range: from 1 to %d", path, text, math.MaxInt32)
	}
	return int32(f), nil
}
