module gocloud.dev

go 1.26.0
