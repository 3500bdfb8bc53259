// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "strings"

// IsScalingInProgress reports whether an operation is under way.
func (s ScalerStage) IsScalingInProgress() bool {
	switch s.Stage {
	case StagePreScaling, StageScaling, StagePostScaling, StageCancelling:
		return true
	}
	return false
}

// String names the stage as people read it: Idle, PreScaling, Failed(PreScaling).
func (s ScalerStage) String() string {
	name := s.Stage.title()
	if s.Stage == StageFailed && s.Details != nil {
		return name + "(" + s.Details.FailedAt.title() + ")"
	}
	return name
}

// title is the name with a capital letter.
func (n StageName) title() string {
	if n == "" {
		return "Unknown"
	}
	return strings.ToUpper(string(n[:1])) + string(n[1:])
}
