package plugins

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
)

// PublicOnly is the Control of a net.Dialer that refuses an address that is not of the public network. It is asked with the
// address that the name was found to have, so that no name can lead elsewhere in between.
func PublicOnly(_, address string, _ syscall.RawConn) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := host.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || carriers.Contains(ip) || strings.HasSuffix(address, ":0") {
		return fmt.Errorf("%s is not on the public network", ip)
	}
	return nil
}

// carriers are addresses within the networks of carriers (RFC 6598), which are not public either.
var carriers = netip.MustParsePrefix("100.64.0.0/10")
