// SPDX-License-Identifier: Apache-2.0

// This folder is where the tests let the compiler see emitted files, which are never written here.

package v1
