// SPDX-License-Identifier: Apache-2.0

// Package servertest tests clusterresources on a real API server with its controllers: what it stores, and how many
// requests it gets.
package servertest
