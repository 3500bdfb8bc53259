// SPDX-License-Identifier: Apache-2.0

//go:build pins

package realapi

// go.mod and go.sum know what these imports need, without a program that carries them: the packages that are copied, and
// those that emitted code imports.
import (
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	_ "k8s.io/api/autoscaling/v1"
	_ "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	_ "k8s.io/apimachinery/pkg/util/managedfields"
	_ "k8s.io/client-go/discovery/fake"
	_ "k8s.io/client-go/gentype"
	_ "k8s.io/client-go/listers"
	_ "k8s.io/client-go/tools/cache"
	_ "sigs.k8s.io/gateway-api/apis/v1"
	_ "sigs.k8s.io/structured-merge-diff/v6/typed"
)
