package plugins

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
)

// PublicOnly refuses a connection to an address that is not of the public network, as the Control of a net.Dialer. It is
// asked with the address that the name was found to have, so that no name can lead elsewhere in between: what a tenant
// names must not look around in the operator's network.
func PublicOnly(_, address string, _ syscall.RawConn) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := host.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip) || strings.HasSuffix(address, ":0") {
		return fmt.Errorf("%s is not on the public network", ip)
	}
	return nil
}

// shared are addresses of carriers (RFC 6598), which are not public either.
var shared = netip.MustParsePrefix("100.64.0.0/10")
