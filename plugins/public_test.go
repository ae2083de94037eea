package plugins_test

import (
	"testing"

	"github.com/esteira/esteira/plugins"
)

func TestPublicOnly(t *testing.T) {
	for address, isPublic := range map[string]bool{
		"203.0.113.7:443": true, "[2606:4700::1111]:443": true, "[64:ff9b::203.0.113.7]:443": true,
		"127.0.0.1:80": false, "10.1.2.3:443": false, "169.254.169.254:80": false, "100.64.0.1:443": false, "198.18.0.1:443": false,
		"0.0.0.0:80": false, "255.255.255.255:80": false, "[::1]:80": false, "[fd00::1]:443": false, "[fe80::1]:443": false,
		"[::ffff:10.1.2.3]:443": false, "[64:ff9b::10.1.2.3]:443": false, "[64:ff9b::a9fe:a9fe]:80": false,
		"[2002:a01:203::1]:443": false, "203.0.113.7:0": false, "nowhere": false,
	} {
		if err := plugins.PublicOnly("tcp", address, nil); (err == nil) != isPublic {
			t.Errorf("%s: %v", address, err)
		}
	}
}
