package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkAddressTest {

    @Test
    void isTheAddressItselfOrTheNetworkThatSomebodyHasAllOf() {
        assertThat(NetworkAddress.of("203.0.113.7"))
                .isEqualTo("203.0.113.7")
                .isNotEqualTo(NetworkAddress.of("203.0.113.8"));
        assertThat(NetworkAddress.of("2001:db8:1:2::1"))
                .isEqualTo(NetworkAddress.of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(NetworkAddress.of("2001:db8:1:3::1"));
        assertThat(NetworkAddress.of("not-an-address:x")).isEqualTo("unknown");
    }
}
