// Says for each case on standard input which proxy Go programs go through, AWS's plugin among them.
package main

import (
	"encoding/json"
	"net/url"
	"os"

	"golang.org/x/net/http/httpproxy"
)

type reading struct {
	Environment map[string]string `json:"environment"`
	URL         string            `json:"url"`
}

var ports = map[string]string{"http": "80", "https": "443", "socks5": "1080"}

func told(target string) string {
	parsed, err := url.Parse(target)
	if err != nil {
		return "fails"
	}
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(parsed)
	if err != nil {
		return "fails"
	}
	if proxy == nil {
		return "none"
	}
	who := ""
	if proxy.User != nil {
		password, _ := proxy.User.Password()
		who = proxy.User.Username() + ":" + password + "@"
	}
	port := proxy.Port()
	if port == "" {
		port = ports[proxy.Scheme]
	}
	return proxy.Scheme + "://" + who + proxy.Hostname() + ":" + port
}

func main() {
	var cases []reading
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []string{}
	for _, one := range cases {
		os.Clearenv()
		for name, value := range one.Environment {
			os.Setenv(name, value)
		}
		answers = append(answers, told(one.URL))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
