module culvert/readers

go 1.20

require golang.org/x/net v0.30.0

require golang.org/x/text v0.19.0 // indirect
