// SPDX-License-Identifier: Apache-2.0

//go:build unix

package measure

import (
	"os"
	"runtime"
	"syscall"
)

// Settle waits until the disk has what was written so far, so that nobody's files are waited for in what is measured next.
func Settle() { syscall.Sync() }

// peak is the largest resident set of a process and of those that it waited for.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss) //nolint:unconvert // its type differs between systems
	}
	return int64(usage.Maxrss) * 1024 //nolint:unconvert // its type differs between systems
}
