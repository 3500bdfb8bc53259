// SPDX-License-Identifier: Apache-2.0

package layout

import "github.com/stackabletech/operator-go/codegen/emit/clients/plan"

// Packages that emitted files import.
const (
	Meta          = plan.MetaPackage
	Runtime       = "k8s.io/apimachinery/pkg/runtime"
	RuntimeSchema = "k8s.io/apimachinery/pkg/runtime/schema"
	Watch         = "k8s.io/apimachinery/pkg/watch"
	ManagedFields = "k8s.io/apimachinery/pkg/util/managedfields"
	Discovery     = "k8s.io/client-go/discovery"
	Gentype       = "k8s.io/client-go/gentype"
	Rest          = "k8s.io/client-go/rest"
	Testing       = "k8s.io/client-go/testing"
	Cache         = "k8s.io/client-go/tools/cache"
	Context       = "context"
	Format        = "fmt"
	HTTP          = "net/http"
	Time          = "time"
)
