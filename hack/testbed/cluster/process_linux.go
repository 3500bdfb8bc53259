// SPDX-License-Identifier: Apache-2.0

package cluster

import "syscall"

// attributes make a component die with the thread that started it, and keep the terminal's interrupt from it: the
// testbed stops components in their order.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
