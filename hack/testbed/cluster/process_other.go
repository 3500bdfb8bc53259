// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package cluster

import "syscall"

// attributes keep the terminal's interrupt from a component. Other systems than Linux cannot end it with its parent.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
