// SPDX-License-Identifier: Apache-2.0

package clusterresources_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
)

// The whole of an operator with client-go: one Applier for its lifetime, and one Set for each reconcile.
func Example() {
	reconcile := func(ctx context.Context, applier *clusterresources.Applier, owner clusterresources.Owner) error {
		set, err := applier.NewSet(owner, clusterresources.SetOptions{})
		if err != nil {
			return err
		}
		service, err := clusterresources.Add(ctx, set, &corev1.Service{
			ObjectMeta: metav1.ObjectMeta{
				Name: owner.Name, Namespace: owner.Namespace, Labels: applier.Labels(owner),
				OwnerReferences: []metav1.OwnerReference{owner.Reference()},
			},
			Spec: corev1.ServiceSpec{Selector: map[string]string{"app": "web"}, Ports: []corev1.ServicePort{{Port: 80}}},
		})
		if err != nil {
			return err
		}
		fmt.Println("the service is at", service.Spec.ClusterIP)
		return set.DeleteOrphans(ctx)
	}
	run := func(ctx context.Context, config *rest.Config) error {
		applier, err := clusterresources.New(clusterresources.Options{
			Config: config, Operator: "web.example.com", Controller: "web", App: "web",
		})
		if err != nil {
			return err
		}
		go func() {
			if err := applier.Start(ctx); err != nil {
				log.Print(err)
			}
		}()
		if err := applier.WaitForSync(ctx); err != nil {
			return err
		}
		// From here on for every change of a cluster, with what was read of it.
		return reconcile(ctx, applier, clusterresources.Owner{
			GroupVersionKind: schema.GroupVersionKind{Group: "web.example.com", Version: "v1", Kind: "Web"},
			Namespace:        "default", Name: "web", UID: "...", Generation: 1, // OwnerOf takes them from the object
		})
	}
	_ = run
}

// A StatefulSet whose replicas a scaler decides on: those that it authorizes, or those that there are as long as it says nothing.
// There are none of a cluster that was stopped, which begins again with what the scaler asks for.
func ExampleReplicasGovernedBy() {
	resolve := func(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error) {
		switch {
		case scaler != nil && scaler.Status.AuthorizedReplicas != nil:
			return *scaler.Status.AuthorizedReplicas, nil
		case live != nil && live.Spec.Replicas != nil && *live.Spec.Replicas > 0:
			return *live.Spec.Replicas, nil
		case scaler != nil:
			return scaler.Spec.Replicas, nil
		}
		return 0, errors.New("there is neither a StatefulSet nor a scaler")
	}
	add := func(ctx context.Context, set *clusterresources.Set, nodes *appsv1.StatefulSet) error {
		_, err := clusterresources.Add(ctx, set, nodes, clusterresources.ReplicasGovernedBy("web-nodes-scaler", resolve))
		return err
	}
	_ = add
}

// The rights that an operator needs, as YAML for its release.
func ExampleRights_Roles() {
	roles, err := clusterresources.Rights{Name: "web-operator", BindClusterRoles: []string{"web-pods"}}.Roles()
	if err != nil {
		log.Fatal(err)
	}
	text, err := yaml.Marshal(roles[0])
	if err != nil {
		log.Fatal(err)
	}
	_, _ = os.Stdout.Write(text)
	// Output:
	// apiVersion: rbac.authorization.k8s.io/v1
	// kind: ClusterRole
	// metadata:
	//   name: web-operator
	// rules:
	// - apiGroups:
	//   - ""
	//   resources:
	//   - configmaps
	//   - secrets
	//   - serviceaccounts
	//   - services
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - apps
	//   resources:
	//   - daemonsets
	//   - deployments
	//   - statefulsets
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - autoscaling
	//   resources:
	//   - horizontalpodautoscalers
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - autoscaling.stackable.tech
	//   resources:
	//   - stackablescalers
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - batch
	//   resources:
	//   - jobs
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - policy
	//   resources:
	//   - poddisruptionbudgets
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - rbac.authorization.k8s.io
	//   resources:
	//   - rolebindings
	//   - roles
	//   verbs:
	//   - create
	//   - delete
	//   - get
	//   - list
	//   - patch
	//   - watch
	// - apiGroups:
	//   - rbac.authorization.k8s.io
	//   resourceNames:
	//   - web-pods
	//   resources:
	//   - clusterroles
	//   verbs:
	//   - bind
}
