// SPDX-License-Identifier: Apache-2.0

// Package replicas has the type of the one field by which users of a product say how many replicas a role group has:
// a number, or who decides on it.
package replicas
