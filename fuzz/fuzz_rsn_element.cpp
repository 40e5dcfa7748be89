// SPDX-License-Identifier: MIT
// Elements of a beacon, from an access point that may be anybody, as a manifest tells of them.
#include <span>

#include "require.h"
#include "wifi/rsn_element.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const auto body = wifi::find_element(bytes, 48).value_or(bytes);
    const auto element = wifi::decode_rsn_element(body);
    require(element.has_value() == (body.size() >= 2), "a version makes an element");
    if (!element) return 0;
    require((element->pairwise_ciphers.size() + element->key_managements.size()) * 4 <= body.size(),
            "each suite took four bytes");
    return 0;
}
