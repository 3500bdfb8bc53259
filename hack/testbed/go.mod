module github.com/stackabletech/operator-go/hack/testbed

go 1.26.0
