// SPDX-License-Identifier: MIT
// What sources of a recording are given by the kernel, and by whoever is at the other end of a load: the first
// byte says which.
#include <algorithm>
#include <span>

#include "capture/counters.h"
#include "capture/gateway_questions.h"
#include "capture/gateway_tables.h"
#include "capture/load_protocol.h"
#include "capture/load_target.h"
#include "capture/rfkill_source.h"
#include "capture/station_counters.h"
#include "require.h"

using namespace wlanmedic;
using namespace wlanmedic::capture;
using wlanmedic::fuzz::require;

namespace {

void rfkill(std::span<const std::uint8_t> bytes) {
    Radios radios;
    while (const auto event = rfkill_event_in(bytes)) {
        bytes = bytes.subspan(8);
        const auto before = radios.all();
        const auto radio = radios.take(*event);
        require(radio.has_value() == (before != radios.all()), "what is told is what changed");
        if (radio) require(!rfkill_record(event->index, *radio, "").message.empty(), "a record says something");
    }
}

void greeting(std::string_view text) {
    const Greeting found = greeting_in(text);
    const bool ours = text.starts_with(load_hello) || text.starts_with(sink_hello) || text.starts_with(sink_busy);
    require(ours == (found == Greeting::load || found == Greeting::sink || found == Greeting::busy),
            "only greetings are greetings");
    for (std::size_t i = 0; i < std::min(text.size(), load_hello.size()); ++i)
        require(found == Greeting::foreign || greeting_in(text.substr(0, i)) == Greeting::incomplete,
                "the beginning of a greeting may become one");
}

void acknowledgements(std::string_view text) {
    Acknowledgements whole;
    Acknowledgements pieces;
    const auto at_once = whole.take(text);
    std::optional<std::uint64_t> bit_by_bit;
    for (const char byte : text)
        if (const auto total = pieces.take({&byte, 1})) bit_by_bit = total;
    require(at_once == bit_by_bit, "pieces say what the whole says");
    require(at_once.has_value() == (text.size() >= acknowledgement_size), "eight bytes are one");
}

void counters(std::string_view text) {
    const auto values = interface_counters(text, "wlan0");
    if (!values) return;
    require(!counters_record("wlan0", nullptr, *values, {}).message.empty(), "the first");
    const auto same = counters_record("wlan0", &*values, *values, wifi::Duration{1});
    require(same.find("WLANMEDIC_COUNTERS")->empty(), "what did not change is left out");
}

void station(std::span<const std::uint8_t> bytes) {
    const auto generic = netlink::GenericMessage::of({.payload = bytes});
    if (generic)
        if (const auto values = station_counters(*generic)) counters_record("wlan0", nullptr, *values, {});
}

void target(std::string_view text) {
    if (const auto to = parse_load_target(text)) {
        const auto again = parse_load_target(to->to_string());
        require(again && again->host == to->host && again->port == to->port, "a target reads as it is written");
    }
    if (const auto rate = parse_rate(text)) require(*rate >= least_rate && *rate <= greatest_rate, "the range");
}

void gateway(std::span<const std::uint8_t> bytes, std::string_view text) {
    if (const auto found = default_gateway(text, "wlan0")) require(found->value != 0, "a gateway has an address");
    resolved_neighbour(text, Ipv4{0x0104a8c0}, "wlan0");
    echo_reply_in(bytes, false);
    echo_reply_in(bytes, true);
    is_arp_reply(bytes, Ipv4{1}, Ipv4{2});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::span<const std::uint8_t> bytes(data + 1, size - 1);
    const std::string_view text = fuzz::as_text(data + 1, size - 1);
    switch (data[0]) {
        case 'r': rfkill(bytes); break;
        case 'g': greeting(text); break;
        case 'a': acknowledgements(text); break;
        case 'c': counters(text); break;
        case 's': station(bytes); break;
        case 't': target(text); break;
        default: gateway(bytes, text); break;
    }
    return 0;
}
