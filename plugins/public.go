package plugins

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/esteira/esteira/schemas/fault"
)

// HTTPAddress says whether a tenant may name an address of a system in its setting "url": it has to be https, and http is
// enough when anywhere is true. Returns fault.Invalid "plugin.settings" at that setting.
func HTTPAddress(text string, anywhere bool) error {
	at, err := url.Parse(text)
	if err != nil || at.Host == "" || at.User != nil || at.Scheme != "https" && !(anywhere && at.Scheme == "http") {
		return fault.New(fault.Invalid, "plugin.settings").At(fault.Violation{Path: "/url", Key: "plugin.address"}) // the parser's error quotes what may hold a secret
	}
	return nil
}

// PublicOnly is the Control of a net.Dialer that refuses an address that is not of the public network. It is asked with the
// address that the name was found to have, so that no name can lead elsewhere in between.
func PublicOnly(_, address string, _ syscall.RawConn) error {
	host, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := host.Addr().Unmap()
	if translated.Contains(ip) {
		bytes := ip.As16()
		ip = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	isInside := slices.ContainsFunc(inside, func(p netip.Prefix) bool { return p.Contains(ip) })
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || isInside || strings.HasSuffix(address, ":0") {
		return fmt.Errorf("%s is not on the public network", ip)
	}
	return nil
}

// inside are networks that are not public either: those of carriers (RFC 6598), of protocols (RFC 6890), for tests
// (RFC 2544), for nobody yet, and IPv6 in which another network chooses the address of IPv4 (RFC 8215, 3056).
var inside = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}

// translated are addresses of IPv4 as a network that has IPv6 alone writes them (RFC 6052).
var translated = netip.MustParsePrefix("64:ff9b::/96")
