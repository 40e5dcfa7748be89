// SPDX-License-Identifier: MIT
#include "redact/collector.h"

#include <fmt/format.h>

#include <algorithm>

namespace wlanmedic::redact {

void Collector::mac(std::span<const std::size_t> at, const Mac& mac, Certainty certainty) {
    if (certainty != Certainty::certain) return;
    if (std::ranges::find(at, blanked) != at.end()) {
        std::string text;
        for (std::size_t i = 0; i < at.size(); ++i) {
            if (i > 0) text += ':';
            text += at[i] == blanked ? "xx" : fmt::format("{:02x}", mac[i]);
        }
        originals_->add_partial_mac(text);
        return;
    }
    if (claim(at.front(), at.back() + 2)) originals_->add(mac);
}

void Collector::ipv4(std::size_t begin, std::size_t end, const Ipv4& address, Certainty certainty) {
    if (certainty == Certainty::certain && claim(begin, end)) originals_->add(address);
}

void Collector::ipv6(std::size_t begin, std::size_t end, const Ipv6& address) {
    if (!claim(begin, end) || is_well_known(address)) return;
    originals_->add(address);
    if (address[11] == 0xff && address[12] == 0xfe && address[0] != 0xff)
        originals_->add(Mac{static_cast<std::uint8_t>(address[8] ^ 2U), address[9], address[10], address[13],
                            address[14], address[15]});
}

void Collector::id(std::span<const std::size_t> at, const Id& id, Certainty certainty) {
    if (certainty == Certainty::certain && claim(at.front(), at.back() + 2)) originals_->add_id(id);
}

void Collector::name(Kind kind, std::size_t, std::size_t, std::string_view name) {
    originals_->add(kind, name);
    if (kind != Kind::host) return;
    if (const std::size_t dot = name.find('.'); dot != std::string_view::npos) {
        originals_->add(kind, name.substr(0, dot));
        originals_->add(Kind::domain, name.substr(dot + 1));
    }
}

void Collector::name_in_bytes(Kind kind, const HexRun& run, std::size_t first, std::size_t count) {
    originals_->add(kind, std::string(run.bytes.begin() + static_cast<std::ptrdiff_t>(first),
                                      run.bytes.begin() + static_cast<std::ptrdiff_t>(first + count)));
}

}  // namespace wlanmedic::redact
