// SPDX-License-Identifier: MIT
// Netlink as it stands in captures: attributes alone, and frame after frame with what is known from those before.
// Each frame: a byte (1: rtnetlink, 2: to the kernel, 4: whichever way), two bytes of size, the lowest first, the
// bytes.
#include <algorithm>
#include <span>

#include "evidence/nl80211_duplicates.h"
#include "evidence/nl80211_event.h"
#include "netlink/attribute_table.h"
#include "netlink/nl80211_names.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

constexpr std::size_t deepest = 8;

void read_attributes(netlink::Bytes bytes, std::size_t depth) {
    netlink::Attributes all(bytes);
    std::size_t used = 0;
    while (const auto one = all.next()) {
        require(one->value.empty() || (one->value.data() >= bytes.data() &&
                                       one->value.data() + one->value.size() <= bytes.data() + bytes.size()),
                "an attribute lies within the bytes");
        used += 4 + one->value.size();
        require(used <= bytes.size(), "attributes do not overlap");
        require(one->text().size() <= one->value.size(), "text is no longer than its attribute");
        const int sizes =
            one->u8().has_value() + one->u16().has_value() + one->u32().has_value() + one->u64().has_value();
        require(sizes <= 1, "a number has one size");
        if (depth < deepest) read_attributes(one->value, depth + 1);
    }
    require(!all.next(), "the end stays the end");
    const netlink::AttributeTable table(bytes);
    require(table.is_malformed() == all.broken(), "both see the same bytes");
    for (std::uint16_t type = 0; type < 400; ++type) {
        const auto first = netlink::Attributes::find(bytes, type);
        require(first.has_value() == table.has(type), "both find the same attributes");
        if (first) require(first->value.data() == table.bytes(type)->data(), "the first of a type counts");
    }
}

void check(const evidence::NetlinkTold& told) {
    using Kind = evidence::Decoded::Kind;
    require(told.decoded.kind != Kind::foreign, "what is not nl80211's is not told");
    require(told.decoded.payload.has_value() == (told.decoded.kind == Kind::event), "an event has a payload");
    require(!told.text.empty(), "there is a line for each message");
    require(told.decoded.interface.size() <= 18, "a name is short");
    const auto controls = [](std::string_view text) {
        return std::ranges::any_of(text, [](char letter) { return static_cast<unsigned char>(letter) < ' '; });
    };
    require(!controls(told.text) && !controls(told.decoded.interface), "no line can command a terminal");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size <= 512) read_attributes(std::span(data, size), 0);
    if (size > 0) netlink::command_name(data[0]);

    evidence::Nl80211Decoder decoder;
    evidence::Nl80211Decoder again;
    evidence::Nl80211Duplicates duplicates;
    wifi::Instant now{};
    std::span rest(data, size);
    while (rest.size() > 3) {
        const std::size_t length = std::min<std::size_t>(rest.size() - 3, rest[1] | rest[2] << 8);
        const auto bytes = rest.subspan(3, length);
        const runfile::NetlinkFrame frame{
            .family = (rest[0] & 1) != 0 ? runfile::Family::route : runfile::Family::generic,
            .way = (rest[0] & 2) != 0   ? runfile::Way::to_kernel
                   : (rest[0] & 4) != 0 ? runfile::Way::other
                                        : runfile::Way::from_kernel,
            .bytes = {bytes.begin(), bytes.end()}};
        rest = rest.subspan(3 + length);
        std::size_t messages = 0;
        netlink::Messages all(frame.bytes);
        while (all.next()) ++messages;
        const auto told = decoder.take(frame);
        require(told.size() <= 2 * messages + 1, "a message tells itself, and a renaming at most");
        const auto same = again.take(frame);
        require(same.size() == told.size(), "the same messages tell the same");
        for (std::size_t i = 0; i < told.size(); ++i) {
            check(told[i]);
            require(told[i].text == same[i].text, "the same messages tell the same");
        }
        const bool copy = duplicates.is_copy(frame, now);
        require(!copy || frame.way != runfile::Way::to_kernel, "no request is a copy");
        now += std::chrono::milliseconds{3};
    }
    return 0;
}
