package dev.mailkeep.api.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Identifies a client by its network. */
final class NetworkAddress {

    private static final int NETWORK_BYTES = 8;

    private NetworkAddress() {}

    /** An IPv4 address, or the /64 network of an IPv6 address: a client that has one address of it has them all. */
    static String of(String address) {
        try {
            // The address is a literal, so nothing is resolved.
            return of(InetAddress.getByName(address.contains(":") ? "[" + address + "]" : address));
        } catch (UnknownHostException notAnAddress) {
            return "unknown";
        }
    }

    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }
}
