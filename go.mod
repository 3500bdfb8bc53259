module github.com/stackabletech/operator-go

go 1.26.0

require github.com/dave/jennifer v1.7.1
