// SPDX-License-Identifier: MIT
#include "evidence/process_message.h"

#include <gtest/gtest.h>

#include "evidence/network_manager_message.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;
using wifi::Sender;

template <class T>
T event_in(const Decoded& decoded, std::string_view interface = "wlan0") {
    EXPECT_EQ(decoded.kind, Kind::event);
    EXPECT_EQ(decoded.interface, interface);
    if (!decoded.payload || !std::holds_alternative<T>(*decoded.payload)) {
        ADD_FAILURE() << "another happening: " << (decoded.payload ? wifi::name_of(*decoded.payload) : "none");
        return {};
    }
    return std::get<T>(*decoded.payload);
}

TEST(NetworkManagerMessage, ReadsStatesInTheWordingsOfAllVersions) {
    for (const std::string_view text :
         {"<info>  [1620000000.1234] device (wlan0): state change: activated -> failed (reason 'ssid-not-found', "
          "sys-iface-state: 'managed')",
          "<info>  [1620000000.1234] device (wlan0): state change: activated -> failed (reason 'ssid-not-found') "
          "[100 120 53]",
          "<info> (wlan0): device state change: activated -> failed (reason 'ssid-not-found') [100 120 53]"}) {
        const auto state = event_in<wifi::ManagerState>(decode_network_manager_message(text));
        EXPECT_EQ(state.manager, "NetworkManager");
        EXPECT_EQ(state.before, "activated") << text;
        EXPECT_EQ(state.after, "failed") << text;
        EXPECT_EQ(state.reason, "ssid-not-found") << text;
    }
    const auto numbers = event_in<wifi::ManagerState>(
        decode_network_manager_message("<info> (wlan0): device state change: 100 -> 120 (reason 53)"));
    EXPECT_EQ(numbers.after, "120");
    EXPECT_EQ(numbers.reason, "53");
}

TEST(NetworkManagerMessage, MakesHearsayOfTheSupplicantsState) {
    const auto state = event_in<wifi::ManagerState>(decode_network_manager_message(
        "<info>  [1724784536.8123] device (wlan0): supplicant interface state: completed -> disconnected"));
    EXPECT_EQ(state.before, "supplicant completed");
    EXPECT_EQ(state.after, "supplicant disconnected");
    EXPECT_EQ(
        decode_network_manager_message("<info>  [1724784536.8124] device (p2p-dev-wlan0): supplicant management "
                                       "interface state: completed -> disconnected")
            .kind,
        Kind::noted);
}

TEST(NetworkManagerMessage, FollowsDhcpThroughItsVersions) {
    const auto read = [](std::string_view words) {
        return decode_network_manager_message("<info>  [1.2] dhcp4 (wlan0): " + std::string(words));
    };
    event_in<wifi::AddressRequested>(read("activation: beginning transaction (timeout in 45 seconds)"));
    for (const std::string_view words :
         {"state changed new lease, address=192.168.1.5", "state changed unknown -> bound, address=192.168.1.5",
          "state changed unknown -> bound"})
        EXPECT_EQ(event_in<wifi::AddressAcquired>(read(words)).client, "NetworkManager") << words;
    EXPECT_EQ(read("state changed new lease, address=192.168.1.5, acd pending").kind, Kind::noted);
    EXPECT_EQ(read("state changed no lease").kind, Kind::noted);
    EXPECT_EQ(read("canceled DHCP transaction").kind, Kind::noted);
    EXPECT_EQ(event_in<wifi::AddressFailed>(read("state changed unknown -> timeout")).because, "timed out");
    EXPECT_EQ(event_in<wifi::AddressFailed>(read("state changed bound -> expire")).because, "expired");
    EXPECT_EQ(event_in<wifi::AddressFailed>(read("request timed out")).because, "timed out");
    event_in<wifi::AddressRequested>(decode_network_manager_message(
        "<info> Activation (wlan0) Beginning DHCPv4 transaction (timeout in 45 seconds)"));
    event_in<wifi::AddressFailed>(decode_network_manager_message("<warn> (wlan0): DHCPv4 request timed out."));
}

TEST(NetworkManagerMessage, TellsAPersonsWishFromAPrograms) {
    const auto person = event_in<wifi::UserRequest>(
        decode_network_manager_message("<info>  [1.2] audit: op=\"connection-deactivate\" uuid=\"1\" "
                                       "name=\"x\" uid=0 op=\"y\" pid=1 uid=1000 result=\"success\""),
        "");
    EXPECT_EQ(person.what, "disconnect");
    EXPECT_EQ(person.who, "uid 1000 through NetworkManager");
    EXPECT_TRUE(person.person);
    const auto program = event_in<wifi::UserRequest>(
        decode_network_manager_message("<info>  [1.2] audit: op=\"device-disconnect\" interface=\"wlan0\" "
                                       "ifindex=3 pid=1 uid=0 result=\"success\""));
    EXPECT_FALSE(program.person);
    EXPECT_EQ(
        decode_network_manager_message("<info>  [1.2] audit: op=\"statistics\" pid=1 uid=1000 result=\"success\"")
            .kind,
        Kind::noted);
    EXPECT_EQ(event_in<wifi::UserRequest>(
                  decode_network_manager_message(
                      "<info>  [1.2] manager: sleep: sleep requested (sleeping: no  enabled: yes)"),
                  "")
                  .what,
              "sleep");
}

TEST(NetworkManagerMessage, TellsTheRadioAndWhatIsPutOff) {
    event_in<wifi::RadioBlocked>(
        decode_network_manager_message("<info>  [1.2] manager: rfkill: Wi-Fi now disabled by radio killswitch"),
        "");
    event_in<wifi::RadioBlocked>(decode_network_manager_message("<info> WiFi now disabled by radio killswitch"),
                                 "");
    EXPECT_EQ(decode_network_manager_message(
                  "<info>  [1.2] manager: rfkill: Wi-Fi enabled by radio killswitch; enabled by state file")
                  .kind,
              Kind::noted);
    EXPECT_EQ(
        event_in<wifi::Waiting>(
            decode_network_manager_message(
                "<info>  [1.2] policy: connection 'it's ': x' now blocked from autoconnect due to no secrets"),
            "")
            .because,
        "no secrets");
    EXPECT_EQ(event_in<wifi::ManagerState>(
                  decode_network_manager_message(
                      "<warn>  [1.2] device (wlan0): Activation: (wifi) association took too long"))
                  .after,
              "association took too long");
    EXPECT_EQ(decode_network_manager_message("<warn>  [1.2] device (wlan0): something new").kind,
              Kind::unrecognized);
    EXPECT_EQ(decode_network_manager_message("<info>  [1.2] device (wlan0): something new").kind, Kind::noted);
}

TEST(NetworkManagerTime, IsTakenWhereItAgreesWithTheFrameInAnyZone) {
    using namespace std::chrono_literals;
    const std::string_view text = "<info>  [1724784536.8123] device (wlan0): x";
    const wifi::Instant exact{1724784536812300us};
    Stamp frame{.clock = Clock::epoch, .instant = wifi::Instant{1724784536s}, .resolution = 1s};
    EXPECT_EQ(network_manager_time(text, frame), exact);
    frame.clock = Clock::local;
    frame.instant = wifi::Instant{1724784536s - 4h};
    EXPECT_EQ(network_manager_time(text, frame), exact - 4h);
    frame.instant = wifi::Instant{1724784537s + 5h + 45min};
    EXPECT_EQ(network_manager_time(text, frame), exact + 5h + 45min) << "syslog wrote it a moment later";
    frame.instant = wifi::Instant{1724784542s};
    EXPECT_EQ(network_manager_time(text, frame), std::nullopt) << "they contradict each other";
    frame.clock = Clock::epoch;
    frame.instant = wifi::Instant{1724784536s - 4h};
    EXPECT_EQ(network_manager_time(text, frame), std::nullopt) << "no zone is open here";
}

TEST(Iwd, IsFirstHandOfItsOwnLink) {
    ProcessMessages messages;
    messages.saw("wlan0");
    const auto read = [&](std::string_view text) { return messages.decode("iwd", text); };
    event_in<wifi::AuthRequested>(
        read("event: connect-info, ssid: a, bss: b, bss: 02:00:00:00:00:00, signal: -40, load: 3/255"));
    EXPECT_EQ(
        event_in<wifi::ManagerState>(read("event: state, old: autoconnect_quick, new: connecting (auto)")).after,
        "connecting (auto)");
    event_in<wifi::Associated>(read("event: state, old: connecting (auto), new: connecting (netconfig)"));
    event_in<wifi::ManagerState>(read("event: state, old: connecting (netconfig), new: connected"));
    const auto end =
        event_in<wifi::Disconnected>(read("Received Deauthentication event, reason: 4, from_ap: false"));
    EXPECT_EQ(end.by, Sender::local);
    EXPECT_EQ(end.reason, 4);
    EXPECT_EQ(read("event: disconnect-info, reason: 4").kind, Kind::noted) << "told a line before";
    event_in<wifi::ManagerState>(read("event: state, old: connected, new: disconnected"));
    event_in<wifi::Associated>(
        read("src/station.c:station_enter_state() Old State: connecting, new state: connected"));
    EXPECT_EQ(event_in<wifi::Disconnected>(read("event: state, old: connected, new: disconnecting")).by,
              Sender::local);
    EXPECT_EQ(event_in<wifi::AssocRejected>(read("event: connect-failed, status: 17")).status, 17);
    EXPECT_TRUE(event_in<wifi::Deauthenticated>(read("event: connect-failed, reason: 15")).joining);
    event_in<wifi::AuthTimedOut>(read("event: connect-timeout, reason: 2"));
    EXPECT_EQ(read("event: something-new, a: 1").kind, Kind::unrecognized);
}

TEST(Iwd, GivesItsInterfaceTheNameThatTheLogKnows) {
    ProcessMessages messages;
    const std::string_view linked = "event: state, old: connecting, new: connected";
    event_in<wifi::Associated>(messages.decode("iwd", linked), "iwd");
    messages.decode("iwd", "src/netdev.c:netdev_create_from_genl() Created interface wlan1[3 1]");
    event_in<wifi::Associated>(messages.decode("iwd", linked), "wlan1");
    event_in<wifi::Deauthenticated>(messages.decode("iwd", "4-Way handshake failed for ifindex: 3, reason: 15"),
                                    "wlan1");
    messages.saw("wlan7");
    EXPECT_EQ(messages.decode("iwd", linked).kind, Kind::unrecognized) << "one of two";
    event_in<wifi::Deauthenticated>(messages.decode("iwd", "4-Way handshake failed for ifindex: 3, reason: 15"),
                                    "wlan1");
}

TEST(Addresses, AreAskedForAndGivenByEachClient) {
    ProcessMessages messages;
    const auto read = [&](std::string_view process, std::string_view text) {
        return messages.decode(process, text);
    };
    EXPECT_EQ(read("dhclient", "bound to 10.0.0.2 -- renewal in 1700 seconds.").kind, Kind::unrecognized)
        << "on which?";
    event_in<wifi::AddressRequested>(
        read("dhclient", "DHCPDISCOVER on wlan0 to 255.255.255.255 port 67 interval 3"));
    event_in<wifi::AddressFailed>(read("dhclient", "No DHCPOFFERS received."));
    event_in<wifi::AddressRequested>(
        read("dhclient", "DHCPREQUEST for 10.0.0.2 on wlan0 to 255.255.255.255 port 67"));
    event_in<wifi::AddressAcquired>(read("dhclient", "bound to 10.0.0.2 -- renewal in 1700 seconds."));
    EXPECT_EQ(read("dhclient", "DHCPREQUEST for 10.0.0.2 on eth0 to 255.255.255.255 port 67").kind, Kind::foreign);
    EXPECT_EQ(read("dhclient", "bound to 10.0.0.2 -- renewal in 1700 seconds.").kind, Kind::foreign)
        << "the wire's";
    event_in<wifi::AddressRequested>(read("dhcpcd", "wlan0: soliciting a DHCP lease"));
    event_in<wifi::AddressAcquired>(read("dhcpcd", "wlan0: leased 192.168.1.5 for 3600 seconds"));
    EXPECT_EQ(event_in<wifi::AddressFailed>(
                  read("dhcpcd", "wlan0: timed out contacting a DHCP server, using last lease"))
                  .because,
              "timed out");
    event_in<wifi::AddressAcquired>(
        read("systemd-networkd",
             "wlan0: DHCPv4 address 192.168.1.5/24, gateway 192.168.1.1 acquired from 192.168.1.1"));
    EXPECT_EQ(event_in<wifi::ManagerState>(read("systemd-networkd", "wlan0: Lost carrier")).after, "no carrier");
    event_in<wifi::ManagerState>(read("connmand", "Interface wlan0 [ wifi ] state is association"));
    EXPECT_EQ(read("udhcpc", "lease of 192.168.1.5 obtained from 192.168.1.1, lease time 3600").kind,
              Kind::unrecognized);
    messages.saw("wlan0");
    event_in<wifi::AddressAcquired>(
        read("udhcpc", "lease of 192.168.1.5 obtained from 192.168.1.1, lease time 3600"));
    event_in<wifi::AddressFailed>(read("netifd", "wwan (1234): udhcpc: no lease, failing"));
}

TEST(ProcessMessages, CountLinesOfOthersThatNameAWirelessInterface) {
    ProcessMessages messages;
    EXPECT_EQ(messages.decode("avahi-daemon", "Joining mDNS multicast group on interface wlan0.IPv4").kind,
              Kind::unrecognized);
    EXPECT_EQ(messages.decode("cron", "session opened").kind, Kind::foreign);
    EXPECT_EQ(messages.decode("hostapd", "wlan1: AP-STA-CONNECTED 02:00:00:00:02:00").kind, Kind::unrecognized);
    EXPECT_EQ(messages.decode("iwdump", "event: state, old: connected, new: disconnected").kind, Kind::foreign);
}

}  // namespace
}  // namespace wlanmedic::evidence
