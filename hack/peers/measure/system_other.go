// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package measure

import "os"

// Settle does nothing here.
func Settle() {}

func peak(*os.ProcessState) int64 { return 0 }
