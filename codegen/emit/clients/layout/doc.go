// SPDX-License-Identifier: Apache-2.0

// Package layout knows where the packages of a clientset are, what they are called where they are imported, and how
// their files are made: many at a time, since formatting is most of the work, and always in the same order.
package layout
