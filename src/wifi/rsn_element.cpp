// SPDX-License-Identifier: MIT
#include "wifi/rsn_element.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wlanmedic::wifi {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Name = std::pair<std::uint8_t, std::string_view>;

// Table 9-149
constexpr std::array<Name, 13> ciphers{{{0, "the group's"},
                                        {1, "WEP-40"},
                                        {2, "TKIP"},
                                        {4, "CCMP-128"},
                                        {5, "WEP-104"},
                                        {6, "BIP-CMAC-128"},
                                        {7, "none for the group"},
                                        {8, "GCMP-128"},
                                        {9, "GCMP-256"},
                                        {10, "CCMP-256"},
                                        {11, "BIP-GMAC-128"},
                                        {12, "BIP-GMAC-256"},
                                        {13, "BIP-CMAC-256"}}};

// Table 9-151; 24 and 25: IEEE 802.11-2024
constexpr std::array<Name, 20> managements{{{1, "802.1X"},
                                            {2, "PSK"},
                                            {3, "FT-802.1X"},
                                            {4, "FT-PSK"},
                                            {5, "802.1X-SHA256"},
                                            {6, "PSK-SHA256"},
                                            {7, "TDLS"},
                                            {8, "SAE"},
                                            {9, "FT-SAE"},
                                            {11, "802.1X-Suite-B"},
                                            {12, "802.1X-Suite-B-192"},
                                            {13, "FT-802.1X-SHA384"},
                                            {14, "FILS-SHA256"},
                                            {15, "FILS-SHA384"},
                                            {16, "FT-FILS-SHA256"},
                                            {17, "FT-FILS-SHA384"},
                                            {18, "OWE"},
                                            {19, "FT-PSK-SHA384"},
                                            {24, "SAE-EXT-KEY"},
                                            {25, "FT-SAE-EXT-KEY"}}};

std::string suite_name(Bytes suite, std::span<const Name> names) {
    if (suite[0] == 0x00 && suite[1] == 0x0f && suite[2] == 0xac)
        if (const auto name = std::ranges::find(names, suite[3], &Name::first); name != names.end())
            return std::string(name->second);
    return fmt::format("{:02x}-{:02x}-{:02x}:{}", suite[0], suite[1], suite[2], suite[3]);
}

// Takes from the front; what is not there any more is nothing.
class Front {
public:
    explicit Front(Bytes bytes) : rest_(bytes) {}
    std::optional<Bytes> take(std::size_t size) {
        if (rest_.size() < size) {
            rest_ = {};
            return std::nullopt;
        }
        const Bytes taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    std::optional<std::uint16_t> u16() {
        const auto two = take(2);
        if (!two) return std::nullopt;
        return static_cast<std::uint16_t>((*two)[0] | (*two)[1] << 8U);
    }
    std::vector<std::string> suites(std::span<const Name> names) {
        std::vector<std::string> all;
        for (std::uint16_t left = u16().value_or(0); left > 0; --left) {
            const auto suite = take(4);
            if (!suite) break;
            all.push_back(suite_name(*suite, names));
        }
        return all;
    }

private:
    Bytes rest_;
};

}  // namespace

std::optional<RsnElement> decode_rsn_element(Bytes body) {
    Front front(body);
    const auto version = front.u16();
    if (!version) return std::nullopt;
    RsnElement element{.version = *version};
    if (const auto group = front.take(4)) element.group_cipher = suite_name(*group, ciphers);
    element.pairwise_ciphers = front.suites(ciphers);
    element.key_managements = front.suites(managements);
    if (const auto capabilities = front.u16()) {
        element.pmf_required = (*capabilities & 0x40U) != 0;
        element.pmf_capable = (*capabilities & 0x80U) != 0;
    }
    if (const auto count = front.u16(); count && front.take(std::size_t{*count} * 16))
        if (const auto group = front.take(4)) element.group_management_cipher = suite_name(*group, ciphers);
    return element;
}

std::optional<Bytes> find_element(Bytes elements, std::uint8_t id) {
    while (elements.size() >= 2) {
        const std::size_t length = elements[1];
        if (elements.size() < 2 + length) return std::nullopt;
        if (elements[0] == id) return elements.subspan(2, length);
        elements = elements.subspan(2 + length);
    }
    return std::nullopt;
}

}  // namespace wlanmedic::wifi
